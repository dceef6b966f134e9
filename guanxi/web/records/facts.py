"""The fields of a record as facts beside its story, in sections."""

from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import User
from guanxi.platform.custom.page_arranging import section_part
from guanxi.platform.i18n.reader import is_chinese
from guanxi.platform.nouns.fields import Label
from guanxi.platform.nouns.page import PageOrder
from guanxi.web.fields.sections import LARGE, open_in, sections_of, spelled
from guanxi.web.records.cells import shown
from guanxi.web.records.head import HEADED
from guanxi.web.records.reading import Seen

SMALL_GROUP = 4


@dataclass(frozen=True)
class Fact:
    """One field with its value in a dd that can be changed in place."""

    label: Label
    html: SafeString

    @property
    def spelled(self) -> str:
        """How else the label may be typed."""
        return spelled(str(self.label))


@dataclass(frozen=True)
class FactGroup:
    """Some facts under a title; folded unless it ``is_open``."""

    key: str
    label: Label
    names: list[str]
    facts: list[Fact]
    is_open: bool = True


@dataclass(frozen=True)
class Facts:
    """The facts of a record; where there are many, they fold and one can be found."""

    groups: list[FactGroup]
    is_large: bool


def facts_shown(person: User, actor: Actor, seen: Seen, order: PageOrder) -> Facts:
    """The filled fields of the form; empty ones are left for the form."""
    apart = {_titled_by(seen), *HEADED, *_put_away(seen, order)}
    filled = [
        name
        for name, value in seen.values.items()
        if value not in (None, "", []) and name not in apart
    ]
    groups = _arranged(seen, filled) if seen.noun.arranged else _declared(seen, filled)
    opened = open_in(person, seen.noun, "page", [(one.key, len(one.names)) for one in groups])
    is_large = sum(len(one.names) for one in groups) > LARGE
    return Facts(
        [
            replace(
                one,
                facts=[_fact(actor, seen, name) for name in one.names],
                is_open=not is_large or one.key in opened,
            )
            for one in groups
        ],
        is_large,
    )


def _put_away(seen: Seen, order: PageOrder) -> set[str]:
    """The fields whose sections this page leaves out."""
    return {
        name
        for place, part in enumerate(seen.noun.sections)
        if section_part(part.key or f"d{place}") in order.away
        for name in part.names
    }


def _titled_by(seen: Seen) -> str:
    """The field that stands as the title above; the name in the other language is a fact."""
    noun = seen.noun
    is_english = seen.values.get(noun.title_en) and not is_chinese()
    return noun.title_en if is_english else noun.title


def _arranged(seen: Seen, filled: list[str]) -> list[FactGroup]:
    """The sections as an administrator made them, however few facts one holds."""
    on_form = {name for part in seen.noun.sections for name in part.names}
    shown = [name for name in filled if name in on_form or seen.fields[name].is_custom]
    return [FactGroup(one.key, one.label, one.names, []) for one in sections_of(seen.noun, shown)]


def _declared(seen: Seen, filled: list[str]) -> list[FactGroup]:
    """The groups of the form, own fields with the first; small ones join it, so that no heading
    stands over a line or two.
    """
    on_form = {name for part in seen.noun.sections for name in part.names}
    groups = [
        FactGroup(f"d{place}", part.label, [name for name in part.names if name in filled], [])
        for place, part in enumerate(seen.noun.sections)
    ]
    own = [name for name in filled if seen.fields[name].is_custom and name not in on_form]
    groups[0].names.extend(own)
    groups = [one for one in groups if one.names]
    if not groups:
        return []
    first, *others = groups
    small = [name for one in others if len(one.names) < SMALL_GROUP for name in one.names]
    large = [one for one in others if len(one.names) >= SMALL_GROUP]
    return [replace(first, names=[*first.names, *small]), *large]


def _fact(actor: Actor, seen: Seen, name: str) -> Fact:
    return Fact(seen.fields[name].label, shown(actor, seen, seen.fields[name], "dd"))
