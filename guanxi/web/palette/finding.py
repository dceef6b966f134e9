"""What one typed line finds: records, views and things to do."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.pages import pages_for
from guanxi.platform.records.titles import title_within
from guanxi.platform.records.values import TEXTS
from guanxi.platform.rights.visibility import visible_to
from guanxi.platform.search.searching import Hit as Found
from guanxi.platform.search.searching import search
from guanxi.platform.search.seeing import seen_among
from guanxi.platform.views.reading import label_of, views_of_each
from guanxi.web.look import people
from guanxi.web.look.icons import icon
from guanxi.web.look.words import within
from guanxi.web.models import Visit
from guanxi.web.settings.places import places_for

RECORDS, OTHERS, RECENT = 8, 6, 6


@dataclass(frozen=True)
class Hit:
    """One line of the palette: of a record of ``noun``, or one that is put into the field."""

    href: str
    title: str
    about: str
    face: SafeString
    is_dialog: bool = False
    noun: str = ""
    fill: str = ""


@dataclass(frozen=True)
class Group:
    """Lines of one kind under their name."""

    label: str
    hits: list[Hit]


def found(actor: Actor, text: str) -> list[Group]:
    """The groups for what was typed; without text, what was opened last and what can be made."""
    records = records_called(actor, text) if text else recent_records(actor)
    groups = [
        Group(_("Records") if text else _("Opened last"), records),
        Group(_("Views"), _matching(text, views(actor)) if text else []),
        Group(_("Do"), _matching(text, [*makings(actor), *places(actor), *settings_places(actor)])),
    ]
    return [group for group in groups if group.hits]


def makings(actor: Actor) -> Iterable[Hit]:
    """Everything that the actor may make, in the order of the rooms."""
    for key, noun in nouns().items():
        if noun.can_create and noun.in_navigation and actor.may(noun.permission("create")):
            title = _("New %(noun)s") % {"noun": within(noun.label)}
            yield Hit(f"/{key}/new/", title, "", icon("plus"), is_dialog=True)


def matches(text: str, label: str) -> bool:
    """Whether the text is in the label, its pinyin or its initials: bj finds 北京."""
    wanted = text.casefold().replace(" ", "")
    return any(wanted in way for way in _ways(label))


@lru_cache(4096)
def _ways(label: str) -> tuple[str, str, str]:
    plain = label.casefold()
    syllables = lazy_pinyin(plain)
    initials = "".join(syllable[:1] for syllable in syllables)
    return plain.replace(" ", ""), "".join(syllables).replace(" ", ""), initials


def records_called(
    actor: Actor, text: str, keys: Iterable[str] | None = None, limit: int = RECORDS
) -> list[Hit]:
    """The best records that a text finds, of all kinds or of those named."""
    hits = search(actor, text, keys, limit=limit)
    own = _told_apart(actor, hits)
    return [
        _record(hit.noun, hit.record_id, hit.title, own.get((hit.noun, hit.record_id), ""))
        for hit in hits
    ]


def _told_apart(actor: Actor, hits: Sequence[Found]) -> dict[tuple[str, int], str]:
    """What no two records share, of those that are called alike and have such a thing."""
    called = Counter((hit.noun, hit.title) for hit in hits)
    alike: dict[str, set[int]] = {}
    for hit in hits:
        if called[hit.noun, hit.title] > 1:
            alike.setdefault(hit.noun, set()).add(hit.record_id)
    found: dict[tuple[str, int], str] = {}
    for key, ids in alike.items():
        noun = noun_named(key)
        one = next((field for field in noun.fields.values() if _tells(actor, noun, field)), None)
        rows = visible_to(actor, noun).filter(pk__in=ids) if one else ()
        found |= {(key, row.pk): str(one.value_of(row) or "") for row in rows if one}
    return found


def _tells(actor: Actor, noun: Noun[Any], one: Field) -> bool:
    is_read = actor.field_mode(noun.key, one.name) in {"read", "full"}
    return one.unique and one.type in TEXTS and is_read


def recent_records(actor: Actor, limit: int = RECENT) -> list[Hit]:
    """What the person opened last and may still see."""
    visits = list(
        Visit.objects.filter(user_id=actor.user_id or 0)
        .order_by("-at")
        .values_list("noun", "record_id")[:limit]
    )
    known = nouns()
    wanted: dict[str, list[int]] = {}
    for key, pk in visits:
        if key in known and actor.may(known[key].permission("read")):
            wanted.setdefault(key, []).append(pk)
    names = seen_among(actor, wanted)
    return [
        _record(key, pk, title_within(actor, known[key], pk, names[key, pk]))
        for key, pk in visits
        if (key, pk) in names
    ]


def _record(key: str, pk: int, title: str, own: str = "") -> Hit:
    noun = noun_named(key)
    face = people.face(noun.icon, title, pk) if people.has_face(noun.icon) else icon(noun.icon)
    return Hit(f"/{key}/{pk}/", title, f"{noun.label} {own}".strip(), face, noun=key)


def views(actor: Actor) -> Iterable[Hit]:
    """Every list and view that the actor may open."""
    of_each = views_of_each(actor)
    for key, noun in nouns().items():
        if actor.may(noun.permission("read")):
            yield Hit(f"/{key}/", str(noun.plural), _("list"), icon(noun.icon))
            for view in of_each.get(key, ()):
                href = f"/{key}/?view={view.pk}"
                yield Hit(href, label_of(view), str(noun.plural), icon("rows"))


def places(actor: Actor) -> Iterable[Hit]:
    """Pages of the house that the actor may open, but for those of settings."""
    yield Hit("/", _("My day"), "", icon("home"))
    yield Hit("/settings/", _("Settings"), "", icon("sliders"))
    yield Hit("/keys/", _("Keyboard"), "", icon("keyboard"), is_dialog=True)
    for link in pages_for(actor):
        yield Hit(link.href, str(link.label), "", icon("right"))
    if any(actor.may(noun.permission("import")) for noun in nouns().values()):
        yield Hit("/imports/", _("Imports"), "", icon("upload"))


def settings_places(actor: Actor) -> Iterable[Hit]:
    """Pages of settings that the actor may open."""
    for place in places_for(actor):
        yield Hit(place.href, str(place.label), _("Settings"), icon(place.icon))


def _matching(text: str, hits: Iterable[Hit]) -> list[Hit]:
    return [hit for hit in hits if not text or matches(text, hit.title)][:OTHERS]
