"""The sections in which fields stand on form, page, lists and imports, folded as a person likes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import pgettext
from pypinyin import Style, lazy_pinyin

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import User
from guanxi.platform.nouns.fields import Label
from guanxi.platform.nouns.noun import Noun
from guanxi.web.acting import noun_or_404, person_of, signed_in

REST = "rest"
PLACES = ("form", "page")
# From so many fields on, sections fold, and a box finds a field; so many stand open at first.
LARGE, OPEN_AT_FIRST = 40, 40
FOLDED = "sections"
MOST_KEPT = 200


@dataclass(frozen=True)
class Section:
    """Some fields under a title; ``key`` is by what its folding is remembered."""

    key: str
    label: Label
    names: list[str]


def sections_of(noun: Noun[Any], names: Iterable[str]) -> list[Section]:
    """These fields in the sections of the noun, the rest of them last; none without a field."""
    left = dict.fromkeys(names)
    found = []
    for place, group in enumerate(noun.sections):
        held = [name for name in group.names if name in left]
        for name in held:
            del left[name]
        if held:
            found.append(Section(group.key or f"d{place}", group.label, held))
    if left:
        found.append(Section(REST, pgettext("section of fields", "More"), list(left)))
    return found


def open_in(
    person: User, noun: Noun[Any], place: str, sections: Sequence[tuple[str, int]]
) -> set[str]:
    """The keys of the sections that stand open, given each with how many fields it holds.

    As the person left them; of those never touched the first few fields' worth.
    """
    kept: Mapping[str, bool] = person.preferences.get(FOLDED, {}).get(f"{noun.key}.{place}", {})
    before, found = 0, set()
    for key, held in sections:
        if kept.get(key, before == 0 or before + held <= OPEN_AT_FIRST):
            found.add(key)
        before += held
    return found


@signed_in
def fold(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """POST: one section stays open, or folded, for this person."""
    noun = noun_or_404(actor, noun_key)
    key, place = request.POST.get("key", ""), request.POST.get("place", "")
    if request.method != "POST" or place not in PLACES or not _is_section(noun, key):
        raise Http404
    if not actor.is_read_only:
        _keep(person_of(request).pk, f"{noun.key}.{place}", key, request.POST.get("open") == "yes")
    return HttpResponse(status=204)


@lru_cache(maxsize=4096)
def spelled(label: str) -> str:
    """How else a label may be typed: its pinyin, and the initials of it."""
    initials = "".join(lazy_pinyin(label, style=Style.FIRST_LETTER))
    return f"{''.join(lazy_pinyin(label))} {initials}".lower()


def _is_section(noun: Noun[Any], key: str) -> bool:
    return key in {one.key or f"d{place}" for place, one in enumerate(noun.sections)} | {REST}


@transaction.atomic
def _keep(user_id: int, where: str, key: str, is_open: bool) -> None:
    # Two of them may be folded at once: the second waits for the first, and keeps it.
    person = User.objects.select_for_update().get(pk=user_id)
    kept = person.preferences.get(FOLDED, {})
    of_noun = {**kept.get(where, {}), key: is_open}
    newest = dict(list(of_noun.items())[-MOST_KEPT:])
    person.preferences = {**person.preferences, FOLDED: {**kept, where: newest}}
    person.save(update_fields=["preferences"])
