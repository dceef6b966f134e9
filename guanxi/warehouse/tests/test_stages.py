"""Named stages: each can be looked at, bound safely, and said in another engine's dialect."""

from datetime import date

import duckdb
import pytest

from guanxi.warehouse.stages import Stages

TEXT = """
-- stage: first
SELECT 1 AS a UNION ALL SELECT 2
-- stage: second
SELECT a * $factor AS b FROM first WHERE DATE '2025-01-01' < $as_of
"""
PARAMETERS = {"factor": 10, "as_of": date(2025, 6, 1)}


def rows(sql: str):
    return sorted(duckdb.connect().execute(sql).fetchall())


def test_the_last_stage_is_the_result():
    assert rows(Stages.parse(TEXT).query(PARAMETERS)) == [(10,), (20,)]


def test_any_stage_can_be_looked_at():
    assert rows(Stages.parse(TEXT).query({}, upto="first")) == [(1,), (2,)]


def test_a_missing_parameter_is_an_error():
    with pytest.raises(KeyError):
        Stages.parse(TEXT).query({"factor": 1})


def test_a_value_is_never_read_as_sql():
    stages = Stages.parse("-- stage: single\nSELECT $word AS word")
    evil = "'); DROP TABLE x; --"
    assert rows(stages.query({"word": evil})) == [(evil,)]


def test_negative_numbers_stay_numbers():
    stages = Stages.parse("-- stage: single\nSELECT 3 - $n AS n")
    assert rows(stages.query({"n": -2})) == [(5,)]


def test_stages_tell_which_tables_they_read():
    text = (
        "-- stage: a\nSELECT 1 AS x FROM purchase_day\n-- stage: b\nSELECT x FROM a JOIN dim_order"
    )
    assert Stages.parse(text).reads() == {"purchase_day", "dim_order"}


@pytest.mark.parametrize("text", ["SELECT 1", "-- stage: a\nSELECT 1\n-- stage: a\nSELECT 2"])
def test_every_stage_needs_a_name_of_its_own(text):
    with pytest.raises(ValueError, match="name of its own"):
        Stages.parse(text)


def test_stages_speak_other_dialects():
    assert "CAST('2025-06-01' AS DATE)" in Stages.parse(TEXT).query(PARAMETERS, dialect="spark")


def test_a_division_is_of_doubles_on_every_engine():
    query = Stages.parse("-- stage: a\nSELECT 10 / 365.25 / 2 AS x, 7 // 2 AS y").query(
        {}, dialect="spark"
    )
    assert "CAST(10 AS DOUBLE) / CAST(365.25 AS DOUBLE)" in query
    assert query.count("AS DOUBLE") == 4
