"""Prices of a file are in the currency of their row."""

import pytest

from guanxi.catalog.models import Product
from guanxi.platform.imports.models import RejectedRow
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import


@pytest.fixture
def imported(admin, at, settings, tmp_path):
    """Bring in products from text."""
    settings.MEDIA_ROOT = tmp_path

    def make(text):
        run = draft_import("product", [text.encode()], "products.csv", actor=admin, at=at)
        agree(run, Options(), run.mapping, actor=admin, at=at)
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
