"""Sections of forms, limits of boards and days in their stages as definitions."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.boards.ages import set_ages
from guanxi.platform.boards.in_force import by_choice
from guanxi.platform.boards.limits import Limit, set_limits
from guanxi.platform.boards.models import BoardLimit, StageAge
from guanxi.platform.custom.arranging import SectionDraft, arrange_form, placeable
from guanxi.platform.custom.models import FormArrangement
from guanxi.platform.definitions.naming import noun_called
from guanxi.platform.definitions.part import Part, Said
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import nouns


class Forms(Part):
    """The sections of each form that an administrator arranged."""

    key, label = "forms", _("Sections of forms")
    identity = ("noun",)
    shape = {
        "noun": str,
        "sections": [{"key": str, "zh": str, "en": str, "fields": [str]}],
        "quick": [str],
    }

    def written(self) -> list[Said]:
        """Those of record types in force, with the fields that are still there."""
        known = nouns()
        rows = FormArrangement.objects.filter(noun__in=known).order_by("noun")
        return [_form(row, placeable(known[row.noun])) for row in rows]

    def title(self, said: Said) -> str:
        """The record type."""
        return _called(said["noun"])

    def finish(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """The form in these sections."""
        noun = noun_called(said["noun"])
        row = FormArrangement.objects.filter(noun=noun.key).first()
        sections = [
            SectionDraft(
                one.get("zh", ""),
                one.get("en", ""),
                tuple(one.get("fields", ())),
                one.get("key", ""),
            )
            for one in said["sections"]
        ]
        version = row.version if row else 0
        arrange_form(noun, sections, said["quick"], version=version, actor=actor, at=at)


class BoardLimits(Part):
    """How many may stand in each stage of a board."""

    key, label = "board_limits", _("Limits of boards")
    identity = ("noun", "field")
    shape = {"noun": str, "field": str, "stages": {str: {"most": int, "is_hard": bool}}}

    def written(self) -> list[Said]:
        """Those of boards as they go now; stages that are records or people are no definitions."""
        found: dict[str, Said] = {}
        for row in by_choice(BoardLimit):
            one = found.setdefault(row.noun, {"noun": row.noun, "field": row.field, "stages": {}})
            one["stages"][row.value] = {"most": row.most, "is_hard": row.is_hard}
        return [found[key] for key in sorted(found)]

    def title(self, said: Said) -> str:
        """The record type."""
        return _called(said["noun"])

    def finish(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """These limits and no others."""
        noun = noun_called(said["noun"])
        if noun.board is None or noun.board.by != said["field"]:
            raise RuleBroken(_("The board goes by another field here."))
        here = BoardLimit.objects.filter(noun=noun.key, field=said["field"])
        wanted: dict[str, Limit | None] = dict.fromkeys(here.values_list("value", flat=True))
        for stage, one in said["stages"].items():
            wanted[stage] = Limit(one.get("most", 0), one.get("is_hard", False))
        set_limits(noun, wanted, actor=actor, at=at)


class StageAges(Part):
    """After how many days in each stage of a board a card warns."""

    key, label = "stage_ages", _("Days in stages")
    identity = ("noun", "field")
    shape = {"noun": str, "field": str, "stages": {str: int}}

    def written(self) -> list[Said]:
        """Those of boards as they go now; stages that are records or people are no definitions."""
        found: dict[str, Said] = {}
        for row in by_choice(StageAge):
            one = found.setdefault(row.noun, {"noun": row.noun, "field": row.field, "stages": {}})
            one["stages"][row.value] = row.days
        return [found[key] for key in sorted(found)]

    def title(self, said: Said) -> str:
        """The record type."""
        return _called(said["noun"])

    def finish(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """These days and no others."""
        noun = noun_called(said["noun"])
        if noun.board is None or noun.board.by != said["field"]:
            raise RuleBroken(_("The board goes by another field here."))
        here = StageAge.objects.filter(noun=noun.key, field=said["field"])
        wanted: dict[str, int | None] = dict.fromkeys(here.values_list("value", flat=True))
        set_ages(noun, wanted | said["stages"], actor=actor, at=at)


def _form(row: FormArrangement, names: list[str]) -> Said:
    sections = [
        {**one, "fields": [name for name in one["fields"] if name in names]} for one in row.sections
    ]
    quick = sorted(name for name in row.quick if name in names)
    return {"noun": row.noun, "sections": sections, "quick": quick}


def _called(key: str) -> str:
    noun = nouns().get(key)
    return str(noun.plural) if noun is not None else key
