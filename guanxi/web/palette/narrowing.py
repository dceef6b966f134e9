"""The lines of the palette under what was typed: everything, or what a sign narrows it to."""

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.finding import people_named
from guanxi.platform.actors.models import User
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rights.visibility import visible_to
from guanxi.web.look import people
from guanxi.web.look.icons import icon
from guanxi.web.palette.finding import (
    Group,
    Hit,
    found,
    makings,
    matches,
    places,
    recent_records,
    records_called,
    settings_places,
    views,
)
from guanxi.web.palette.modes import RECORDS, Line, read_line
from guanxi.web.records.acts import offered_acts
from guanxi.web.records.reading import see

MOST, LATELY = 30, 20
RECORD = re.compile(r"^/([a-z0-9_]+)/(\d{1,18})/")


def narrowed(actor: Actor, typed: str, page: str = "") -> list[Group]:
    """The groups for a typed line; ``page`` is the address from which the palette was opened."""
    line = read_line(typed)
    if line.kind:
        noun = _noun_called(actor, line.kind)
        return _records(actor, noun, line.text) if noun else found(actor, typed)
    if line.mode is None:
        return found(actor, line.text)
    if line.mode.name == "acts":
        return _acts(actor, line.text, page)
    groups = _WAYS[line.mode.name](actor, line.text)
    return [group for group in groups if group.hits]


def wider(typed: str) -> Line | None:
    """What was looked for within a mode, to be looked for everywhere; None where nothing was."""
    line = read_line(typed)
    return line if line.text and (line.mode or line.kind) else None


def _kinds(actor: Actor, text: str) -> list[Group]:
    """Records of the kind that the first word names; before that, the kinds there are."""
    word, gap, rest = text.partition(" ")
    noun = _noun_called(actor, word) if word else None
    if noun and (gap or word.casefold() in _names(noun)):
        return _records(actor, noun, rest.strip())
    kinds = [one for one in _readable(actor) if any(matches(word, name) for name in _names(one))]
    return [Group(_("Kinds of records"), [_kind(one) for one in kinds][:MOST])]


def _kind(noun: Noun[Any]) -> Hit:
    fill = f"{RECORDS.sign}{noun.label} "
    face = icon(noun.icon)
    return Hit(f"/palette/?q={quote(fill)}", str(noun.plural), fill.strip(), face, fill=fill)


def _records(actor: Actor, noun: Noun[Any], text: str) -> list[Group]:
    if text:
        hits = records_called(actor, text, [noun.key], MOST)
    else:
        whole = Hit(f"/{noun.key}/", str(noun.plural), _("list"), icon(noun.icon))
        opened = [hit for hit in recent_records(actor, LATELY) if hit.noun == noun.key]
        hits = [whole, *opened]
    return [Group(str(noun.plural), hits)] if hits else []


def _readable(actor: Actor) -> list[Noun[Any]]:
    return [one for one in nouns().values() if one.search and actor.may(one.permission("read"))]


def _noun_called(actor: Actor, word: str) -> Noun[Any] | None:
    """The kind whose name this is; else the only one, or the first, whose name begins so."""
    wanted = word.casefold()
    readable = _readable(actor)
    named = [one for one in readable if wanted in _names(one)]
    begins = [one for one in readable if any(matches(word, name) for name in _names(one)[:2])]
    return next(iter([*named, *begins]), None)


def _names(noun: Noun[Any]) -> list[str]:
    said = [noun.label, noun.plural, noun.key, *noun.synonyms]
    return [str(name).casefold() for name in said]


def _lists(actor: Actor, text: str) -> list[Group]:
    return [Group(_("Views"), _among(text, views(actor)))]


def _settings(actor: Actor, text: str) -> list[Group]:
    return [Group(_("Settings"), _among(text, settings_places(actor)))]


def _recent(actor: Actor, text: str) -> list[Group]:
    return [Group(_("Opened last"), _among(text, recent_records(actor, LATELY)))]


def _people(actor: Actor, text: str) -> list[Group]:
    """People among the records, and colleagues for whoever administers them."""
    keys = [one.key for one in _readable(actor) if one.icon in people.PERSONS]
    known = records_called(actor, text, keys, MOST) if text else []
    opened = [hit for hit in recent_records(actor, LATELY) if hit.noun in keys]
    groups = [Group(_("People"), known if text else opened)]
    if actor.is_administrator:
        groups.append(Group(_("Colleagues"), [_colleague(one) for one in people_named(text, MOST)]))
    return groups


def _colleague(one: User) -> Hit:
    face = people.avatar(one.name, one.pk)
    return Hit(f"/settings/people/{one.pk}/", one.name, one.username, face)


def _acts(actor: Actor, text: str, page: str) -> list[Group]:
    """What can be done with the record that is open, and everything else there is to do."""
    here, title = _done_here(actor, page)
    groups = [
        Group(title, _among(text, here)),
        Group(_("Do"), _among(text, [*makings(actor), *places(actor)])),
    ]
    return [group for group in groups if group.hits]


def _done_here(actor: Actor, page: str) -> tuple[list[Hit], str]:
    at = RECORD.match(urlsplit(page).path)
    noun = nouns().get(at[1]) if at else None
    if at is None or noun is None or not actor.may(noun.permission("read")):
        return [], ""
    pk = int(at[2])
    if not visible_to(actor, noun).filter(pk=pk).exists():
        return [], ""
    seen = see(actor, noun, pk)
    hits = [
        Hit(f"{seen.href}do/{one.name}/", str(one.label), "", icon("right"), is_dialog=True)
        for one in offered_acts(actor, seen)
    ]
    return hits, seen.title


def _among(text: str, hits: Iterable[Hit]) -> list[Hit]:
    return [hit for hit in hits if not text or matches(text, hit.title)][:MOST]


_WAYS: dict[str, Callable[[Actor, str], list[Group]]] = {
    "records": _kinds,
    "views": _lists,
    "people": _people,
    "settings": _settings,
    "recent": _recent,
}
