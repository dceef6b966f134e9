"""The first values of records with the same filled columns, written as JSON column by column."""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

import orjson

from guanxi.platform.records.values import is_blank, json_value

# Where fewer are alike, looking at whole columns is no quicker.
FEW = 8


def written_alike(
    states: Sequence[Mapping[str, Any]], told: Sequence[tuple[str, str, str]]
) -> Sequence[str]:
    """For each record its first values as JSON, or nothing where it has to be written alone.

    ``told`` names the fields, each with its column. Alone is written whatever holds another value
    than texts that stand in JSON as they are, or one that is the same in all.
    """
    alone = [""] * len(states)
    if len(states) < FEW or not all(column for _, column, _ in told):
        return alone
    pieces: list[str] = []
    columns: list[list[str]] = []
    for name, column, _ in told:
        values = list(map(itemgetter(column), states))
        if _are_filled_texts(values):
            pieces.append(f'{_json(name)}:[null,"%s"]')
            columns.append(values)
        elif not _are_one(values):
            return alone
        elif not is_blank(values[0]):
            pieces.append(f"{_json(name)}:[null,{_json(values[0])}]")
    if not columns:
        return alone
    form = f"{{{','.join(pieces)}}}"
    written = list(map(form.__mod__, zip(*columns, strict=True)))
    for row in _odd_rows(columns):
        written[row] = ""
    return written


def _are_filled_texts(column: Sequence[Any]) -> bool:
    return set(map(type, column)) == {str} and "" not in column


def _are_one(column: Sequence[Any]) -> bool:
    """Whether all are equal, and of one kind: true is no 1."""
    return column.count(column[0]) == len(column) and len(set(map(type, column))) == 1


def _json(value: Any) -> str:
    """As it stands in a form that is filled in with `%`."""
    return orjson.dumps(json_value(value)).decode().replace("%", "%%")


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
