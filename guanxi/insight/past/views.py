"""The page that tells what a customer was like on a day one chooses, and when it changed."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.customers.models import Account
from guanxi.insight.access import acting, not_computed, require_reading
from guanxi.insight.measures import THEMES, UNKNOWN, UNKNOWN_NAME
from guanxi.insight.parameters import months_before
from guanxi.insight.past.lending import day_in, readable_spans
from guanxi.insight.past.spans import (
    CLASS_FIELDS,
    TRAIT_FIELDS,
    Change,
    Span,
    Value,
    changes_in,
    values_on,
)
from guanxi.insight.registry import CUSTOMER_MEASURES
from guanxi.platform.actors.actor import Actor
from guanxi.platform.glossary.saying import WORDS, sayer_of, words_in_english
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.titles import titles
from guanxi.platform.rights.visibility import visible_to
from guanxi.warehouse.refresh import warehouse_file

MOST_CHANGES = 100
# So many months back are a press away.
STEPS = (1, 3, 6, 12)
NOTHING = {"", None, UNKNOWN}


@dataclass(frozen=True)
class Told:
    """A value as people read it, with its tone."""

    text: str
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """One field: what it held on the day and from when on, and what it holds now."""

    label: str
    then: Told
    since: dt.date | None
    now: Told
    is_other: bool


@acting
def past_page(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What the customer was like on the day one chooses, beside what it is now."""
    require_reading(actor, ())
    account: Account | None = visible_to(actor, noun_named("account")).filter(pk=pk).first()
    if account is None:
        raise Http404
    if not warehouse_file().exists():
        return not_computed(request, actor)
    at = timezone.now()
    day, today = day_in(request.GET, at), timezone.localdate(at)
    spans = readable_spans(actor, pk)
    names = _Names(actor, spans)
    then, now = values_on(spans, day), values_on(spans, today)
    changes = changes_in(spans)
    shown = {
        "account": account,
        "day": day,
        "today": today,
        "steps": [(count, months_before(today, count)) for count in STEPS],
        "groups": _groups(names, then, now),
        "changes": [
            (one, names.label(one.field), *(names.told(one.field, it) for it in _both(one)))
            for one in changes[:MOST_CHANGES]
        ],
        "more": max(0, len(changes) - MOST_CHANGES),
        "first": min((one.since for one in spans if one.field in _CLASSED), default=None),
    }
    return render(request, "insight/past.html", shown)


_CLASSED = frozenset(CLASS_FIELDS.values())


class _Names:
    """What the values of the remembered fields are called, for one reader."""

    def __init__(self, actor: Actor, spans: Iterable[Span]) -> None:
        self.fields = noun_named("account").fields
        wanted: dict[str, set[int]] = {}
        texts: set[str] = set()
        for span in spans:
            field = self.fields[span.field]
            if field.spoken == WORDS and span.value is not None:
                texts.add(str(span.value))
            if field.is_relation and span.value is not None:
                wanted.setdefault(_target(field), set()).add(int(span.value))
        self.titles = {target: titles(actor, target, ids) for target, ids in wanted.items()}
        self.words = words_in_english(texts)

    def label(self, name: str) -> str:
        """The name of the field."""
        return str(self.fields[name].label)

    def told(self, name: str, value: Value) -> Told:
        """The value in words."""
        field = self.fields[name]
        if name in _CLASSED and value in NOTHING:
            return Told(str(UNKNOWN_NAME))
        if value in NOTHING:
            return Told("—")
        if field.is_relation:
            return Told(self.titles[_target(field)].get(int(value or 0), _("Not visible to you")))
        key = str(value)
        if field.spoken:
            return Told(sayer_of(field, self.words)(key))
        return Told(str(field.options.get(key, key)), field.tones.get(key, ""))


def _target(field: Field) -> str:
    return field.type if field.type in {"user", "team"} else field.target


def _both(change: Change) -> tuple[Value, Value]:
    return change.before, change.after


def _groups(
    names: _Names, then: Mapping[str, Span], now: Mapping[str, Span]
) -> list[tuple[str, list[Row]]]:
    """The rows under their headings: the customer itself, then each theme."""
    found = [(_("The customer itself"), list(TRAIT_FIELDS.values()))]
    for theme, label in THEMES.items():
        here = [CLASS_FIELDS[one.key] for one in CUSTOMER_MEASURES if one.theme == theme]
        found.append((str(label), here))
    groups = [(label, _rows(names, fields, then, now)) for label, fields in found]
    return [(label, rows) for label, rows in groups if rows]


def _rows(
    names: _Names, fields: Iterable[str], then: Mapping[str, Span], now: Mapping[str, Span]
) -> list[Row]:
    """The fields that told something on either day."""
    rows = []
    for name in fields:
        was, held = then.get(name), now.get(name)
        values = [one.value if one else None for one in (was, held)]
        if all(value in NOTHING for value in values):
            continue
        told = [names.told(name, value) for value in values]
        since = was.since if was else None
        rows.append(Row(names.label(name), told[0], since, told[1], values[0] != values[1]))
    return rows
