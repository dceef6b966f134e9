"""Prices of a file are in the currency of their row."""

import pytest

from guanxi.catalog.models import PriceBook, PriceEntry, Product, Tax
from guanxi.platform.imports.models import RejectedRow
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record


@pytest.fixture
def imported(admin, at, settings, tmp_path):
    """Bring in products from text."""
    settings.MEDIA_ROOT = tmp_path

    def make(text, noun="product", **options):
        run = draft_import(noun, [text.encode()], "products.csv", actor=admin, at=at)
        agree(run, Options(**options), run.mapping, actor=admin, at=at)
        run_import(run, actor=admin, at=at)
        run.refresh_from_db()
        return run

    return make


def test_a_price_is_read_in_the_currency_of_its_row_wherever_that_stands(imported):
    imported(
        "商品编码,名称,标价,成本,币种\nA,Pump,1000,800,日元\nB,Valve,$12.50,8,USD\nC,Seal,12.345,8,KWD\n"
        "D,Hose,9.99,5,\n"
    )
    told = Product.objects.order_by("code").values_list("list_price", "cost", "currency")
    assert list(told) == [
        (1000, 800, "JPY"),
        (1250, 800, "USD"),
        (12345, 8000, "KWD"),
        (999, 500, "CNY"),
    ]


def test_a_price_whose_sign_is_not_that_of_its_row_is_kept_back(imported):
    run = imported("商品编码,名称,标价,币种\nA,Pump,$12,日元\n")
    assert not Product.objects.exists()
    assert RejectedRow.objects.filter(run=run).count() == 1


def test_a_changed_price_is_read_in_the_currency_of_what_it_changes(imported):
    imported("商品编码,名称,标价,币种\nA,Pump,1000,日元\nB,Valve,12,\n")

    run = imported("商品编码,标价\nA,¥1200\nB,¥13.5\n", mode="update", key=("code",))
    again = imported("商品编码,标价\nA,$9\n", mode="update", key=("code",))

    prices = Product.objects.order_by("code").values_list("list_price", flat=True)
    assert (run.updated, list(prices)) == (2, [1200, 1350])
    assert again.rejected_rows.get().problems == [["list_price", "other_currency", "$9"]]


def test_the_prices_of_a_book_are_read_in_the_currency_of_the_book(imported, admin, at):
    made = {"created_at": at, "updated_at": at}
    for code, currency in (("JP", "JPY"), ("EU", "EUR")):
        PriceBook.objects.create(code=code, name=code, currency=currency, **made)
    pump = Product.objects.create(code="A", name="Pump", **made)
    noun = noun_named("price_entry")

    imported("价目表,商品,起订量,价格\nJP,A,1,1000\nEU,A,1,9.50\nEU,A,10,$9\n", "price_entry")
    entry = PriceEntry.objects.get(book__code="JP")
    update_record(noun, entry.pk, {"price": "1100"}, actor=admin, at=at)
    values = {"book": entry.book_id, "product": pump.pk, "min_quantity": "5", "price": "900"}
    create_record(noun, values, actor=admin, at=at)

    told = PriceEntry.objects.order_by("pk").values_list("book__code", "price")
    assert list(told) == [("JP", 1100), ("EU", 950), ("JP", 900)]
    assert RejectedRow.objects.get().problems == [["price", "other_currency", "$9"]]


def test_taxes_which_nobody_searches_for_are_imported(imported):
    run = imported("名称,税率\n13%,13\n9%,9\n", noun="tax")

    assert (run.created, Tax.objects.count()) == (2, 2)
