"""Two people changed the same fields: each difference is shown, and the person chooses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Conflict
from guanxi.platform.nouns.fields import Field
from guanxi.platform.records.titles import titles_of
from guanxi.web.fields.inputs import BETWEEN, shown_value
from guanxi.web.lists.cells import CellContext, writer_of
from guanxi.web.records.history import last_change
from guanxi.web.records.reading import Seen


@dataclass(frozen=True)
class Difference:
    """One field as it was, as they made it and as you want it."""

    field: Field
    was: str
    theirs: str
    yours: str
    their_input: Any
    your_input: Any


def conflict_page(
    request: HttpRequest, actor: Actor, seen: Seen, given: Mapping[str, Any], conflict: Conflict
) -> HttpResponse:
    """The differences side by side; what nobody disputes is kept from your form."""
    fields = [seen.fields[name] for name in conflict.differences]
    settled = {name: value for name, value in given.items() if name not in conflict.differences}
    context = {
        "seen": seen,
        "noun": seen.noun,
        "fact": last_change(seen.noun, seen.pk),
        "differences": _differences(actor, fields, given, conflict),
        "settled": [
            (name, part)
            for name, value in settled.items()
            for part in (value if isinstance(value, list) else [_as_control(value)])
        ],
    }
    return render(request, "web/records/conflict.html", context, status=409)


def _differences(
    actor: Actor, fields: list[Field], given: Mapping[str, Any], conflict: Conflict
) -> list[Difference]:
    rows = [
        {one.name: conflict.differences[one.name][side] for one in fields}
        for side in ("was", "theirs", "yours")
    ]
    named = [one for one in fields if one.named_by]
    context = CellContext(timezone.now(), titles_of(actor, named, rows))
    return [_difference(one, rows, given.get(one.name), context) for one in fields]


def _difference(
    one: Field, rows: list[dict[str, Any]], typed: Any, context: CellContext
) -> Difference:
    was, theirs, yours = (writer_of(one, context)(row[one.name]) for row in rows)
    their_input = _as_control(shown_value(one, rows[1][one.name]))
    return Difference(one, was, theirs, yours, their_input, _as_control(typed))


def _as_control(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return BETWEEN.join(map(str, value))
    return "" if value is None else value
