"""Who reads a field: what would break if the field were taken away or became something else."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from guanxi.platform.actors.models import SharingRule
from guanxi.platform.custom.graph import Computed, graph
from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.errors import RuleBroken
from guanxi.platform.filters.asked import FieldName, fields_asked
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.views.models import SavedView
from guanxi.platform.views.reading import label_of, state_of_view

MOST_TOLD = 5


@dataclass(frozen=True)
class Reader:
    """Something on ``noun`` that reads fields: what it is called, where it is changed."""

    noun: str
    label: str
    href: str
    fields: frozenset[FieldName]


def refuse_read_by_others(row: CustomField) -> None:
    """Refuse to take away or turn into another type a field that something else reads."""
    read = (row.noun, row.name)
    _refuse([one for one in readers(but=row.pk) if read in one.fields], row.label_zh or row.name)


def refuse_noun_read_by_others(row: CustomNoun) -> None:
    """Refuse to take away a record type that figures, views and rules of others read."""
    found = (*_computed(), *_views(), *_rules(), *_conditions())
    reading = [
        one for one in found if one.noun != row.key and row.key in {noun for noun, _ in one.fields}
    ]
    _refuse(reading, row.label_zh or row.key)


def readers(but: int = 0) -> Iterator[Reader]:
    """Everything that reads fields, the custom field ``but`` left out."""
    yield from _computed(but)
    yield from _conditions(but)
    yield from _rules()
    yield from _views()
    yield from _record_types()


def _refuse(found: list[Reader], name: str) -> None:
    if not found:
        return
    told = _(", ").join(one.label for one in found[:MOST_TOLD])
    links = [(one.label, one.href) for one in found]
    said = _("“%(name)s” is read by %(readers)s; take it out there first.")
    raise RuleBroken(said % {"name": name, "readers": told}, links=links)


def _computed(but: int = 0) -> Iterator[Reader]:
    for held in graph().by_noun.values():
        for one in held:
            pk = int(one.custom_key.removeprefix("cf_"))
            if pk != but:
                label = _("the field “%(name)s”") % {"name": _label_of(one.noun, one.name)}
                yield Reader(one.noun, label, _address(one.noun, pk), frozenset(_sources(one)))


def _sources(one: Computed) -> set[FieldName]:
    if one.rollup is None:
        return one.sources
    return one.sources | fields_asked(nouns().get(one.rollup.noun), one.rollup.where)


def _conditions(but: int = 0) -> Iterator[Reader]:
    known = nouns()
    for row in CustomField.objects.filter(retired_at=None).exclude(pk=but).order_by("pk"):
        asked = fields_asked(known.get(row.noun), row.settings.get("visible_when"))
        if asked:
            label = _("the condition of “%(name)s”") % {"name": _label_of(row.noun, row.name)}
            yield Reader(row.noun, label, _address(row.noun, row.pk), frozenset(asked))


def _rules() -> Iterator[Reader]:
    known = nouns()
    for rule in SharingRule.objects.order_by("pk"):
        asked = fields_asked(known.get(rule.noun), rule.filter)
        label = _("the sharing rule “%(name)s”") % {"name": rule.label}
        yield Reader(rule.noun, label, "/settings/sharing/", frozenset(asked))


def _views() -> Iterator[Reader]:
    """Views for everyone; who keeps one of their own is told when it no longer opens."""
    known = nouns()
    public = SavedView.objects.filter(reach=SavedView.Reach.PUBLIC, noun__in=known)
    for view in public.order_by("pk"):
        noun, state = known[view.noun], state_of_view(view)
        named = {state.sort.removeprefix("-"), state.group.partition(":")[0]} & set(noun.fields)
        asked = fields_asked(noun, state.filter) | {(noun.key, name) for name in named}
        label = _("the view “%(name)s”") % {"name": label_of(view)}
        yield Reader(noun.key, label, f"/{noun.key}/?view={view.pk}", frozenset(asked))


def _record_types() -> Iterator[Reader]:
    for row in CustomNoun.objects.filter(retired_at=None).order_by("pk"):
        board, calendar = (row.settings.get(part) or {} for part in ("board", "calendar"))
        href = f"/settings/fields/{row.key}/about/"
        named = {"noun": row.label_zh or row.label_en}
        for label, said in (
            (_("the board of “%(noun)s”") % named, board),
            (_("the calendar of “%(noun)s”") % named, calendar),
        ):
            read = {(row.key, str(name)) for name in said.values() if name}
            yield Reader(row.key, label, href, frozenset(read))


def _label_of(noun: str, name: str) -> str:
    field: Any = nouns()[noun].fields.get(name) if noun in nouns() else None
    return str(field.label) if field is not None else name


def _address(noun: str, pk: int) -> str:
    return f"/settings/fields/{noun}/{pk}/"
