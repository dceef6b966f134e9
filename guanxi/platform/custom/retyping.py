"""Changing the type of a field: a look at what converts, then the change, old values kept."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.definitions import FieldDraft, draft_of, require_sound, written_draft
from guanxi.platform.custom.indexing import ask_for_index
from guanxi.platform.custom.made import COMPUTED, field_of
from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.readers import refuse_read_by_others
from guanxi.platform.custom.results import settled
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.custom.searched import ask_for_words, keep_lines
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.registry import job
from guanxi.platform.money.amounts import major_units
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.nouns.types import TYPES
from guanxi.platform.records.intake import custom_json
from guanxi.platform.records.values import is_blank
from guanxi.platform.rights.administering import require_administrator
from guanxi.platform.search.wording import ids_called, titles_named

SHOWN, SAMPLES = 100, 5
CARRIED = ("visible_when", "shown_always", "related_zh", "related_en")
# What a value of a type can mean in another: a day is no telephone number. Words may mean anything.
NAMED = ("choice", "relation", "user", "team")
MEANINGS: dict[str, tuple[str, ...]] = {
    "number": ("money", "phone", "choice", "boolean", *NAMED[1:]),
    "money": ("number",),
    "date": ("datetime",),
    "datetime": ("date",),
    "choice": ("multi", "boolean", "number", "money", *NAMED[1:]),
    "multi": NAMED,
    "boolean": ("choice",),
    **dict.fromkeys(("relation", "user", "team"), NAMED),
}
WORDS = ("text", "long")
NOT_THERE = _("There is no such record.")
AT_ONCE = 500


@dataclass(frozen=True)
class Lost:
    """A record whose value does not fit the new type."""

    id: int
    title: str
    value: str
    reason: str


@dataclass(frozen=True)
class Kept:
    """A record whose value fits the new type: as it is written now, and as it would be."""

    id: int
    title: str
    value: str
    becomes: str


@dataclass(frozen=True)
class Preview:
    """How many values convert, how many do not, and the first of both.

    ``default_lost`` is the default as it was written, where it does not fit the new type.
    """

    converts: int
    fails: int
    lost: list[Lost]
    kept: list[Kept]
    default_lost: str = ""


def types_after(kind: str) -> list[str]:
    """The types in which values of this one can make sense, itself first."""
    if kind in {"file", *COMPUTED}:
        return [kind]
    if kind in WORDS:
        able = [one for one in TYPES if one not in {kind, "file", "json", *COMPUTED}]
    else:
        able = [*WORDS, *MEANINGS.get(kind, ())]
    return list(dict.fromkeys([kind, *able]))


def preview_type_change(row: CustomField, changes: Mapping[str, Any], *, actor: Actor) -> Preview:
    """What would become of every value if the field had the type in ``changes``."""
    require_administrator(actor)
    draft = _draft(row, changes)
    old, new = field_of(row), _field(row, draft)
    noun = noun_named(row.noun)
    converts, fails = 0, 0
    lost: list[Lost] = []
    kept: list[Kept] = []
    holding = iter(_holding(row).iterator(chunk_size=AT_ONCE))
    while records := list(islice(holding, AT_ONCE)):
        tried = conversions(old, new, [old.value_of(one) for one in records])
        for record, one in zip(records, tried, strict=True):
            converts, fails = converts + (not one.problem), fails + bool(one.problem)
            if one.problem and len(lost) < SHOWN:
                lost.append(Lost(record.pk, noun.title_of(record), one.text, one.problem))
            elif not one.problem and len(kept) < SAMPLES:
                becomes = _as_it_would_be(new, one)
                kept.append(Kept(record.pk, noun.title_of(record), one.text, becomes))
    default_lost = "" if old.default is None or draft.default is not None else str(row.default)
    return Preview(converts, fails, lost, kept, default_lost)


@transaction.atomic
def change_type(
    row: CustomField, changes: Mapping[str, Any], *, actor: Actor, at: dt.datetime
) -> CustomField:
    """The field under its name with the new type; a worker converts the values.

    The old values stay under the retired field, so that nothing is lost by a change of mind.
    """
    require_administrator(actor)
    refuse_read_by_others(row)
    draft = _draft(row, changes)
    before = row.type
    keep_lines(row.noun)
    row.refresh_from_db(fields=["search_line"])
    row.name, row.retired_at = f"{draft.name[:40]}-{row.pk}", at
    row.settings = {**row.settings, "retired_name": draft.name}
    row.save()
    schema_changed()
    require_sound(noun_named(row.noun), draft)
    draft = settled(written_draft(noun_named(row.noun), draft))
    made = CustomField.objects.create(noun=row.noun, **vars(draft))
    keep_lines(row.noun)
    schema_changed()
    args = {"old": row.pk, "new": made.pk}
    enqueue("custom.convert", args, actor=actor, at=at, title=draft.label_zh)
    data = {"noun": row.noun, "name": draft.name, "replaces": row.pk}
    changed = {"type": [before, draft.type]}
    publish(Happening("field.retyped", "field", made.pk, changed, data), actor=actor, at=at)
    return made


@job("custom.convert", long=True)
def convert_values(context: JobContext, old: int, new: int) -> dict[str, Any]:
    """Give every record the converted value of a retyped field, in short transactions."""
    source, target = CustomField.objects.get(pk=old), CustomField.objects.get(pk=new)
    if target.retired_at is not None or target.noun not in nouns():
        return {"converted": 0}
    was, now = field_of(source), field_of(target)
    model = noun_named(source.noun).model
    for records in _chunks(context, source):
        tried = conversions(was, now, [was.value_of(one) for one in records])
        for record, one in zip(records, tried, strict=True):
            _convert_on(record, now, one)
        model._default_manager.bulk_update(records, ["custom"], batch_size=200)
    if target.is_indexed or target.is_unique or source.is_indexed or source.is_unique:
        for row in (source, target):
            ask_for_index(row, context.actor)
    if source.is_searchable or target.is_searchable:
        ask_for_words(source.noun, context.actor, timezone.now())
    enqueue("custom.recompute", {"noun": source.noun}, actor=context.actor, at=timezone.now())
    return {"converted": context.done}


@dataclass(frozen=True)
class Conversion:
    """A value as it was written, and as the new type stores it or why it cannot."""

    text: str
    value: Any = None
    problem: str = ""


def conversions(old: Field, new: Field, values: Sequence[Any]) -> list[Conversion]:
    """What becomes of each value: read by the new type from what a person would have typed.

    Days begin by the clock of the firm; what a relation, user or team field names goes by title.
    """
    with timezone.override(timezone.get_default_timezone()):
        called = titles_named(old, values) if old.is_relation else {}
        texts = [called.get(one, "") if called else as_written(old, one) for one in values]
        known = _known(new, texts, is_id=old.type == "number") if new.is_relation else None
        return [_converted(new, text, known) for text in texts]


def _as_it_would_be(new: Field, one: Conversion) -> str:
    """A converted value as people will meet it; what names a record goes by the name it had."""
    return one.text if new.is_relation else as_written(new, one.value)


def _converted(new: Field, text: str, known: Mapping[str, int] | None) -> Conversion:
    if known is not None:
        found = known.get(text.strip())
        return Conversion(text, found) if found else Conversion(text, None, str(NOT_THERE))
    try:
        return Conversion(text, custom_json(new.kind.read(text, new)))
    except (ValueError, TypeError) as problem:
        return Conversion(text, None, str(problem))


def _known(new: Field, texts: Sequence[str], *, is_id: bool) -> dict[str, int]:
    """The records that the texts name: the only one of a title, or by number what there is."""
    numbers = {int(one) for one in texts if one.strip().isdecimal() and len(one) < 19}
    found = {str(pk): pk for pk in titles_named(new, numbers)}
    return found if is_id else found | ids_called(new, {one.strip() for one in texts})


def as_written(field: Field, value: Any) -> str:
    """A stored value as a person would have typed it."""
    if field.type == "money":
        return str(major_units(int(value), field.currency or None))
    if field.type == "choice":
        return str(field.options.get(value, value))
    if field.type == "multi":
        return ", ".join(str(field.options.get(one, one)) for one in value)
    if field.type == "boolean":
        return str(_("Yes") if value else _("No"))
    if field.type == "datetime":
        return f"{timezone.localtime(moment_of(value)):%Y-%m-%d %H:%M:%S}".removesuffix(":00")
    return str(value)


def moment_of(value: Any) -> dt.datetime:
    """A stored time, from a column or from JSON."""
    return value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)


def _chunks(context: JobContext, source: CustomField) -> Iterator[list[Any]]:
    while True:
        context.check_cancelled()
        with transaction.atomic():
            beyond = _holding(source).filter(pk__gt=context.state.get("last", 0)).order_by("pk")
            records = list(beyond.select_for_update(of=("self",))[:AT_ONCE])
            if not records:
                return
            yield records
            context.progress(context.done + len(records))
            context.checkpoint({"last": records[-1].pk})


def _convert_on(record: Any, now: Field, one: Conversion) -> None:
    """A value that somebody entered meanwhile under the new type stays."""
    if not is_blank(record.custom.get(now.custom_key)):
        return
    now.keep(record, None if is_blank(one.value) else one.value)


def _holding(row: CustomField) -> QuerySet[Any]:
    rows = noun_named(row.noun).base()
    held: QuerySet[Any] = rows.annotate(held=field_of(row).expression())
    return held.exclude(held=None)


def _draft(row: CustomField, changes: Mapping[str, Any]) -> FieldDraft:
    """The field as it would be: what the new type has a use for is carried over."""
    if row.retired_at is not None or {row.type, changes.get("type")} & {*COMPUTED, "file"}:
        raise RuleBroken(_("Make a new field instead."))
    if changes.get("type") in TYPES and changes["type"] not in types_after(row.type):
        raise RuleBroken(_("No value of it could mean that. Make a new field instead."))
    before = draft_of(row)
    carried = {name: row.settings[name] for name in CARRIED if name in row.settings}
    settings = {**carried, **changes.get("settings", {})}
    draft = replace(before, **{"default": None, **changes, "settings": settings})
    old = field_of(row)
    if old.default is None or "default" in changes:
        return draft
    new = _field(row, draft)
    (one,) = conversions(old, new, [custom_json(old.default)])
    is_amount = new.type == "money" and not one.problem
    return replace(draft, default=as_written(new, one.value) if is_amount else one.value)


def _field(row: CustomField, draft: FieldDraft) -> Field:
    return field_of(CustomField(pk=0, noun=row.noun, **vars(draft)))
