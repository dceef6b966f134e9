"""Figures, days and marks read as the style guide says."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from django.utils.html import strip_tags

from guanxi.insight import wording
from guanxi.platform.views.models import SavedView
from guanxi.web.look import classes, contact, figures, moments, people, words

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 2, 48, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minor", "chinese", "english"),
    [
        (12_800_000, "¥12.8万", "¥128K"),
        (10_600_000_000, "¥1.06亿", "¥106.00M"),
        (340_000_000, "¥340.0万", "¥3.40M"),
        (832_000, "¥8,320", "¥8,320"),
        (649_858, "¥6,499", "¥6,499"),
        (99_950, "¥999.50", "¥999.50"),
        (1_250, "¥12.50", "¥12.50"),
        (-1_510_000_000, "−¥1,510.0万", "−¥15.10M"),
        (0, "¥0", "¥0"),
        (None, "—", "—"),
    ],
)
def test_money_is_short_in_both_languages(minor, chinese, english):
    with translation.override("zh-hans"):
        assert strip_tags(figures.money(minor)) == chinese
    with translation.override("en"):
        assert strip_tags(figures.money(minor)) == english


def test_sign_and_unit_of_money_whisper():
    with translation.override("zh-hans"):
        assert figures.money(12_800_000) == (
            '<span class="money" title="¥128,000.00">'
            '<span class="sign">¥</span>12.8<span class="unit">万</span></span>'
        )


def test_a_short_amount_tells_the_whole_one_and_a_plain_one_needs_not():
    with translation.override("en"):
        assert 'title="−JP¥1,284,325"' in figures.money(-1_284_325, "JPY")
        assert 'title="¥6,498.58"' in figures.money(649_858)
        assert "title" not in figures.money(1_250)
        assert "title" not in figures.money(832_000)


def test_a_currency_without_cents_is_not_divided():
    with translation.override("en"):
        assert strip_tags(figures.money(500, "JPY")) == "JP¥500"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("minor", [1_250, 99_949, 670_000, 1_180_000, 340_000_000, -10_600_000_000])
def test_a_sentence_of_insight_says_an_amount_as_the_record_does(language, minor):
    with translation.override(language):
        assert wording.money(minor) == strip_tags(figures.money(minor))


def test_an_odd_currency_code_cannot_carry_markup():
    assert "<b>" not in figures.money(100, "<b>")


def test_full_money_keeps_the_cents():
    assert strip_tags(figures.full_money(12_843_250)) == "¥128,432.50"


@pytest.mark.parametrize(("count", "said"), [(386, "386"), (10_000, "10,000"), (10_001, "10,000+")])
def test_counts_stop_at_ten_thousand(count, said):
    assert figures.capped(count) == said


def test_percent_and_number_use_a_true_minus():
    assert strip_tags(figures.percent(-0.118)) == "−11.8%"
    assert figures.number(-1234567) == "−1,234,567"
    assert figures.number(None) == "—"


@pytest.mark.parametrize(
    ("days", "chinese", "english"),
    [
        (0, "今天", "today"),
        (-1, "昨天", "yesterday"),
        (-41, "41 天前", "41 days ago"),
        (1, "明天", "tomorrow"),
        (5, "周三", "Wednesday"),
        (11, "12月1日", "Dec 1"),
        (-700, "2024-12-20", "20 Dec 2024"),
    ],
)
def test_days_are_said_by_their_distance(days, chinese, english):
    when = TODAY + timedelta(days=days)
    with translation.override("zh-hans"):
        assert moments.near_day(when, TODAY) == chinese
    with translation.override("en"):
        assert moments.near_day(when, TODAY) == english


@pytest.mark.parametrize(
    ("days", "chinese", "english"),
    [
        (-33, "应在 33 天前", "was due 33 days ago"),
        (-1, "应在昨天", "was due yesterday"),
        (-2, "应在 2 天前", "was due 2 days ago"),
        (-700, "应在 2024-12-20", "was due on 20 Dec 2024"),
        (0, "今天", "today"),
        (11, "12月1日", "Dec 1"),
    ],
)
def test_what_was_expected_and_is_over_says_that_it_was_due(days, chinese, english):
    when = TODAY + timedelta(days=days)
    with translation.override("zh-hans"):
        assert moments.due_day(when, TODAY) == chinese
    with translation.override("en"):
        assert moments.due_day(when, TODAY) == english


def test_a_moment_alone_is_told_to_the_minute():
    with timezone.override("Asia/Shanghai"), translation.override("zh-hans"):
        assert moments.full_moment(NOW, TODAY) == "11月20日 10:48"


def test_what_comes_has_an_hour_and_what_is_over_a_day():
    with timezone.override("Asia/Shanghai"), translation.override("zh-hans"):
        assert moments.coming_moment(NOW, TODAY) == "今天 10:48"
        assert moments.coming_moment(NOW - timedelta(days=6), TODAY) == "6 天前"


def test_the_beginning_of_a_day_is_a_day_without_an_hour():
    begins = datetime(2026, 11, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
    with timezone.override("Asia/Shanghai"), translation.override("zh-hans"):
        assert moments.near_moment(begins, NOW) == "今天"
        assert moments.full_moment(begins, TODAY) == "11月20日"
        assert not moments.is_over(begins, NOW)
        assert moments.is_over(begins - timedelta(days=1), NOW)


def test_figures_carry_no_idle_zeros():
    assert [figures.trimmed(value, 4) for value in (2, 2.5, 1000)] == ["2", "2.5", "1,000"]


def test_landlines_are_read_in_groups():
    assert contact.phone("+8651262000891") == "0512 6200 0891"
    assert contact.phone("+4930123456") == "+49 30 123456"
    assert contact.phone("ext. 12") == "ext. 12"


def test_things_have_no_face_of_their_own():
    assert people.has_face("firm") and people.has_face("people")
    assert not people.has_face("order")


def test_a_moment_is_told_in_the_zone_of_the_person():
    with timezone.override("Asia/Shanghai"), translation.override("zh-hans"):
        assert moments.clock(NOW) == "10:48"
        assert moments.near_moment(NOW - timedelta(minutes=12), NOW) == "12 分钟前"
        assert moments.near_moment(NOW - timedelta(days=1), NOW) == "昨天 10:48"
        assert moments.long_day(TODAY) == "11月20日 星期五"


@pytest.mark.parametrize(
    ("name", "mark"), [("林若溪", "溪"), ("Ruoxi Lin", "RL"), ("Madonna", "M"), (" ", "?")]
)
def test_a_person_is_marked_by_name(name, mark):
    assert people.initials(name) == mark


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("苏州博衡传感技术有限公司", "博"),
        ("浙江省青禾医疗", "青"),
        ("Acme GmbH", "A"),
        ("上海", "上"),
    ],
)
def test_a_firm_is_marked_by_its_own_name(name, mark):
    assert people.firm_character(name) == mark


def test_marks_carry_their_figures_and_escape_their_words():
    mark = classes.rfm_mark((5, 2, 1), "<b>", "risk")
    assert 'title="R 5 · F 2 · M 1"' in mark
    assert mark.count('class="bar"') == 3
    assert "<b>" not in mark
    assert 'class="mark stable"' in classes.lifecycle_mark("stable", "稳定期")
    assert classes.letter("A") == '<span class="letter a">A</span>'


@pytest.mark.parametrize(("days", "tone"), [(3, "fresh"), (27, "soon"), (38, "late")])
def test_age_warns_before_its_limit(days, tone):
    assert f'class="age {tone}"' in classes.age(days, 30)
    assert 'class="age fresh"' in classes.age(days)


@pytest.mark.parametrize(
    ("number", "hidden"),
    [("13857101234", "138****1234"), ("+86 138 5710 1234", "138****1234"), ("123", "***")],
)
def test_phones_hide_their_middle(number, hidden):
    assert contact.masked_phone(number) == hidden


def test_phones_are_read_in_groups():
    assert contact.phone("13957102286") == "139 5710 2286"
    assert contact.phone("0512-6288") == "0512-6288"


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Customer", "customer"),
        ("NPS survey", "NPS survey"),
        ("T-shirt", "T-shirt"),
        ("客户", "客户"),
    ],
)
def test_a_label_within_a_sentence_has_only_the_capitals_that_belong_to_it(label, said):
    assert words.within(label) == said


@pytest.mark.parametrize(
    ("language", "zh", "en", "first", "also"),
    [
        ("en", "型号", "Model", "Model", "型号"),
        ("zh-hans", "型号", "Model", "型号", "Model"),
        ("en", "型号", "", "型号", ""),
        ("zh-hans", "", "Model", "Model", ""),
        ("en", "VIP", "VIP", "VIP", ""),
    ],
)
def test_what_is_labelled_in_both_languages_is_called_in_that_of_the_reader(
    language, zh, en, first, also
):
    view = SavedView(label_zh=zh, label_en=en)

    with translation.override(language):
        assert (words.named(view), words.named_also(view)) == (first, also)
