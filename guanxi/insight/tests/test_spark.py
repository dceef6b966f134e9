"""Every measure gives the same rows on Apache Spark as on DuckDB, to the cent.

Runs where PySpark and Java are found. GUANXI_ONLINE_RETAIL adds a firm's real sales.
"""

import importlib.util
import random
import shutil
from datetime import date, timedelta

import pytest

from guanxi.insight.models import Profile
from guanxi.insight.portfolio.tests.firm import Firm, made_dealings
from guanxi.insight.registry import MEASURES
from guanxi.insight.tests.star import AS_OF, Star
from guanxi.insight.tests.test_online_retail import FILE, retail
from guanxi.insight.tests.test_run import books, profile  # noqa: F401 a fixture
from guanxi.warehouse.refresh import purchase_day_stages
from guanxi.warehouse.spark import DIALECT, Cluster, spark

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (importlib.util.find_spec("pyspark") and shutil.which("java")),
        reason="needs requirements-spark.txt and Java",
    ),
]
ENGINES = ("duckdb", DIALECT)
DAYS = (AS_OF, AS_OF - timedelta(170))


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    """One session for all comparisons."""
    with spark(Cluster("local[2]", str(tmp_path_factory.mktemp("spark")))) as session:
        yield session


def made_firm(customers: int = 400) -> Star:
    """Customers of every kind: steady, once, never, foreign, at a loss, in the future, alike."""
    star, chance = Firm(), random.Random(11)
    star.customers(*range(1, customers + 1))
    for account in range(1, customers * 9 // 10):
        for _ in range(chance.choice([1, 1, 2, 5, 12, 30])):
            revenue = chance.choice([100, 100, 2_500, chance.randrange(1, 900_000)])
            more = {"margin": chance.randrange(-revenue, revenue + 1)} if account % 3 else {}
            if account % 10 == 0:
                more |= {"returned": 300, "returned_margin": 90}
            star.bought(account, chance.randrange(-40, 900), revenue, **more)
        if account % 17 == 0:
            star.bought(account, chance.randrange(300), 0, foreign=1)
    for account in range(customers // 2, customers, 3):
        star.met(account, chance.randrange(900))
    made_dealings(star, customers, chance)
    order_products(star, chance, customers)
    answer_and_note(star, chance, customers)
    return star


def order_products(star: Star, chance: random.Random, customers: int) -> None:
    """Every second customer orders products that go together, in grades of a category."""
    for product in range(1, 13):
        star.product(product, category=("A", "B", "")[product % 3])
    for account in range(1, customers, 2):
        for days_ago in (chance.randrange(-20, 900) for _ in range(account % 5)):
            first = chance.randrange(1, 12)
            price = 1_000 + 250 * first
            star.lines(account, days_ago, first, first + 1, price=price, cost=600)


def answer_and_note(star: Star, chance: random.Random, customers: int) -> None:
    """Answers about us and a rival, notes on switching, and lines at several prices."""
    for account in range(1, customers, 2):
        for kind in ("attitude", "nps", "satisfaction", "index"):
            for days_ago in (chance.randrange(900), chance.randrange(90)):
                more = {"days_ago": days_ago, "item": "CUSA1" if kind == "index" else ""}
                more["firm"] = "rival" if account % 7 == 0 and kind == "attitude" else ""
                star.said(account, kind, chance.randrange(101), **more)
        star.noted(account, yearly_need=chance.randrange(1, 9_000_000), money="high", time="low")
        for _line in range(chance.randrange(9)):
            quantity = chance.randrange(1, 90)
            amount = quantity * chance.choice([900, 1_000, 1_100, 1_300])
            more = {"product": chance.randrange(3), "discount": chance.choice([0, 0, 50])}
            star.lined(account, quantity, amount, **more)


def same(star: Star, engine, duck: str, theirs: str, reads) -> int:
    """How many rows both give; fails at the first that differs."""
    columns = [column[0] for column in star.connection.execute(f"{duck} LIMIT 0").description]
    here = sorted(star.connection.execute(duck).fetchall(), key=repr)
    answer = engine.answer(star.connection, theirs, reads).select(columns)
    there = sorted(zip(*(column.to_pylist() for column in answer), strict=True), key=repr)
    for ours, other in zip(here, there, strict=True):
        assert ours == other
    return len(here)


def _forget(engine, table: str) -> None:
    (engine.folder / f"{table}.parquet").unlink(missing_ok=True)


def compare_all(star: Star, engine, days) -> None:
    for measure in MEASURES:
        reads = sorted(measure.stages().reads())
        for day in days:
            star.prepare(measure, measure.parameters(), day)
            for file in engine.folder.glob("*.parquet"):
                file.unlink()
            star.prepare(measure, measure.parameters(), day)
            _forget(engine, "clv_prediction")
            _forget(engine, "network_place")
            duck, theirs = (measure.query(measure.parameters(), day, one) for one in ENGINES)
            rows = same(star, engine, duck, theirs, reads)
            assert rows > 0 or not measure.is_of_customers
            # Later measures read it.
            star.connection.execute(f"CREATE OR REPLACE TABLE {measure.table} AS {duck}")


def test_a_made_firm_is_measured_alike(engine):
    compare_all(made_firm(), engine, DAYS)


@pytest.mark.skipif(not FILE, reason="GUANXI_ONLINE_RETAIL names no file")
def test_the_online_retail_set_is_measured_alike(engine):
    star = retail()
    compare_all(star, engine, (date(2011, 12, 9),))
    star.connection.execute("CREATE TABLE line_to_roll AS FROM fact_order_line")
    stages = purchase_day_stages()
    duck, theirs = (stages.query({}, dialect=one) for one in ENGINES)
    assert same(star, engine, duck, theirs, stages.reads()) > 10_000


@pytest.mark.django_db(transaction=True)
def test_one_setting_chooses_spark(books, compute, monkeypatch):  # noqa: F811
    compute()
    before = list(Profile.objects.order_by("pk").values("pk", "digest", "reasons"))
    monkeypatch.setenv("GUANXI_WAREHOUSE_ENGINE", "spark")
    assert compute().written.profiles == 0
    assert list(Profile.objects.order_by("pk").values("pk", "digest", "reasons")) == before
