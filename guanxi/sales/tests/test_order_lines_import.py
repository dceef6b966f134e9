"""A file of order lines becomes customers, products, orders and lines."""

from decimal import Decimal

import pytest

from guanxi.catalog.models import Product
from guanxi.customers.models import Account
from guanxi.platform.boards.limits import Limit, set_limits
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.imports import feeding
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.imports.undo import undo_import
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import restore_record, update_record
from guanxi.sales.models import Order, OrderLine

HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
SALE = "536365,85123A,T-LIGHT HOLDER,6.0,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n"
SALE_TOO = "536365,71053,WHITE LANTERN,2,2010-12-01 08:26:00,3.39,17850,United Kingdom\n"
RETURN = "C536379,85123A,T-LIGHT HOLDER,-1,2010-12-02 09:41:00,2.55,17850.0,United Kingdom\n"
NOBODY = "536414,22139,,56,2010-12-01 11:52:00,0.0,,United Kingdom\n"
ADJUSTMENT = "A563186,B,Adjust bad debt,1.0,2011-08-12 14:51:00,-11062.06,,United Kingdom\n"


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def imported(ana, at):
    def make(*rows, actor=ana, head=HEAD, **options):
        blocks = [(head + "".join(rows)).encode()]
        run = draft_import("order-lines", blocks, "orders.csv", actor=actor, at=at)
        agree(run, Options(**options), run.mapping, actor=actor, at=at)
        return run_import(run, actor=actor, at=at)

    return make


def test_a_thousand_orders_of_as_many_customers_come_at_once(imported):
    rows = (f"B{one},P1,Lamp,1,2026-05-06 10:00:00,9.9,K{one},China\n" for one in range(1_100))

    run = imported(*rows)

    assert (run.created, run.rejected) == (1_100, 0)
    assert Order.objects.values("account").distinct().count() == 1_100


def test_one_file_makes_customer_products_order_and_lines(imported, ana):
    run = imported(SALE, SALE_TOO)

    order = Order.objects.get()
    assert (run.created, run.rejected) == (2, 0)
    assert (order.number, order.account.code, order.account.country) == (
        "536365",
        "17850",
        "United Kingdom",
    )
    assert [line.product.code for line in order.lines.order_by("line_no")] == ["85123A", "71053"]
    assert (order.total_amount, order.base_amount, order.open_amount) == (2_208, 2_208, 0)
    assert (order.owner_id, order.kind, order.status) == (ana.user_id, "sale", "closed")
    assert Product.objects.get(code="71053").name == "WHITE LANTERN"


@pytest.mark.parametrize("heading", ["商品", "产品", "品名", "product"])
def test_a_plain_heading_names_what_was_sold(ana, at, heading):
    content = f"订单号,客户,{heading},数量,单价,日期\nSO-1,苏州博衡传感,传感器,10,1200,2026-03-05\n"

    run = draft_import("order-lines", [content.encode()], "orders.csv", actor=ana, at=at)

    assert run.mapping[heading] == "description"
    assert "" not in run.mapping.values()


@pytest.mark.parametrize("heading", ["产品编号", "商品编号", "产品代码", "物料编码"])
@pytest.mark.parametrize("target", ["order-lines", "product"])
def test_the_usual_words_for_a_product_code_are_known(ana, at, target, heading):
    content = f"{heading},产品名称\nP01,轴承\n"

    run = draft_import(target, [content.encode()], "file.csv", actor=ana, at=at)

    code = {"order-lines": "product_code", "product": "code"}[target]
    assert run.mapping[heading] == code


def test_goods_that_come_back_stand_on_a_return(imported):
    run = imported(SALE, RETURN)

    back = Order.objects.get(number="C536379")
    assert (back.kind, back.total_amount, back.lines.get().quantity) == ("return", -255, -1)
    assert run.report["notes"]["made:return"]["count"] == 1


def test_goods_of_both_directions_under_one_number_stand_on_two_orders(imported):
    imported(SALE, RETURN.replace("C536379", "536365"))

    assert list(Order.objects.order_by("pk").values_list("number", "kind")) == [
        ("536365", "sale"),
        ("536365-R", "return"),
    ]


def test_lines_without_a_customer_are_kept_and_told(imported):
    run = imported(NOBODY)

    assert Order.objects.get().account is None
    assert OrderLine.objects.get().quantity == 56
    assert run.report["notes"]["without_customer"] == {"count": 1, "rows": [2]}
    assert not Account.objects.exists()


def test_a_negative_price_takes_money_back(imported):
    imported(ADJUSTMENT)

    line = OrderLine.objects.get()
    assert (line.quantity, line.unit_price) == (-1, Decimal("11062.06"))
    assert (line.amount, line.order.kind) == (-1_106_206, "return")


def test_the_same_file_again_adds_nothing(imported):
    imported(SALE, SALE_TOO)

    again = imported(SALE, SALE_TOO)

    assert (again.created, again.skipped) == (0, 2)
    assert OrderLine.objects.count() == 2


def test_customers_and_products_in_the_books_are_used(imported):
    imported(SALE)

    imported(SALE_TOO.replace("536365", "536400").replace("71053", "85123A"))

    assert (Account.objects.count(), Product.objects.count(), Order.objects.count()) == (1, 1, 2)


def test_an_order_of_two_customers_is_refused_for_the_second(imported):
    run = imported(SALE, SALE_TOO.replace("17850", "99999"))

    assert run.rejected_rows.get().problems == [["order_number", "order_of_other_customer", ""]]


def test_a_customer_of_strangers_is_not_sold_to(imported, cleo):
    imported(SALE)

    run = imported(SALE_TOO.replace("536365", "536400"), actor=cleo)

    assert run.rejected_rows.get().problems == [["customer_code", "may_not_change", ""]]
    assert Order.objects.count() == 1


def test_a_row_without_quantity_or_date_is_rejected(imported):
    run = imported("1,A,x,,2010-12-01,1,,UK\n", "2,A,x,1,never,1,,UK\n")

    problems = [row.problems for row in run.rejected_rows.order_by("number")]
    assert problems == [[["quantity", "missing", ""]], [["ordered_at", "bad_date", "never"]]]


def test_a_dry_run_tells_what_would_be_made(imported):
    run = imported(SALE, SALE_TOO, RETURN, dry_run=True)

    made = {code: note["count"] for code, note in run.report["notes"].items()}
    assert made == {"made:account": 1, "made:product": 2, "made:order": 1, "made:return": 1}
    assert not (Order.objects.exists() or Account.objects.exists() or Product.objects.exists())


def test_order_lines_are_only_ever_added(imported):
    with pytest.raises(RuleBroken):
        imported(SALE, mode="upsert")


def test_undoing_takes_all_of_it_out_of_the_books(imported, ana, at):
    run = imported(SALE, SALE_TOO, RETURN)

    undone = undo_import(ImportRun.objects.get(pk=run.pk), actor=ana, at=at)

    assert (undone.removed, undone.conflicts) == (5, [])
    for model in (Order, Account, Product):
        assert not model.objects.filter(deleted_at=None).exists()


def test_undoing_keeps_a_customer_who_bought_since(imported, ana, at):
    run = imported(SALE)
    imported(SALE_TOO.replace("536365", "536400"))

    undone = undo_import(ImportRun.objects.get(pk=run.pk), actor=ana, at=at)

    assert [one["reason"] for one in undone.conflicts] == ["used_by:order"]
    assert Account.objects.get().deleted_at is None


def test_an_undone_import_is_brought_in_anew(imported, ana, at):
    first = imported(SALE, SALE_TOO, RETURN)
    undo_import(ImportRun.objects.get(pk=first.pk), actor=ana, at=at)

    tried = imported(SALE, SALE_TOO, RETURN, dry_run=True)
    again = imported(SALE, SALE_TOO, RETURN)

    assert (tried.created, again.created, again.rejected) == (3, 3, 0)
    assert again.report["notes"] == first.report["notes"]
    assert Order.objects.filter(deleted_at=None).count() == 2
    with pytest.raises(RuleBroken):
        restore_record(
            noun_named("order"), Order.objects.exclude(deleted_at=None).first().pk, actor=ana, at=at
        )


def test_who_may_not_import_customers_may_not_import_order_lines(person, east, imported):
    with pytest.raises(Denied):
        imported(SALE, actor=person("dan", east))


def test_customers_that_find_no_place_on_the_board_are_rejected_with_their_rows(
    imported, admin, at
):
    limit = {"current": Limit(1, is_hard=True)}
    set_limits(noun_named("account"), limit, actor=admin, at=at)
    other = SALE.replace("17850.0", "17851").replace("536365", "536366")

    run = imported(SALE, SALE_TOO, other)

    assert (run.created, run.rejected, Account.objects.count()) == (2, 1, 1)
    [problem] = run.rejected_rows.get().problems
    assert problem[:2] == ["customer_code", "rule"]
    assert Order.objects.get().number == "536365"

    update_record(
        noun_named("account"), Account.objects.get().pk, {"role": "lost"}, actor=admin, at=at
    )
    assert imported(other).created == 1


def test_a_trial_counts_the_places_of_customers_over_all_its_parts(
    imported, monkeypatch, admin, at
):
    monkeypatch.setattr(feeding, "ROWS", 2)
    limit = {"current": Limit(2, is_hard=True)}
    set_limits(noun_named("account"), limit, actor=admin, at=at)
    rows = [
        SALE.replace("17850.0", code).replace("536365", f"{number}")
        for number, code in enumerate(["A", "B", "A", "C", "B", "A", "D", "C"])
    ]

    tried = imported(*rows, dry_run=True)

    assert not Account.objects.exists()
    real = imported(*rows)
    assert (tried.created, tried.rejected) == (real.created, real.rejected) == (5, 3)
    assert tried.report["problems"] == real.report["problems"]
    assert tried.report["notes"] == real.report["notes"]


def test_a_trial_finds_a_customer_of_an_earlier_part_by_another_spelling(
    imported, monkeypatch, admin, at
):
    monkeypatch.setattr(feeding, "ROWS", 1)
    limit = {"current": Limit(1, is_hard=True)}
    set_limits(noun_named("account"), limit, actor=admin, at=at)
    rows = [
        f"{n},A,x,1,2010-12-01,1,{name}\n" for n, name in enumerate(["博衡公司", "博衡", "南方"])
    ]
    head = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,客户名称\n"

    tried = imported(*rows, head=head, dry_run=True)
    real = imported(*rows, head=head)

    assert Account.objects.count() == 1
    assert (tried.created, tried.rejected) == (real.created, real.rejected) == (2, 1)
    assert tried.report["notes"]["made:account"]["count"] == 1


def test_a_trial_refuses_the_second_customer_of_an_order_wherever_its_lines_stand(
    imported, monkeypatch
):
    monkeypatch.setattr(feeding, "ROWS", 1)
    imported(SALE.replace("536365", "1").replace("17850.0", "OLD"))
    rows = [
        SALE,
        SALE.replace("17850.0", "99999"),
        SALE_TOO,
        SALE.replace("17850.0", "OLD"),
        RETURN.replace("C536379", "536365"),
        SALE.replace("536365", "2").replace("17850.0", "OLD"),
        SALE.replace("536365", "2"),
    ]

    tried = imported(*rows, dry_run=True)
    real = imported(*rows)

    assert (tried.created, tried.rejected) == (real.created, real.rejected) == (4, 3)
    assert tried.report == real.report
    assert set(Order.objects.values_list("number", flat=True)) == {"1", "2", "536365", "536365-R"}
