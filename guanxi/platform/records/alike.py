"""The first values of records with the same filled columns, written as JSON column by column."""

import datetime as dt
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

import orjson

from guanxi.platform.records.values import is_blank, json_value

# Where fewer are alike, looking at whole columns is no quicker.
FEW = 8
# Kinds of which equal values are written alike and none is blank. Decimals are not: 1.5 and 1.50.
_WRITTEN_BY_VALUE = ({dt.datetime}, {dt.date}, {int}, {bool})


def written_alike(
    states: Sequence[Mapping[str, Any]], told: Sequence[tuple[str, str, str]]
) -> Sequence[str]:
    """For each record its first values as JSON, or nothing where it has to be written alone.

    ``told`` names the fields, each with its column. Alone is written whatever holds a text that
    does not stand in JSON as it is, or anything but texts, times, whole numbers and what is the
    same in all.
    """
    alone = [""] * len(states)
    if len(states) < FEW or not all(column for _, column, _ in told):
        return alone
    pieces: list[str] = []
    columns: list[Sequence[str]] = []
    texts: list[Sequence[str]] = []
    for name, column, _ in told:
        values = list(map(itemgetter(column), states))
        kinds = set(map(type, values))
        if kinds == {str} and "" not in values:
            pieces.append(f'"{name}":[null,"%s"]')
            columns.append(values)
            texts.append(values)
        elif kinds in _WRITTEN_BY_VALUE:
            pieces.append(f'"{name}":[null,%s]')
            columns.append(_by_value(values))
        elif (same := _of_all(name, values)) is not None:
            pieces.append(same)
        else:
            return alone
    if not columns:
        return alone
    form = f"{{{','.join(filter(None, pieces))}}}"
    written = list(map(form.__mod__, zip(*columns, strict=True)))
    for row in _odd_rows(texts):
        written[row] = ""
    return written


def _of_all(name: str, values: Sequence[Any]) -> str | None:
    """What tells a value that all have, which is nothing where it is blank; None where not."""
    if not _are_one(values):
        return None
    if is_blank(values[0]):
        return ""
    return f'"{name}":[null,{_json(values[0]).replace("%", "%%")}]'


def _by_value(values: Sequence[Any]) -> list[str]:
    """Each value as JSON; the same time or amount stands in many rows."""
    known = {value: _json(value) for value in set(values)}
    return [known[value] for value in values]


def _are_one(column: Sequence[Any]) -> bool:
    """Whether all are equal, and of one kind: true is no 1."""
    return column.count(column[0]) == len(column) and len(set(map(type, column))) == 1


def _json(value: Any) -> str:
    return orjson.dumps(json_value(value)).decode()


def _odd_rows(columns: Sequence[Sequence[str]]) -> set[int]:
    """The rows of which a text is written otherwise in JSON."""
    return {
        row
        for column in columns
        if not _stands("".join(column))
        for row, text in enumerate(column)
        if not _stands(text)
    }


def _stands(text: str) -> bool:
    return text.isprintable() and '"' not in text and "\\" not in text
