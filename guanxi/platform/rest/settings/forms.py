"""Sections of forms by the API: fields under their titles, and what quick create asks."""

import datetime as dt
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.arranging import SectionDraft, arrange_as_declared, arrange_form
from guanxi.platform.custom.models import FormArrangement
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rest.settings import shapes
from guanxi.platform.rest.settings.resources import (
    Act,
    Resource,
    for_administrators,
    is_administrator,
)
from guanxi.platform.rest.writing import Values
from guanxi.platform.verbs.params import Param

Sections = Annotated[list[Any], Param(_("Sections"), type="json")]
Quick = Annotated[list[str] | None, Param(_("Asked for by quick create"))]
TITLES = ("zh", "en", "key")


def create(
    *,
    noun: Annotated[str, Param(_("Record type"), most=60)],
    sections: Sections,
    quick: Quick = None,
    actor: Actor,
    at: dt.datetime,
) -> FormArrangement:
    """The sections of a form that stood as it was declared."""
    if noun not in nouns():
        raise RuleBroken(_("Some values need attention."), {"noun": _("There is no such noun.")})
    drafts = _read(sections)
    return arrange_form(nouns()[noun], drafts, quick or (), version=0, actor=actor, at=at)


def change(
    form: FormArrangement, *, sections: Sections, quick: Quick = None, actor: Actor, at: dt.datetime
) -> None:
    """Other sections, or another order of their fields."""
    noun, version = nouns()[form.noun], form.version
    arrange_form(noun, _read(sections), quick or (), version=version, actor=actor, at=at)


def remove(form: FormArrangement, *, actor: Actor, at: dt.datetime) -> None:
    """The form as it was declared."""
    arrange_as_declared(nouns()[form.noun], actor=actor, at=at)


def _read(sections: Any) -> list[SectionDraft]:
    """The sections as they are kept; whatever else was sent is refused."""
    if not isinstance(sections, list) or not all(_is_section(one) for one in sections):
        raise RuleBroken(
            _("Some values need attention."),
            {"sections": _('Write a list of {"zh", "en", "fields"}, "key" for one that is there.')},
        )
    return [
        SectionDraft(one.get("zh", ""), one.get("en", ""), tuple(one["fields"]), one.get("key", ""))
        for one in sections
    ]


def _is_section(one: Any) -> bool:
    if not isinstance(one, dict) or not {*one} <= {*TITLES, "fields"}:
        return False
    fields = one.get("fields")
    are_names = isinstance(fields, list) and all(isinstance(name, str) for name in fields)
    return are_names and all(isinstance(one.get(name, ""), str) for name in TITLES)


def _values(form: Any) -> Values:
    return {
        "id": form.pk,
        "noun": form.noun,
        "sections": form.sections,
        "quick": form.quick,
        "version": form.version,
    }


FORM_SECTIONS = Resource(
    "form-sections",
    _("Sections of a form"),
    _("Sections of forms"),
    rows=for_administrators(lambda: FormArrangement.objects.filter(noun__in=[*nouns()])),
    shape={
        "id": shapes.NUMBER,
        "noun": shapes.TEXT,
        "sections": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["key", "zh", "en", "fields"],
                "properties": {
                    **dict.fromkeys(TITLES, shapes.TEXT),
                    "fields": shapes.TEXTS,
                },
            },
        },
        "quick": shapes.TEXTS,
        "version": shapes.NUMBER,
    },
    values=_values,
    is_for=is_administrator,
    create=Act(create, _("Arrange")),
    change=Act(change, _("Change")),
    remove=Act(remove, _("As it came")),
)
