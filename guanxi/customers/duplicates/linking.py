"""All likely pairs of a table of traits: Splink's model on DuckDB, with the shares of model.py."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING, Any, Final

from guanxi.customers.duplicates.model import COMPARISONS, REVIEW, Comparison

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from splink import Linker

# Two records are compared when one of these agrees. A key that more records share than
# COMMON says nothing and would make pairs by the million, so it is passed over.
KEYS: Final[Mapping[str, Sequence[str]]] = {
    "account": (
        *("own", "sound", "phone_tail", "email", "credit_code", "birthday"),
        "city || '/' || substr(sound, 1, 6)",
        "domain || '/' || substr(sound, 1, 2)",
        "street || '/' || substr(sound, 1, 1)",
        "postcode || '/' || substr(sound, 1, 3)",
    ),
    "person": (
        *("phone_tail", "email", "wechat"),
        "firm || '/' || substr(sound, 1, 3)",
        "sound || '/' || birthday",
        "name || '/' || domain",
    ),
}
COMMON: Final = 300
# Pairs for each record: what is supposed at first, and the bounds of what the books may tell.
SUPPOSED: Final = 0.05
LEAST_SHARE: Final = 0.01
MOST_SHARE: Final = 2.0
ROUNDS: Final = 8
# Pairs below so many bits are out of the question, whatever the books tell.
LOOKED_AT: Final = -8.0
# In fewer records two of a name are a large share of all, which would make any name look common.
COUNTED: Final = 5_000


@dataclass(frozen=True)
class Pair:
    """Two records by id, the smaller first, how likely they are one, and why."""

    left: int
    right: int
    score: float
    evidence: list[dict[str, Any]]


def likely_pairs(noun: str, traits: "pa.Table", least: float = REVIEW) -> Iterator[Pair]:
    """Every pair at least ``least`` likely, the likeliest first; the same on every run."""
    if traits.num_rows < 2:
        return
    linker = _linker(noun, traits)
    found = linker.inference.predict(threshold_match_weight=LOOKED_AT)
    connection = linker._db_api.duckdb_con
    bits = _bits_more(connection, found.physical_name, traits.num_rows)
    query = f"""
        SELECT * REPLACE (1 / (1 + POWER(2, -(match_weight + $bits))) AS match_probability)
        FROM {found.physical_name} WHERE match_weight + $bits >= $least
        ORDER BY match_probability DESC, unique_id_l, unique_id_r
    """  # noqa: S608 - Splink's own name
    cursor = connection.execute(query, {"bits": bits, "least": log2(least / (1 - least))})
    names = [column[0] for column in cursor.description]
    while rows := cursor.fetchmany(5_000):
        for row in rows:
            yield _pair(noun, dict(zip(names, row, strict=True)))


def _bits_more(connection: "DuckDBPyConnection", pairs: str, records: int) -> float:
    """How much likelier any two are to be one than was supposed, in bits: as these books tell.

    The expected number of true pairs is that share of all pairs which makes itself come true
    (expectation and maximisation over the share alone), within what books are known to hold.
    """
    share, bits = SUPPOSED, 0.0
    for _ in range(ROUNDS):
        expected = connection.execute(
            f"SELECT COALESCE(SUM(1 / (1 + POWER(2, -(match_weight + $1)))), 0) FROM {pairs}",  # noqa: S608
            [bits],
        ).fetchall()[0][0]
        share = min(max(float(expected) / records, LEAST_SHARE), MOST_SHARE)
        bits = log2(share / SUPPOSED)
    return bits


def _linker(noun: str, traits: "pa.Table") -> "Linker":
    import duckdb
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    connection = duckdb.connect(":memory:")
    connection.execute("SET threads = 2; SET memory_limit = '1GB'; SET enable_progress_bar = false")
    connection.register("traits", traits)
    keys = ", ".join(f"{sql} AS key_{place}" for place, sql in enumerate(KEYS[noun]))
    rare = ", ".join(
        f"CASE WHEN count(*) OVER (PARTITION BY key_{n}) <= {COMMON} THEN key_{n} END AS key_{n}"
        for n in range(len(KEYS[noun]))
    )
    connection.execute(
        f"CREATE TABLE keyed AS SELECT * REPLACE ({rare}) FROM (SELECT *, {keys} FROM traits)"  # noqa: S608 - names of our own
    )
    api = DuckDBAPI(connection)
    return Linker(api.register("keyed"), _settings(noun, traits.num_rows), log_level="ERROR")


def _settings(noun: str, records: int) -> dict[str, Any]:
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        # About one record in ten has a twin in the books of firms that never looked.
        "probability_two_random_records_match": min(0.01, 2 * SUPPOSED / records),
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": f"l.key_{n} = r.key_{n}", "sql_dialect": "duckdb"}
            for n in range(len(KEYS[noun]))
        ],
        "comparisons": [_comparison(one, records >= COUNTED) for one in COMPARISONS[noun]],
        "retain_intermediate_calculation_columns": True,
        "retain_matching_columns": True,
    }


def _comparison(one: Comparison, is_counted: bool) -> dict[str, Any]:
    missing = f"{one.needs}_l IS NULL OR {one.needs}_r IS NULL"
    levels: list[dict[str, Any]] = [{"sql_condition": missing, "is_null_level": True}]
    for level in one.levels:
        made = {
            "sql_condition": level.sql,
            "label_for_charts": level.key,
            "m_probability": level.m,
            "u_probability": level.u,
        }
        levels.append(
            made | ({"tf_adjustment_column": level.rare} if level.rare and is_counted else {})
        )
    m, u = one.otherwise
    levels.append({"sql_condition": "ELSE", "m_probability": m, "u_probability": u})
    return {"output_column_name": one.name, "comparison_levels": levels}


def _pair(noun: str, row: Mapping[str, Any]) -> Pair:
    left, right = sorted((row["unique_id_l"], row["unique_id_r"]))
    return Pair(left, right, row["match_probability"], _evidence(noun, row))


def _evidence(noun: str, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    said = []
    for one in COMPARISONS[noun]:
        grade = row[f"gamma_{one.name}"]
        if grade == -1:
            continue
        level = "different" if grade == 0 else one.levels[len(one.levels) - grade].key
        bits = row[f"mw_{one.name}"] + (row.get(f"mw_tf_adj_{one.name}") or 0.0)
        said.append({"trait": one.name, "level": level, "weight": round(bits, 2)})
    return said
