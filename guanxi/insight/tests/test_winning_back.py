"""Whom to win back comes out as a file: why, and value by chance less cost, within rights."""

import csv
import io

import pytest
from openpyxl import load_workbook

from guanxi.insight.models import MeasureSetting
from guanxi.insight.tests.test_pages import client_of
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import Grant
from guanxi.platform.facts.models import Fact

pytestmark = [pytest.mark.measures("lifecycle", "churn"), pytest.mark.alike]
FILE = "/insight/churn/win-back/csv/"


@pytest.fixture
def lost(customer, sale, ana, cleo, compute):
    """Two of ana's who bought every ten days until a hundred days ago, one of cleo's, one loyal."""
    for name, actor, until, amount in (
        ("big", ana, 130, 900_000),
        ("small", ana, 130, 90_000),
        ("strange", cleo, 130, 900_000),
        ("loyal", ana, 5, 90_000),
    ):
        account = customer(name, actor)
        for number in range(12):
            sale(account, until + 20 * number, amount)
    compute()


def rows(actor):
    answer = client_of(actor).get(FILE)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_tells_value_chance_cost_and_why(lost, ana):
    found = rows(ana)

    assert [row["Customer"] for row in found] == ["big", "small"]
    for row in found:
        value, chance = float(row["A year's contribution CNY"]), float(row["Chance of return, %"])
        worth = float(row["Worth, less cost CNY"])
        assert worth == pytest.approx(value * chance / 100, abs=value * 0.0006)
        assert row["Why"].startswith("It bought about every")
        assert row["Owner"] == "Ana"
    assert Fact.objects.get(kind="export.made").data == {"list": "win-back", "format": "csv"}


def test_who_is_not_worth_the_cost_is_left_out(lost, ana, compute):
    worth = [float(row["Worth, less cost CNY"]) for row in rows(ana)]
    cost = round(sum(worth) / 2)
    MeasureSetting.objects.create(measure="churn", name="return_cost", value=str(cost))
    compute()

    (left,) = rows(ana)

    assert left["Customer"] == "big"
    assert float(left["Cost of winning back CNY"]) == cost
    assert float(left["Worth, less cost CNY"]) == pytest.approx(worth[0] - cost)


def test_a_cost_that_nobody_set_is_said_with_the_way_to_set_it(lost, ana, admin, compute):
    def shown(actor):
        page = client_of(actor).get("/insight/churn/").content.decode()
        table = page.partition("Worth at most")[2] or page.partition("Worth, less cost")[2]
        return table.partition("</section>")[0]

    for actor, may_set in ((ana, False), (admin, True)):
        said = shown(actor)
        assert said.count("not set") == (3 if actor is admin else 2)
        assert ("Set what winning back costs" in said) == may_set
    MeasureSetting.objects.create(measure="churn", name="return_cost", value="10")
    compute()
    assert "not set" not in shown(admin)
    assert ">10<" in shown(admin) or "10.00" in shown(admin)


def test_the_same_comes_as_a_workbook(lost, ana):
    answer = client_of(ana).get("/insight/churn/win-back/xlsx/")

    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["big", "small"]
    assert client_of(ana).get("/insight/churn/win-back/pdf/").status_code == 422


def test_without_the_right_to_take_out_there_is_no_file_and_no_link(lost, ana):
    assert FILE in client_of(ana).get("/insight/churn/").content.decode()
    Grant.objects.filter(permission="account.export").delete()
    rights_changed()

    assert FILE not in client_of(ana).get("/insight/churn/").content.decode()
    assert client_of(ana).get(FILE).status_code == 403


def test_the_lists_behind_begin_with_the_most_value_and_tell_why(lost, ana):
    page = client_of(ana).get("/insight/churn/").content.decode()

    assert page.count("sort=-profile_churn_at_risk") == 1
    assert "profile_churn_cause" in page
