"""Record types of one's own, and the fields of any, as definitions."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.changing import change_field, create_field
from guanxi.platform.custom.definitions import PARTS, FieldDraft, draft_of
from guanxi.platform.custom.making import NounDraft, change_noun, create_noun
from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.definitions.naming import (
    by_ids,
    by_names,
    found,
    named,
    noun_called,
)
from guanxi.platform.definitions.part import Part, Said
from guanxi.platform.definitions.shapes import ANYTHING
from guanxi.platform.errors import RuleBroken
from guanxi.platform.i18n.reader import in_reader_language
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.nouns.wording import TYPES

PLACES = {"columns": [str], "board": {str: str}, "calendar": {str: str}, "sort": str}
POINTING = ("relation", "user")


class RecordTypes(Part):
    """What records there are beside the product's own; their rows are no part of it."""

    key, label = "record_types", _("Record types")
    identity = ("key",)
    shape = {
        **{"key": str, "label_zh": str, "label_en": str, "plural_en": str, "icon": str},
        "settings": {**PLACES, "closed": [str]},
    }

    def written(self) -> list[Said]:
        """Those in force, by key."""
        rows = CustomNoun.objects.filter(retired_at=None).order_by("key")
        return [{name: getattr(row, name) for name in self.shape} for row in rows]

    def title(self, said: Said) -> str:
        """Its names."""
        return " · ".join(filter(None, (said["label_zh"], said["label_en"], said["key"])))

    def begin(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """The record type, open to administrators; roles say the rest."""
        if said["key"] not in nouns():
            draft = NounDraft(**{**said, "settings": {}})
            create_noun(draft, {}, actor=actor, at=at)

    def finish(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """Its list, board and calendar, once their fields are there."""
        row = CustomNoun.objects.filter(key=said["key"], retired_at=None).first()
        if row is None:
            raise RuleBroken(_("This is a record type of the product itself here."))
        if any(getattr(row, name) != said[name] for name in self.shape):
            change_noun(row, said, actor=actor, at=at)


class Fields(Part):
    """Fields of one's own on any record."""

    key, label = "fields", _("Fields")
    identity = ("noun", "name")
    shape = {
        **{"noun": str, "name": str, "type": str, "label_zh": str, "label_en": str},
        **{"help_zh": str, "help_en": str, "default": ANYTHING, "position": int},
        **{"is_required": bool, "is_unique": bool, "is_searchable": bool, "is_indexed": bool},
        "options": [{"key": str, "zh": str, "en": str, "tone": str}],
        "settings": {
            **{"target": str, "formula": str, "result": str, "related_zh": str, "related_en": str},
            **{"decimals": int, "max_length": int, "rollup": {str: ANYTHING}},
            **{"visible_when": ({str: ANYTHING}, type(None)), "shown_always": bool},
        },
    }

    def written(self) -> list[Said]:
        """Those in force on record types in force, in the order of forms."""
        rows = CustomField.objects.filter(retired_at=None, noun__in=nouns())
        found = rows.order_by("noun", "position", "name")
        return [{"noun": row.noun, **_written(row)} for row in found]

    def title(self, said: Said) -> str:
        """Its record type and its own name."""
        noun = nouns().get(said["noun"])
        called = in_reader_language(said["label_zh"], said["label_en"]) or said["name"]
        return f"{noun.label if noun else said['noun']} · {called}"

    def begin(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """The field without its condition and default, which may ask for others."""
        row = _present(said)
        if row is None:
            said = {**said, "default": None, "settings": {**said["settings"]}}
            for name in ("visible_when", "shown_always"):
                said["settings"].pop(name, None)
            draft = _draft(said, None)
            create_field(noun_called(said["noun"]).key, draft, actor=actor, at=at)
        elif row.type != said["type"]:
            types = {"here": _type(row.type), "there": _type(said["type"])}
            raise RuleBroken(
                _(
                    "A field of this name is of type %(here)s here, and %(there)s in the file."
                    " Change its type here first, with a preview."
                )
                % types
            )

    def finish(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """All that is said of it; options that are here alone stay, as records may hold them."""
        row = _present(said)
        if row is None:
            raise RuleBroken(_("There is no such field here."))
        draft, before = _draft(said, row), draft_of(row)
        changes = {name: value for name, value in vars(draft).items() if name != "name"}
        if any(getattr(before, name) != value for name, value in changes.items()):
            change_field(row, changes, actor=actor, at=at)


def _present(said: Said) -> CustomField | None:
    rows = CustomField.objects.filter(noun=said["noun"], name=said["name"], retired_at=None)
    return rows.first()


def _type(key: str) -> str:
    return str(TYPES.get(key, key))


def _written(row: CustomField) -> Said:
    said: Said = {name: getattr(row, name) for name in PARTS}
    settings = dict(row.settings)
    settings.pop("retired_name", None)
    _turn(settings, row.noun, by_names)
    if row.type in POINTING:
        said["default"] = named(settings.get("target") or row.type, row.default)
    return {**said, "settings": settings}


def _draft(said: Said, row: CustomField | None) -> FieldDraft:
    settings = dict(said["settings"])
    _turn(settings, said["noun"], by_ids)
    default = said["default"]
    if said["type"] in POINTING:
        default = found(settings.get("target") or said["type"], default)
    keys = {one["key"] for one in said["options"] if "key" in one}
    kept = [one for one in (row.options if row else ()) if one["key"] not in keys]
    parts = {name: said[name] for name in PARTS}
    parts |= {"settings": settings, "default": default, "options": [*said["options"], *kept]}
    return FieldDraft(**parts)


def _turn(settings: dict[str, Any], noun: str, turn: Any) -> None:
    """What a field asks of records, with names for ids or the other way round."""
    if settings.get("visible_when"):
        settings["visible_when"] = turn(nouns().get(noun), settings["visible_when"])
    rollup = settings.get("rollup")
    if rollup and rollup.get("where"):
        child = nouns().get(str(rollup.get("noun")))
        settings["rollup"] = {**rollup, "where": turn(child, rollup["where"])}
