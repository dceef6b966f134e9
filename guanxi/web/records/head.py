"""The head of a record: name, marks, key figures, verbs and tabs."""

from typing import Any

from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.fields import Field, Label
from guanxi.platform.nouns.page import PageOrder, page_order
from guanxi.web.lists.cells import CellContext, exact_writer, writer_of
from guanxi.web.look import people
from guanxi.web.records.acts import offered_acts
from guanxi.web.records.panels import panels_at
from guanxi.web.records.reading import Seen, allowed
from guanxi.web.records.related import RelatedList, counts
from guanxi.web.records.tabs import tabs_of

FIGURES = {"money", "number", "rollup"}
ABOUT = 4
KEY_FIGURES = 6
FIRST_ACTS = 2
SHORT = 12
# What stands in a place of its own beside the name.
HEADED = {"next_step", "next_step_at"}


def head_context(
    actor: Actor,
    seen: Seen,
    lists: list[RelatedList],
    tab: str,
    order: PageOrder | None = None,
) -> dict[str, Any]:
    """The head that every tab of a record shares, arranged for the actor or in this ``order``."""
    noun = seen.noun
    acts = offered_acts(actor, seen)
    may = allowed(actor, seen)
    *counted, pinned, files = counts(actor, seen, lists)
    listed = list(zip(lists, counted, strict=True))
    order = page_order(noun.key, actor.roles) if order is None else order
    tabs = tabs_of(seen, order, listed, files, tab)
    context = CellContext(timezone.now(), seen.titles)
    return {
        "noun": noun,
        "seen": seen,
        "base": f"/{noun.key}/",
        "has_face": people.has_face(noun.icon),
        "face": people.face(noun.icon, seen.title, seen.pk, "large"),
        "badges": _badges(seen, context),
        "about": _about(seen, context),
        "head_panels": panels_at(actor, seen, "head", context.now),
        "figure_panels": panels_at(actor, seen, "figures", context.now),
        "figures": _figures(seen, context),
        "acts": acts[:FIRST_ACTS],
        "more_acts": acts[FIRST_ACTS:],
        "may_edit": noun.can_edit and "edit" in may,
        "may_delete": noun.can_delete and "delete" in may,
        "tab": tab,
        "tabs": tabs.shown,
        "lists": tabs.lists,
        "empty_lists": [one for one in tabs.empty if one.name != tab],
        "may_arrange": actor.is_administrator and not actor.is_read_only,
        "has_pinned": bool(pinned),
    }


def _badges(seen: Seen, context: CellContext) -> list[str]:
    """The states of the record itself: what has a colour, and where it stands on its way."""
    chosen = [
        one
        for one in seen.fields.values()
        if one.tones and "__" not in one.path and seen.values[one.name] not in (None, "", [])
    ]
    told = [one for one in chosen if _is_told(one, str(seen.values[one.name]))]
    return [_badge(one, seen, context) for one in told[:2]]


def _is_told(one: Field, value: str) -> bool:
    """A state moved by verbs is always told; a choice only where it has a colour."""
    return bool(one.tones.get(value)) or not one.editable


def _badge(one: Field, seen: Seen, context: CellContext) -> str:
    written = writer_of(one, context)(seen.values[one.name])
    toned = one.tones.get(str(seen.values[one.name]))
    return written if toned else f'<span class="badge">{written}</span>'


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
    """The figures of the list, then other amounts that say something new."""
    listed = [
        one
        for name in seen.noun.columns
        if (one := seen.fields.get(name)) and one.type in FIGURES
        if seen.values[name] is not None
    ]
    said = {seen.values[one.name] for one in listed} | {0, None}
    others = [
        one
        for one in seen.fields.values()
        if one.type == "money" and one not in listed and seen.values[one.name] not in said
    ]
    return [
        (one.label, exact_writer(one, context)(seen.values[one.name]))
        for one in [*listed, *others][:KEY_FIGURES]
    ]
