"""Cubes taken out: on paper as on the page, in a workbook as figures that a spreadsheet can use."""

import io

import pytest
from django.core import mail
from django.utils.translation import override
from openpyxl import load_workbook

from guanxi.insight.olap.answering import answer
from guanxi.insight.olap.exporting import file_of
from guanxi.insight.olap.keeping import keep_cube, subscribe_to
from guanxi.insight.olap.letters import send_one
from guanxi.insight.olap.models import CubeLetter
from guanxi.insight.olap.paper import page_of
from guanxi.insight.olap.tests.standing_books import *  # noqa: F403 - they stand for the module
from guanxi.insight.olap.views import shown

pytestmark = [pytest.mark.measures("rfm"), pytest.mark.alike]

REVENUE = "measure=revenue&rows=city&period=12m&compare=year"


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def taken(books, state, admin, at):
    return lambda query: shown(admin, answer(admin, state(query), as_of=at.date()))


def workbook(found):
    return [list(row) for row in book_of(found).worksheets[0].iter_rows()]


def book_of(found):
    return load_workbook(io.BytesIO(file_of(found, "xlsx")))


def test_paper_shows_the_drawing_the_finding_and_with_what_it_is_compared(taken):
    page = page_of(taken(REVENUE) | {"label": "By city"})

    assert "<h1>By city</h1>" in page
    assert page.count("<svg") == 1
    assert "Revenue by City" in page
    assert "compared" in page
    assert "href" not in page


def test_what_is_taken_out_says_of_which_records_it_tells(taken, books, state, admin, ana, at):
    query = "measure=revenue&rows=city&column=quarter&period=12m&f.category=K1&f.currency=CNY"
    only = "only Product category: K1; Currency: CNY"
    found = taken(query)

    assert only in page_of(found)
    about = [row[0].value for row in book_of(found)["About this"].iter_rows()]
    assert about[0] == "Revenue by City, Quarter"
    assert only in about

    subscribe_to(
        keep_cube("K1", state(query), "private", actor=ana, at=at), "day", actor=ana, at=at
    )
    send_one(CubeLetter.objects.get().pk, at=at)
    assert only in mail.outbox[0].body


def test_where_shaded_cells_say_it_better_paper_has_no_drawing(taken):
    page = page_of(taken("measure=revenue&rows=city&column=quarter&period=all&look=table"))

    assert "<svg" not in page


def test_a_share_is_a_percentage_in_the_workbook_and_money_has_its_thousands(taken):
    shares = workbook(taken("measure=margin_rate&rows=city&period=all"))
    amounts = workbook(taken("measure=revenue&rows=city&period=all"))

    assert {row[1].number_format for row in shares[1:] if row[1].value} == {"0.0%"}
    assert {row[1].number_format for row in amounts[1:]} == {"#,##0.00"}


def test_a_workbook_of_a_comparison_holds_what_was_before_and_the_change(taken):
    found = taken(REVENUE)
    heading, *rows = workbook(found)

    assert [cell.value for cell in heading][-2:] == ["Revenue, before", "Change"]
    now, before, change = (cell.value for cell in rows[-1][-3:])
    assert (now, before) == (found["answer"].total / 100, found["answer"].total_before / 100)
    assert change == pytest.approx((now - before) / before)


def test_a_share_changes_by_points_and_not_by_a_part_of_itself(taken):
    found = taken("measure=margin_rate&rows=city&period=12m&compare=year")
    total = found["pivot"].totals.total

    assert total.value is not None and total.before is not None
    assert total.change == pytest.approx(total.value - total.before)
    assert total.points.endswith("points") and total.points in page_of(found | {"label": "City"})
    assert " went from " in str(found["finding"]) or "holds its level" in str(found["finding"])


def test_a_letter_says_what_there_is_to_see_and_how_to_end_it(books, state, ana, at):
    cube = keep_cube("By city", state(REVENUE), "private", actor=ana, at=at)
    subscribe_to(cube, "day", actor=ana, at=at)
    send_one(CubeLetter.objects.get().pk, at=at)

    [letter] = mail.outbox
    assert "Revenue by City, " in letter.body
    assert "¥" in letter.body
    assert "Watch and send" in letter.body
    assert [name for name, _content, _kind in letter.attachments] == [
        f"By city {at.date()}.xlsx",
        f"By city {at.date()}.pdf",
    ]
