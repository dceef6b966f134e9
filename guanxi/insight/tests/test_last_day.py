"""Books whose last order is long past: said on every page, and computed as of then by one press."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from guanxi.insight.last_day import day_of_figures, go_by_books, last_purchase
from guanxi.insight.models import MeasureRun
from guanxi.insight.tasks import KIND
from guanxi.insight.tests.test_pages import client_of
from guanxi.insight.tests.test_tasks import context_of
from guanxi.platform.facts.models import Fact
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.registry import kind_named
from guanxi.sales.models import OrderLine

pytestmark = [pytest.mark.measures("rfm", "abc", "pyramid", "lifecycle"), pytest.mark.alike]
LONG_AGO = 1_500
PAGES = ("", "dashboard/", "cube/", "parameters/", "warehouse/")


@pytest.fixture
def last_day(customer, sale, ana, at):
    """Ten customers of ana's, the last of whom bought long ago."""
    for number in range(10):
        account = customer(f"ana {number}", ana)
        for days in range(0, 400, 40 + number):
            sale(account, LONG_AGO + days, 1_000 * (number + 1))
    return at.date() - dt.timedelta(LONG_AGO)


def page(actor, address):
    return client_of(actor).get(f"/insight/{address}").content.decode()


def test_the_last_purchase_counts_no_days_to_come_returns_or_drafts(
    last_day, customer, sale, ana, at
):
    account = customer("odd", ana)
    sale(account, -3, 100)
    sale(account, 5, 100, kind="return")
    sale(account, 5, 100, status="draft")
    sale(account, 5, 100, status="cancelled")
    sale(None, 5, 100)
    given = sale(account, 5, 0)
    OrderLine.objects.filter(order=given).update(quantity=-1)

    assert last_purchase(at.date()) == last_day


def test_without_purchases_there_is_no_last_day(customer, ana, at):
    customer("silent", ana)

    assert last_purchase(at.date()) is None


def test_every_page_asks_for_the_day_once(last_day, compute, admin, django_assert_max_num_queries):
    compute()
    client, times = client_of(admin), {}
    for address in PAGES:
        client.get(f"/insight/{address}")
        with django_assert_max_num_queries(40) as asked:
            client.get(f"/insight/{address}")
        said = [one["sql"] for one in asked.captured_queries]
        times[address] = len([sql for sql in said if "'as_of'" in sql or "sales_order" in sql])

    assert times == dict.fromkeys(PAGES, 1)


def test_every_page_says_that_nothing_was_bought_since(last_day, compute, admin):
    compute(as_of=timezone.localdate())

    told = [one for one in PAGES if "Nothing has been bought since" in page(admin, one)]
    assert told == list(PAGES)


def test_books_that_go_on_are_not_said_to_be_silent(customer, sale, ana, compute):
    account = customer("buys", ana)
    sale(account, (dt.date(2026, 1, 1) - timezone.localdate()).days, 100)
    sale(account, 170, 100)
    compute()

    assert "Nothing has been bought" not in page(ana, "")


def test_a_seller_is_told_but_not_asked_to_compute(last_day, compute, ana):
    compute(as_of=timezone.localdate())

    shown = page(ana, "")

    assert "Nothing has been bought since" in shown
    assert 'name="through"' not in shown


def test_one_press_computes_as_of_the_last_day_and_every_page_says_so(
    last_day, compute, admin, ana, at
):
    compute(as_of=timezone.localdate())

    client_of(admin).post("/insight/run/", {"through": "books"})
    job = Job.objects.get(kind=KIND)
    told = kind_named(KIND).work(context_of(job, admin))

    assert told["as_of"] == last_day.isoformat()
    assert {run.as_of for run in MeasureRun.objects.order_by("-id")[:4]} == {last_day}
    for address in PAGES:
        assert "the last day of the books" in page(ana if not address else admin, address)


def test_figures_of_a_past_run_are_said_to_be_of_that_day(last_day, compute, admin):
    compute(as_of=last_day)

    shown = page(admin, "")

    assert "Tonight they are computed through today again" in shown
    assert "Keep this day every night" in shown


def test_the_choice_rests_once_the_books_go_on(last_day, customer, sale, ana, admin, at):
    go_by_books(is_on=True, actor=admin, at=at)
    assert day_of_figures(at.date()) == last_day

    sale(customer("back", ana), 3, 100)

    assert day_of_figures(at.date()) == at.date()


def test_the_choice_is_a_fact_and_can_be_taken_back(last_day, admin, at):
    client_of(admin).post("/insight/run/", {"through": "books"})
    client_of(admin).post("/insight/run/", {"through": "books"})
    client_of(admin).post("/insight/run/", {"through": "today"})

    assert day_of_figures(at.date()) == at.date()
    facts = Fact.objects.filter(kind="measure.through").order_by("pk")
    assert [one.changes for one in facts] == [
        {"goes_by_books": [False, True]},
        {"goes_by_books": [True, False]},
    ]


def test_a_seller_may_not_choose_the_day(last_day, ana, at):
    assert client_of(ana).post("/insight/run/", {"through": "books"}).status_code == 403
    assert day_of_figures(at.date()) == at.date()


def test_the_cube_asks_of_the_last_days_of_the_books(last_day, compute, admin, at):
    compute(as_of=last_day)
    asked = "cube/?measure=revenue&period=12m"
    assert "Nothing falls into this question" in page(admin, asked)

    go_by_books(is_on=True, actor=admin, at=at)

    assert "Nothing falls into this question" not in page(admin, asked)


def test_the_command_names_the_day_that_would_tell_more(last_day, compute):
    out, err = StringIO(), StringIO()
    compute(as_of=timezone.localdate())

    call_command("insight", "summary", "--json", stdout=out, stderr=err)

    told = json.loads(out.getvalue())
    assert told["last_purchase"] == last_day.isoformat()
    assert told["as_of"] == timezone.localdate().isoformat()
    assert f"insight run --as-of {last_day}" in told["hint"]
    assert told["hint"] in err.getvalue()


def test_the_summary_in_words_names_it_once(last_day, compute):
    out, err = StringIO(), StringIO()
    compute(as_of=timezone.localdate())

    call_command("insight", "summary", stdout=out, stderr=err)

    assert out.getvalue().count("--as-of") == 1
    assert not err.getvalue()


def test_of_the_last_day_itself_nothing_is_advised(last_day, compute):
    out = StringIO()
    compute(as_of=last_day)

    call_command("insight", "summary", "--json", stdout=out)

    assert "hint" not in json.loads(out.getvalue())
