"""The head of a record: name, marks, key figures, verbs and tabs."""

from typing import Any

from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.fields import Label
from guanxi.web.lists.cells import CellContext, writer_of
from guanxi.web.records.acts import offered_acts
from guanxi.web.records.panels import panels_at
from guanxi.web.records.reading import Seen
from guanxi.web.records.related import RelatedList, counts

FIGURES = {"money", "number", "rollup"}
ABOUT = 4
KEY_FIGURES = 6
FIRST_ACTS = 2
SHORT = 12
# What stands in a place of its own beside the name.
HEADED = {"next_step", "next_step_at"}


def head_context(actor: Actor, seen: Seen, lists: list[RelatedList]) -> dict[str, Any]:
    """The head that every tab of a record shares."""
    noun = seen.noun
    acts = offered_acts(actor, seen)
    *counted, pinned, files = counts(actor, seen, lists)
    listed = list(zip(lists, counted, strict=True))
    context = CellContext(timezone.now(), seen.titles)
    return {
        "noun": noun,
        "seen": seen,
        "base": f"/{noun.key}/",
        "is_person": noun.icon in {"team", "person"},
        "badges": _badges(seen, context),
        "about": _about(seen, context),
        "head_panels": panels_at(actor, seen, "head", context.now),
        "figure_panels": panels_at(actor, seen, "figures", context.now),
        "figures": _figures(seen, context),
        "acts": acts[:FIRST_ACTS],
        "more_acts": acts[FIRST_ACTS:],
        "may_edit": noun.can_edit and actor.may(noun.permission("edit")),
        "may_delete": noun.can_delete and actor.may(noun.permission("delete")),
        "tabs": [(one, count) for one, count in listed if count],
        "empty_tabs": [one for one, count in listed if not count],
        "has_pinned": bool(pinned),
        "files_count": files,
    }


def _badges(seen: Seen, context: CellContext) -> list[str]:
    toned = [
        one
        for one in seen.fields.values()
        if one.editable and one.tones.get(str(seen.values[one.name]))
    ]
    return [writer_of(one, context)(seen.values[one.name]) for one in toned[:2]]


def _about(seen: Seen, context: CellContext) -> list[str]:
    chosen = [
        seen.fields[name]
        for name in seen.noun.columns
        if name in seen.fields
        and name not in HEADED
        and name != seen.noun.title
        and seen.fields[name].type in {"choice", "text", "user", "relation"}
        and not seen.fields[name].tones
        and seen.values[name] not in (None, "")
        and len(str(seen.values[name])) <= SHORT
    ]
    return [writer_of(one, context)(seen.values[one.name]) for one in chosen[:ABOUT]]


def _figures(seen: Seen, context: CellContext) -> list[tuple[Label, str]]:
    chosen = [
        one
        for one in seen.fields.values()
        if one.type in FIGURES and seen.values[one.name] is not None
    ]
    return [
        (one.label, writer_of(one, context)(seen.values[one.name])) for one in chosen[:KEY_FIGURES]
    ]
