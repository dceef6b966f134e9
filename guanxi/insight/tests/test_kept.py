"""What is kept from night to night is what making it anew would give, whatever happens between."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest
from sqlglot import exp

from guanxi.insight import customer_parts, kept
from guanxi.insight.clv.asked import Asked as ClvAsked
from guanxi.insight.emptying import emptied
from guanxi.insight.fits import has_table
from guanxi.insight.kept import TO_DO, Asked
from guanxi.insight.registry import MEASURES
from guanxi.insight.run import Order, effective_parameters
from guanxi.insight.run import scripts as run_scripts
from guanxi.insight.tests.star import Star
from guanxi.warehouse.build import carry_out
from guanxi.warehouse.changes import FOLLOWED, KEPT, OF_CUSTOMERS, TABLE
from guanxi.warehouse.stages import parsed

CUSTOMERS, BEGIN = 1_500, date(2025, 11, 20)
FROM_DEALS = """
INSERT INTO dim_order BY NAME SELECT pk AS order_id, account_id, on_day AS ordered_on,
    'CNY' AS currency, 1 AS rate, pk % 11 = 0 AS is_return, true AS is_counted,
    on_day + late::INTEGER AS due_on, amount // 20 AS discount, amount AS total_amount,
    amount AS base_amount, IF(pk % 60 = 0, amount // 3, amount) AS paid_amount FROM deal;
INSERT INTO fact_order_line BY NAME SELECT pk AS line_id, pk AS order_id, account_id,
    pk % 9 AS product_id, on_day AS ordered_on, 1 + pk % 9 AS quantity, amount / 100 AS unit_price,
    amount, amount // 2 AS cost, amount // 7 AS discount, 'CNY' AS currency, 1 AS rate,
    pk % 11 = 0 AS is_return, true AS is_counted FROM deal;
INSERT INTO fact_payment BY NAME SELECT pk AS payment_id, pk AS order_id,
    1 + pk % 9 AS account_id, 'in' AS kind, amount // 2 AS amount, 'CNY' AS currency,
    on_day + late::INTEGER + 3 AS paid_on
    FROM deal WHERE pk % 3 = 0;
INSERT INTO fact_interaction BY NAME SELECT account_id, on_day AS happened_on,
    ['visit', 'phone', 'email'][1 + pk % 3] AS channel FROM deal;
INSERT INTO fact_activity BY NAME SELECT account_id, on_day AS done_on, 'task' AS kind,
    'done' AS state FROM deal;
DELETE FROM purchase_day;
INSERT INTO purchase_day SELECT account_id, ordered_on,
    CAST(COUNT(*) FILTER (NOT is_return) AS INTEGER), SUM(IF(is_return, 0, amount)),
    SUM(IF(is_return, 0, amount - cost)), 0, SUM(IF(is_return, amount, 0)),
    SUM(IF(is_return, amount - cost, 0)), 0 FROM fact_order_line GROUP BY ALL;
DELETE FROM category_day;
INSERT INTO category_day BY NAME SELECT account_id, ordered_on, 1 + product_id % 3 AS category_no,
    CAST(SUM(IF(is_return, -amount, amount)) AS BIGINT) AS revenue FROM fact_order_line GROUP BY ALL
"""
KEEPING = [one for one in MEASURES if one.kept]
# What the step that makes `upgrade_move` makes at the same time.
LEARNED_BESIDE = {"upgrade_price"}
STAGES = [(one, stage) for one in KEEPING for stage in one.kept]


@pytest.fixture
def star(monkeypatch) -> Star:
    """A firm that has sold for three years, and has written down some of the days to come.

    What is wide is made anew of a third of its customers at a time.
    """
    monkeypatch.setattr(customer_parts, "AT_ONCE", CUSTOMERS // 3 * kept.WIDTH)
    found = Star()
    found.connection.execute(
        "INSERT INTO dim_customer (account_id) SELECT unnest(range(1, $1))", [CUSTOMERS + 1]
    )
    for product in range(9):
        found.product(product, category="Pumps")
    chance = np.random.default_rng(7)
    _happened(found, chance, range(1, CUSTOMERS + 1), 2_000, (-1_100, 60))
    _happened(found, chance, range(1, CUSTOMERS + 1), 30, (-370, -360))
    return found


def _happened(
    star: Star,
    chance: np.random.Generator,
    accounts: Sequence[int],
    number: int,
    span: tuple[int, int],
) -> None:
    """So many purchases, contacts, tasks and payments of these customers on days of the span."""
    import pyarrow as pa

    run = star.connection.execute
    deal = pa.table(
        {
            "account_id": chance.choice(np.asarray(accounts), number),
            "days": chance.integers(*span, number),
            "amount": chance.integers(100, 90_000, number),
            "late": chance.integers(5, 40, number),
        }
    )
    star.connection.register("deal_arriving", deal)
    run(
        "CREATE OR REPLACE TEMP TABLE deal AS SELECT *, $1::DATE + days::INTEGER AS on_day,"
        " row_number() OVER () + (SELECT COUNT(*) FROM dim_order) AS pk FROM deal_arriving",
        [BEGIN],
    )
    for statement in FROM_DEALS.split(";"):
        run(statement)


def _asked(day: date, *keys: str, **overrides: str) -> list[Asked]:
    chosen = [one for one in KEEPING if one.key in (keys or {one.key for one in KEEPING})]
    return [
        asked
        for one in chosen
        for asked in one.asked_to_keep(
            one.parameters.changed(overrides if one.key == "monthly" else {}), day
        )
    ]


def _night(star: Star, day: date, *keys: str, **overrides: str) -> dict[str, int]:
    """Bring everything in step as a run does; how often each table was made as a whole."""
    asked = _asked(day, *keys, **overrides)
    carry_out(star.connection, kept.begin(asked, day))
    for measure in KEEPING:
        if measure.step and not keys:
            last = star.told(measure.key) if has_table(star.connection, "measure_fit") else {}
            carry_out(star.connection, measure.call(measure.parameters(), day, last=last))
    for one in asked:
        carry_out(star.connection, kept.bring_in_step(one))
    if not keys:
        carry_out(star.connection, kept.end(asked))
    rows = star.connection.execute(f"SELECT table_name, made FROM {KEPT}").fetchall()
    return dict(rows)


def _is_in_step(star: Star, day: date, **overrides: str) -> None:
    for one in _asked(day, **overrides):
        whole = one.stages.upto(one.kept.stage).query(one.values)
        for a, b in ((one.table, f"({whole})"), (f"({whole})", one.table)):
            off = star.connection.execute(f"SELECT * FROM {a} EXCEPT ALL SELECT * FROM {b}")
            assert off.fetchall() == [], (one.table, day)


def test_every_night_ends_with_what_making_all_anew_gives(star):
    made, day = _night(star, BEGIN), BEGIN
    assert set(made.values()) == {1}
    chance = np.random.default_rng(8)
    for days in (1, 1, 3, 0, 1):
        changed = [int(one) for one in chance.integers(1, CUSTOMERS + 1, 4)]
        day += timedelta(days)
        _happened(star, chance, changed, 6, (-40, 5))
        star.connection.execute("DELETE FROM dim_customer WHERE account_id = $1", [changed[0]])
        star.connection.execute(f"INSERT INTO {TABLE} SELECT unnest($1)", [changed])
        assert _night(star, day) == made
        _is_in_step(star, day)


def test_only_who_changed_or_was_passed_is_made_anew(star):
    _night(star, BEGIN)
    star.connection.execute(f"INSERT INTO {TABLE} VALUES (5)")
    _night(star, BEGIN + timedelta(1))
    (to_do,) = star.connection.execute(f"SELECT COUNT(*) FROM {TO_DO}").fetchone()
    assert 1 <= to_do < CUSTOMERS


def test_another_month_makes_anew_what_goes_by_months(star):
    made = _night(star, date(2025, 11, 30))
    after = _night(star, date(2025, 12, 1))
    by_month = {one.table for one in _asked(BEGIN) if one.kept.by_month}
    assert {table for table in made if after[table] > made[table]} == by_month
    _is_in_step(star, date(2025, 12, 1))


def test_another_setting_makes_anew_what_is_made_of_it(star):
    made = _night(star, BEGIN)
    after = _night(star, BEGIN, visit_cost="999")
    of_it = {one.table for one in _asked(BEGIN) if "measure_monthly" in one.kept.of}
    assert {table for table in made if after[table] > made[table]} == of_it | {"measure_monthly"}
    _is_in_step(star, BEGIN, visit_cost="999")


@pytest.mark.parametrize("days", [-1, 60])
def test_an_earlier_day_or_one_long_after_is_computed_as_a_whole(star, days):
    made = _night(star, BEGIN)
    after = _night(star, BEGIN + timedelta(days))
    assert all(after[table] > made[table] for table in made)
    _is_in_step(star, BEGIN + timedelta(days))


def test_a_run_of_few_measures_leaves_the_changes_to_the_others(star):
    made = _night(star, BEGIN)
    star.sold(5, BEGIN, 777)
    star.connection.execute(f"INSERT INTO {TABLE} VALUES (5)")
    _night(star, BEGIN + timedelta(4), "monthly")
    assert _night(star, BEGIN + timedelta(4)) == made
    _is_in_step(star, BEGIN + timedelta(4))


def test_what_was_switched_off_is_made_as_a_whole(star):
    _night(star, BEGIN)
    carry_out(star.connection, emptied("measure_monthly", []))
    _night(star, BEGIN)
    _is_in_step(star, BEGIN)


@pytest.mark.parametrize(("measure", "stage"), STAGES, ids=lambda one: getattr(one, "stage", ""))
def test_kept_rows_are_made_of_nothing_but_what_is_followed_to_its_customers(measure, stage):
    reads = _made_of(measure.stages(), stage.stage)
    others = reads - set(OF_CUSTOMERS) - set(FOLLOWED) - {f"measure_{one.key}" for one in KEEPING}
    assert others - set(stage.learned) <= LEARNED_BESIDE
    # What a payment pays may be another's; all else is narrowed by the customer that it names.
    assert reads - others - {"fact_payment"} == set(stage.of)


def test_a_step_reads_what_the_night_keeps_and_comes_before_what_is_made_of_it(db):
    order = Order(as_of=BEGIN, overrides={})
    scripts = dict(found := run_scripts(order, effective_parameters({})))
    names = [name for name, _script in found]
    assert names.index("clv_summed") < names.index("clv_fit") < names.index("clv")
    assert names.index("upgrade_fit") < names.index("upgrade_own") < names.index("upgrade")
    asked = ClvAsked.read(json.loads(scripts["clv_fit"].split(" ", 2)[2]))
    assert "FROM kept_clv_summed" in asked.history()
    assert "kept_clv" not in asked.history(BEGIN - timedelta(90))


def _made_of(stages, name):
    """The tables that a stage is made of, through every stage that it reads."""
    texts = dict(stages.texts)
    if name not in texts:
        return {name}
    named = {table.name for table in parsed(texts[name]).find_all(exp.Table)}
    return set().union(*(_made_of(stages, one) for one in named))
