"""Facts as an administrator reads them: who did what to which record, in words."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from guanxi.platform.actors.actor import Actor
from guanxi.platform.facts.models import Fact
from guanxi.platform.facts.telling import called
from guanxi.platform.nouns.fields import Label
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.titles import titles
from guanxi.web.look.figures import is_chinese
from guanxi.web.settings.audit_house import House
from guanxi.web.settings.audit_words import KINDS


@dataclass(frozen=True)
class AuditLine:
    """One fact; ``href`` is empty where it is about no record that has a page."""

    fact: Fact
    words: Label
    about: str
    href: str
    fields: str


def audit_lines(actor: Actor, facts: Sequence[Fact]) -> list[AuditLine]:
    """The facts in words, each record by its title: one query for each kind of record."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for fact in facts:
        if fact.noun in nouns() and fact.record_id:
            wanted[fact.noun].add(fact.record_id)
    named = {key: titles(actor, key, ids) for key, ids in wanted.items()}
    house = House(facts)
    return [
        _line(fact, named.get(fact.noun, {}).get(fact.record_id or 0, ""))
        if fact.noun in nouns()
        else _house_line(fact, house)
        for fact in facts
    ]


def _house_line(fact: Fact, house: House) -> AuditLine:
    if fact.noun == "workdays":
        said = _days(fact)
    else:
        said = _limits(fact) if fact.noun == "board" else house.said(fact)
    about, href = house.about(fact)
    return AuditLine(fact, KINDS.get(fact.kind, fact.kind), about, href, said)


def _line(fact: Fact, title: str) -> AuditLine:
    noun = nouns()[fact.noun]
    what = fact.kind.rpartition(".")[2]
    fields = noun.fields
    changed = [str(fields[name].label) if name in fields else name for name in fact.changes]
    return AuditLine(
        fact,
        KINDS.get(fact.kind, called(what)[1]),
        f"{noun.label} {title or fact.record_id or ''}".strip(),
        f"/{noun.key}/{fact.record_id}/" if fact.record_id else "",
        gettext(", ").join(changed) if what != "created" else "",
    )


def _limits(fact: Fact) -> str:
    """Each stage whose limit or days were set, changed or lifted, by its names of today."""
    said = []
    for name, (was, now) in fact.changes.items():
        key, _dot, stage = name.partition(".")
        noun = nouns().get(key)
        options = noun.field(noun.board.by).options if noun and noun.board else {}
        label = f"{noun.plural if noun else key} {options.get(stage, stage)}"
        said.append(f"{label} {_limit(was)} → {_limit(now)}")
    return "；".join(said) if is_chinese() else "; ".join(said)


def _days(fact: Fact) -> str:
    """The country before and now, or the day of our own and what became of it."""
    kinds = {True: gettext("Day off"), False: gettext("Day of work")}
    said = []
    for name, pair in fact.changes.items():
        was, now = (kinds.get(one, one) if one not in (None, "") else "—" for one in pair)
        said.append(
            f"{was} → {now}" if fact.kind == "workdays.country" else f"{name} {was} → {now}"
        )
    return "；".join(said) if is_chinese() else "; ".join(said)


def _limit(set_to: str | int | None) -> str:
    text = "" if set_to is None else str(set_to)
    if text.endswith("!"):
        return gettext("%(most)s, no more") % {"most": text.removesuffix("!")}
    return text or "—"
