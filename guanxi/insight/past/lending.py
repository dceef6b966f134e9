"""The past of a customer for programs: GET …/account/{id}/classes/?on=2026-06-15."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.insight.past.spans import FIELDS, Span, changes_in, spans_of, values_on
from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.questions import Question, ask
from guanxi.warehouse.refresh import warehouse_file

READABLE = {"full", "read"}
DAY = {"type": "string", "format": "date"}
RESULT = {
    "type": "object",
    "required": ["on", "values", "changes"],
    "properties": {
        "on": DAY,
        "values": {"type": "object"},
        "changes": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["on", "field", "before", "after"],
                "properties": {"on": DAY, "field": {"type": "string"}},
            },
        },
    },
}


def lend() -> None:
    """Answer it for every customer."""
    ask(
        Question(
            *("account", "classes", gettext_lazy("Classes on a day")), {"on": DAY}, RESULT, told_of
        )
    )


def told_of(
    actor: Actor, account: Any, given: Mapping[str, str], at: dt.datetime
) -> dict[str, Any]:
    """What each field held on the day, null where that is not known, and every change."""
    day = day_in(given, at)
    spans = readable_spans(actor, account.pk)
    held = values_on(spans, day)
    return {
        "on": day,
        "values": {
            field: held[field].value if field in held else None for field in readable_fields(actor)
        },
        "changes": [
            {"on": one.on, "field": one.field, "before": one.before, "after": one.after}
            for one in changes_in(spans)
        ],
    }


def day_in(given: Mapping[str, str], at: dt.datetime) -> dt.date:
    """The day that is asked about; today where none is named."""
    if not given.get("on"):
        return timezone.localdate(at)
    try:
        return dt.date.fromisoformat(given["on"])
    except ValueError:
        message = _("Write the day as 2026-06-15.")
        raise RuleBroken(message, {"on": message}) from None


def readable_fields(actor: Actor) -> list[str]:
    """The remembered fields that the actor may read."""
    return [name for name in FIELDS if actor.field_mode("account", name) in READABLE]


def readable_spans(actor: Actor, account_id: int) -> list[Span]:
    """The spans of those fields; none before the first computation."""
    if not warehouse_file().exists():
        return []
    readable = set(readable_fields(actor))
    return [span for span in spans_of(account_id) if span.field in readable]
