"""The currencies and rates of imported orders."""

from decimal import Decimal

import pytest

from guanxi.platform.imports import feeding
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.sales.models import Order

ABROAD = "订单号,客户,商品,数量,单价,日期,币种,汇率\n"


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def imported(ana, at):
    def make(*rows, recipe="order-lines", head=ABROAD, **options):
        blocks = [(head + "".join(rows)).encode()]
        run = draft_import(recipe, blocks, "orders.csv", actor=ana, at=at)
        agree(run, Options(**options), run.mapping, actor=ana, at=at)
        return run_import(run, actor=ana, at=at)

    return make


def test_orders_in_a_foreign_currency_are_turned_into_the_firms_own_by_their_rate(imported):
    rows = ["1,X,A,2,10.05,2026-03-05,美元,7.12\n", "1,X,B,1,0.05,2026-03-05,$,7.12\n"]

    run = imported(*rows, "2,X,A,1,1000,2026-03-05,日元,0.0478\n")

    one, two = Order.objects.order_by("number")
    assert (one.currency, one.total_amount, one.base_amount) == ("USD", 2_015, 14_347)
    assert (two.currency, two.rate, two.total_amount) == ("JPY", Decimal("0.0478"), 1_000)
    assert (two.base_amount, run.rejected) == (4_780, 0)
    assert "without_rate" not in run.report["notes"]


def test_orders_in_a_foreign_currency_without_a_rate_are_counted_in_the_report(imported):
    run = imported(
        "1,X,A,1,10,2026-03-05,USD,\n",
        "1,X,B,1,10,2026-03-05,USD,\n",
        "2,X,A,1,10,2026-03-05,欧元,\n",
        "3,X,A,1,10,2026-03-05,RMB,\n",
    )

    assert run.report["notes"]["without_rate"] == {"count": 2, "rows": [2, 4]}
    assert Order.objects.get(number="3").currency == "CNY"


def test_the_sign_beside_a_price_agrees_with_the_currency_of_its_row(imported):
    prices = [("￥1000", "日元"), ("$ 9.5", "USD"), ("12元", ""), ("€3", "USD"), ("$12.50", "")]

    run = imported(
        *(f"{n},X,A,1,{price},2026-03-05,{ccy},\n" for n, (price, ccy) in enumerate(prices))
    )

    told = Order.objects.order_by("number").values_list("currency", "total_amount")
    assert list(told) == [("JPY", 1_000), ("USD", 950), ("CNY", 1_200)]
    assert [row.problems for row in run.rejected_rows.order_by("number")] == [
        [["unit_price", "other_currency", "€3"]],
        [["unit_price", "other_currency", "$12.50"]],
    ]


def test_rows_of_no_known_currency_or_rate_are_rejected(imported):
    rows = [("XYZ", ""), ("USD", "0"), ("USD", "-7"), ("", "7.12"), ("USD", "much")]

    run = imported(
        *(f"{n},X,A,1,10,2026-03-05,{ccy},{rate}\n" for n, (ccy, rate) in enumerate(rows)),
    )

    assert [row.problems[0][:2] for row in run.rejected_rows.order_by("number")] == [
        ["currency", "bad_currency"],
        ["rate", "rate_out_of_range"],
        ["rate", "rate_out_of_range"],
        ["rate", "rate_of_own_currency"],
        ["rate", "bad_number"],
    ]
    assert not Order.objects.exists()


def test_lines_of_another_currency_or_rate_than_their_order_are_rejected(imported, monkeypatch):
    monkeypatch.setattr(feeding, "ROWS", 1)
    rows = [
        *("1,X,A,1,10,2026-03-05,USD,7\n", "1,X,B,1,10,2026-03-05,EUR,7\n"),
        *("1,X,C,1,10,2026-03-05,USD,8\n", "1,X,D,1,10,2026-03-05,,\n"),
    ]

    tried = imported(*rows, dry_run=True)
    run = imported(*rows)

    assert [row.problems[0][1] for row in run.rejected_rows.order_by("number")] == [
        "order_in_other_currency",
        "order_at_other_rate",
    ]
    assert tried.report == run.report
    assert Order.objects.get().base_amount == 14_000


def test_the_currency_of_any_imported_record_is_read_by_its_code_sign_or_name(imported):
    head = "单号,订单日期,币种\n"

    run = imported("7,2026-03-05,美元\n", "8,2026-03-05,XYZ\n", recipe="order", head=head)

    assert Order.objects.get().currency == "USD"
    assert run.rejected_rows.get().problems == [["currency", "bad_currency", "XYZ"]]
