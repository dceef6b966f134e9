"""What is said of each customer is told in one number, wherever its rows stand."""

import duckdb
import pytest

from guanxi.insight.telling import tell

SAID = [
    "SELECT account_id, hash(1, figure) >> 1 AS digest, hash(1, class) AS class FROM measure_one",
    "SELECT account_id, hash(2, class) >> 1 AS digest, hash(2, class) AS class FROM measure_two",
]
MIXED = f"""
    SELECT account_id, CAST(bit_xor(digest) AS BIGINT), bit_xor(class)
    FROM ({SAID[0]} UNION ALL {SAID[1]}) GROUP BY account_id ORDER BY account_id
"""  # noqa: S608 our own names


@pytest.fixture
def warehouse():
    with duckdb.connect() as connection:
        yield connection


@pytest.mark.parametrize("customers", [[7], [3, 4, 5, 9], [1, 2, 1_000_000]])
def test_the_numbers_of_all_measures_are_mixed_for_each_customer(warehouse, customers):
    warehouse.execute("CREATE TABLE dim_customer AS SELECT unnest($1) AS account_id", [customers])
    warehouse.execute(
        "CREATE TABLE measure_one AS SELECT account_id, account_id * 3 AS figure, 'a' AS class"
        " FROM dim_customer ORDER BY account_id DESC"
    )
    warehouse.execute(
        "CREATE TABLE measure_two AS SELECT account_id, account_id % 2 || 'b' AS class"
        " FROM dim_customer ORDER BY account_id % 3, account_id"
    )

    tell(warehouse, {"said": SAID})

    told = warehouse.execute("FROM told_of_customer").fetchall()
    assert told == warehouse.execute(MIXED).fetchall()


def test_where_nobody_is_a_customer_nothing_is_told(warehouse):
    warehouse.execute("CREATE TABLE dim_customer (account_id BIGINT)")

    tell(warehouse, {"said": []})

    assert warehouse.execute("FROM told_of_customer").fetchall() == []
