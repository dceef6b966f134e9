"""Days, moments, numbers and amounts in every style."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.platform.cleaning import (
    clean_amount,
    clean_currency,
    clean_date,
    clean_moment,
    clean_number,
    hints_of,
)

DAY = dt.date(2024, 1, 5)


@pytest.mark.parametrize(
    "written",
    [
        "2024-1-5",
        "2024-01-05",
        "2024/01/05",
        "2024.1.5",
        "2024年1月5日",
        "２０２４年１月５日",
        "二〇二四年一月五日",
        "20240105",
        20240105,
        "05.01.2024",
        "5/1/24",
        "5 Jan 2024",
        "5th January 2024",
        "Jan 5, 2024",
        45296,
        "45296",
        DAY,
        dt.datetime(2024, 1, 5),
    ],
)
def test_a_day_is_one_day_however_it_is_written(written):
    assert clean_date(written).value == DAY


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("2024-01-05 13:45", (13, 45)),
        ("2024-01-05T13:45:10", (13, 45, 10)),
        ("2024年1月5日 下午3:04", (15, 4)),
        ("2024-01-05 上午12:30", (12, 30)),
        ("2024-01-05 3:04 PM", (15, 4)),
        ("2024-01-05 12:04 am", (0, 4)),
        ("2024年1月5日13时45分10秒", (13, 45, 10)),
        ("20240105134510", (13, 45, 10)),
        ("45296.5", (12, 0)),
        ("05.01.2024 10:00", (10, 0)),
    ],
)
def test_times_beside_days_are_read(written, clock):
    assert clean_moment(written).value == dt.datetime(2024, 1, 5, *clock)


def test_a_written_zone_is_kept():
    away = dt.timezone(dt.timedelta(hours=8))

    assert clean_moment("2024-01-05 10:30+08:00").value == dt.datetime(
        2024, 1, 5, 10, 30, tzinfo=away
    )
    assert clean_moment("2024-01-05T10:30:00Z").value.tzinfo == dt.UTC


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("2024-02-30", "no_such_day"),
        ("2024-13-01", "no_such_day"),
        ("hello", "bad_date"),
        ("12:30", "bad_date"),
        ("0999-01-01", "date_out_of_range"),
        ("2024-01-05 25:00", "no_such_day"),
        ("2024-01-05 nonsense", "bad_date"),
    ],
)
def test_what_is_no_day_is_a_problem(written, problem):
    assert clean_moment(written).problem == problem


def test_a_time_that_a_day_cannot_hold_is_told():
    assert clean_date("2024-01-05 13:45") == (DAY, "time_left_out", "")


def test_a_month_without_a_day_is_its_first_and_told():
    assert clean_date("2024年3月") == (dt.date(2024, 3, 1), "first_of_month", "")


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["1/5/24", "1/25/24", "2/3/24"], "mdy"),
        (["1/5/24", "25/1/24"], "dmy"),
        (["01.05.2024"], "dmy"),
        (["2024-01-05"], "dmy"),
    ],
)
def test_the_order_of_day_and_month_is_judged_by_the_column(column, order):
    assert hints_of(column).order == order


def test_the_order_found_reads_the_doubtful_ones():
    assert clean_date("1/5/24", "mdy").value == DAY
    assert clean_date("1/25/24", "dmy") == (dt.date(2024, 1, 25), "other_order", "")


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_every_day_survives_every_style(day):
    styles = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d", "%d.%m.%Y", "%d %b %Y"]

    assert {clean_date(day.strftime(style)).value for style in styles} == {day}


@given(st.text(max_size=30))
def test_any_text_gives_a_moment_or_a_reason(text):
    value, _, problem = clean_moment(text)

    assert (value is None) or not problem


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1234.5", "1234.5"),
        ("１２３４", "1234"),
        ("1,234,567.89", "1234567.89"),
        ("1 234,5", None),
        ("1'234.5", "1234.5"),
        ("1.2万", "12000"),
        ("3亿", "300000000"),
        ("1.5 百万", "1500000"),
        ("(123)", "-123"),
        ("5-", "-5"),
        ("−5", "-5"),
        ("12%", "0.12"),
        ("1.2e5", "120000"),
        ("¥1,234.50", "1234.50"),
        ("12元", "12"),
        ("(¥1,200)", "-1200"),
        ("-$5", "-5"),
        ("abc", None),
        ("1,23", None),
        ("(5", None),
        ("12abc", None),
        ("9" * 20, None),
        (0.1, "0.1"),
        (7, "7"),
    ],
)
def test_numbers_are_read_as_people_mean_them(written, number):
    value, _, problem = clean_number(written)

    assert value == (None if number is None else Decimal(number))
    assert bool(problem) == (number is None)


@pytest.mark.parametrize(
    ("column", "decimal"),
    [
        (["1.234,50", "12,00"], ","),
        (["12,5"], ","),
        (["1,234.50"], "."),
        (["1,234", "5,678"], "."),
        (["1234"], "."),
    ],
)
def test_the_decimal_mark_is_judged_by_the_column(column, decimal):
    assert hints_of(column).decimal == decimal


def test_a_european_column_is_read_by_its_mark():
    assert clean_number("1.234,50", ",").value == Decimal("1234.50")


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("¥12", 12, "CNY"),
        ("12元", 12, "CNY"),
        ("US$ 1,200", 1200, "USD"),
        ("HK$5", 5, "HKD"),
        ("12 EUR", 12, "EUR"),
        ("3万元", 30000, "CNY"),
        ("12", 12, ""),
    ],
)
def test_an_amount_tells_its_currency(written, amount, currency):
    cleaned, found = clean_amount(written)

    assert (cleaned.value, found) == (amount, currency)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(("人民币", "CNY"), ("RMB", "CNY"), ("usd", "USD"), ("€", "EUR"), ("美元", "USD")),
        *(("US Dollar", "USD"), ("港幣", "HKD"), ("British Pound", "GBP"), ("ＪＰＹ", "JPY")),
    ],
)
def test_currencies_become_their_code(written, code):
    assert clean_currency(written).value == code


@pytest.mark.parametrize("written", ["XYZ", "12", "doubloons"])
def test_what_is_no_currency_is_refused(written):
    assert clean_currency(written).problem == "bad_currency"


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_every_amount_survives_its_styles(number):
    styles = [f"{number}", f"{number:,}", f"¥{number}", f"{number} 元"]

    assert {clean_number(style).value for style in styles} == {number}


@given(st.text(max_size=30))
def test_any_text_gives_a_number_or_a_reason(text):
    value, _, problem = clean_number(text)

    assert value is None or not problem
