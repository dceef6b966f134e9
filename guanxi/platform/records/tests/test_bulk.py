"""Rows that are brought in by the thousand come back as they were given."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from itertools import repeat
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from guanxi.platform.bulk import insert_columns, insert_rows
from guanxi.platform.copying import lines_of, texts_of

READ = {"\\\\": "\\", "\\n": "\n", "\\r": "\r", "\\t": "\t"}
TEXTS = st.text(alphabet=st.sampled_from("a客\\\n\r\tN.\u2028"), max_size=8)


def _read(text: str) -> str | None:
    """A value of a line as PostgreSQL's manual says that COPY reads it."""
    if text == "\\N":
        return None
    found, place = "", 0
    while place < len(text):
        pair = text[place : place + 2]
        found += READ.get(pair, text[place])
        place += 2 if pair in READ else 1
    return found


@given(st.lists(st.one_of(st.none(), TEXTS), min_size=1, max_size=6), TEXTS)
def test_a_line_is_read_as_it_was_written(values: list[str | None], same: str) -> None:
    numbers = range(len(values))
    lines = list(lines_of([repeat(same), repeat(7), list(numbers), values, repeat(None)]))
    found = [[_read(one) for one in line.split("\t")] for line in lines]
    assert found == [
        [same, "7", str(number), value, None] for number, value in zip(numbers, values, strict=True)
    ]
    assert not any("\n" in line or "\r" in line for line in lines)


def test_no_row_is_lost_where_a_column_is_too_short() -> None:
    with pytest.raises(ValueError, match="shorter"):
        list(lines_of([[1, 2], repeat("same"), ["only one"]]))


def test_values_stand_in_a_line_as_the_database_reads_them() -> None:
    at = dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC)
    values = [True, False, 3, 2.5, Decimal("1.20"), at, at.date(), b"\x00\xff"]
    told = ["t", "f", "3", "2.5", "1.20", "2026-03-01T09:30:00+00:00", "2026-03-01", "\\\\x00ff"]
    assert list(texts_of(values)) == told


@pytest.mark.django_db
def test_what_was_inserted_is_there() -> None:
    kinds = "id integer, text text, part numeric, day date, same text"
    texts = ["plain", "back\\slash\\n", "two\nlines", "a\ttab", "客户", "", None, "\\N", "\\."]
    days = [dt.date(2026, 1, 1 + place).isoformat() for place in range(len(texts))]
    parts = [Decimal(place) / 4 for place in range(len(texts))]
    ids = list(range(len(texts)))
    named = ["id", "text", "part", "day", "same"]
    columns: list[Iterable[Any]] = [ids, texts, map(str, parts), days, repeat("as\\is")]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE one_of_these ({kinds})")
        insert_columns("one_of_these", named, columns)
        insert_rows("one_of_these", ["id", "text"], [])
        insert_rows("one_of_these", ["id", "text"], [(99, "a row")])
        cursor.execute("SELECT id, text, part, day, same FROM one_of_these ORDER BY id")
        *found, last = cursor.fetchall()
        cursor.execute("DROP TABLE one_of_these")
    assert [row[:2] for row in found] == list(zip(ids, texts, strict=True))
    assert [float(row[2]) for row in found] == [float(part) for part in parts]
    assert [str(row[3]) for row in found] == days
    assert {row[4] for row in found} == {"as\\is"}
    assert last == (99, "a row", None, None, None)
