"""A real firm's purchase history, imported as it is: the books must say what the file says."""

from pathlib import Path

import pytest
from django.db.models import Count, Sum

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, blocks_of, draft_import
from guanxi.sales.models import OrderLine

SOURCE = Path(__file__).parents[2] / "shared" / "data" / "retail" / "online_retail.parquet"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_books_say_what_the_file_says(tmp_path, settings, at):
    if not SOURCE.exists():
        pytest.skip(f"the online retail transactions are not at {SOURCE}")
    duckdb = pytest.importorskip("duckdb")
    settings.MEDIA_ROOT = tmp_path / "files"
    path = tmp_path / "retail.csv"
    duckdb.sql(f"COPY (SELECT * FROM '{SOURCE}') TO '{path}' (HEADER)")

    run = draft_import("order-lines", blocks_of(path), path.name, actor=SYSTEM, at=at)
    run_import(agree(run, Options(), run.mapping, actor=SYSTEM, at=at), actor=SYSTEM, at=at)

    assert (run.read, run.created, run.rejected) == (541_909, 541_909, 0)
    assert run.report["notes"]["without_customer"]["count"] == 135_080
    bought = OrderLine.objects.filter(quantity__gt=0, unit_price__gt=0, order__account__gt=0)
    said = bought.aggregate(
        lines=Count("id"),
        customers=Count("order__account", distinct=True),
        invoices=Count("order", distinct=True),
        revenue=Sum("amount"),
    )
    assert said == {
        "lines": 397_884,
        "customers": 4_338,
        "invoices": 18_532,
        "revenue": 891_140_790,
    }
