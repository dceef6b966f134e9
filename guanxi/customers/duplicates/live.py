"""Records that may be the one about to be written: quick enough to ask at every pause of typing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanxi.customers.duplicates.model import COMPARISONS, Evidence, compare, likelihood
from guanxi.customers.duplicates.traits import (
    ACCOUNT_COLUMNS,
    PERSON_COLUMNS,
    account_traits,
    person_traits,
)
from guanxi.customers.keys import account_keys, own_name, person_keys
from guanxi.platform.actors.actor import Actor
from guanxi.platform.cleaning import clean_credit_code, clean_email, clean_phone, pinyin_key
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import may_ask_by
from guanxi.platform.records.titles import title_within
from guanxi.platform.records.values import shown_to
from guanxi.platform.rights.visibility import condition, visible_to

# One number in common is worth a word, whatever the names; a likely pair is not asked for.
LEAST: Final = 0.02
# The fields that a likeness speaks of, by its name where it is another.
_SPEAKS_OF: Final = {
    "phone": ("phone", "mobile"),
    "email": ("email", "website"),
    "place": ("street",),
    "city": ("city", "postcode"),
    "firm": ("account",),
}
_LOOKED_AT: Final = 50
_SHORTEST: Final = 4


@dataclass(frozen=True)
class Likeness:
    """A record that may be the same, how likely from 0 to 1, and what speaks for it."""

    pk: int
    title: str
    about: str
    score: float
    reasons: Sequence[str]


def possible_duplicates(
    actor: Actor, noun: str, values: Mapping[str, Any], *, exclude: int = 0, limit: int = 5
) -> list[Likeness]:
    """Up to ``limit`` records the actor sees that ``values`` may describe, in three queries."""
    # Who may not ask by a field learns of no match in it.
    asked = {name: values[name] for name in values if may_ask_by(actor, noun_named(noun), name)}
    given = _cleaned(noun, asked)
    make = account_traits if noun == "account" else person_traits
    traits = make(given)
    found = []
    for row in _candidates(actor, noun, given).values():
        evidence = compare(noun, traits, make(row))
        score = likelihood(evidence)
        if score >= LEAST and row["id"] != exclude:
            found.append(_likeness(actor, noun, row, score, evidence))
    return sorted(found, key=lambda one: -one.score)[:limit]


def reasons(actor: Actor, noun: str, evidence: Sequence[Mapping[str, Any]]) -> list[str]:
    """What speaks for a pair being one, as far as the actor may read it, the strongest first."""
    told = [
        one
        for one in evidence
        if one["weight"] > 0
        and may_ask_by(actor, noun_named(noun), *_SPEAKS_OF.get(one["trait"], (one["trait"],)))
    ]
    for_it = sorted(told, key=lambda one: -one["weight"])
    alike: dict[str, list[str]] = {}
    for one in for_it:
        trait, level = _words(noun, one["trait"], one["level"])
        alike.setdefault(level, []).append(trait)
    return [_said(traits, level) for level, traits in alike.items()]


def _cleaned(noun: str, values: Mapping[str, Any]) -> dict[str, Any]:
    columns = ACCOUNT_COLUMNS if noun == "account" else PERSON_COLUMNS
    given: dict[str, Any] = {name: str(values.get(name) or "").strip() for name in columns}
    for name in {"phone", "mobile"} & given.keys():
        given[name] = clean_phone(given[name]).value or ""
    given["email"] = clean_email(given["email"]).value or ""
    if "credit_code" in given:
        given["credit_code"] = clean_credit_code(given["credit_code"]).value
    if noun == "person":
        given["match_key"] = person_keys(given["name"])[1]
    else:
        given["match_key"] = account_keys(given["name"], given["kind"])[1]
    return given


def _candidates(actor: Actor, noun: str, given: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    """Rows with a key in common, and rows in whose text the name occurs."""
    wanted = Q()
    for name in ("match_key", "phone", "mobile", "email", "credit_code"):
        # Each is answered by an index of its own.
        if given.get(name):
            wanted |= Q(**{name: given[name]})
    name = given["match_key"] if noun == "person" else own_name(given["name"])
    asked = [wanted] if wanted else []
    if noun == "account" and len(pinyin_key(name)) >= _SHORTEST:
        asked.append(condition(actor, noun_named(noun), {"text": name}))
    columns = ACCOUNT_COLUMNS if noun == "account" else PERSON_COLUMNS
    visible = visible_to(actor, noun_named(noun))
    return {
        row["id"]: row
        for part in asked
        for row in visible.filter(part).values(*columns)[:_LOOKED_AT]
    }


def _likeness(
    actor: Actor, noun: str, row: Mapping[str, Any], score: float, evidence: Sequence[Evidence]
) -> Likeness:
    declared = noun_named(noun)
    about = shown_to(actor, declared, "city", row.get("city")) if noun == "account" else ""
    if noun == "person" and row.get("account__name") and may_ask_by(actor, declared, "account"):
        about = shown_to(actor, noun_named("account"), "name", row["account__name"])
    said = [{"trait": one.trait, "level": one.level, "weight": one.weight} for one in evidence]
    title = title_within(actor, declared, row["id"], row["name"])
    return Likeness(row["id"], title, about or "", score, reasons(actor, noun, said))


def _words(noun: str, trait: str, level: str) -> tuple[str, str]:
    """What is compared, and how alike it is; the latter may go without saying."""
    for one in COMPARISONS[noun]:
        if one.name == trait:
            label = next((grade.label for grade in one.levels if grade.key == level), "")
            return str(one.label), str(label)
    return trait, ""


def _said(traits: Sequence[str], level: str) -> str:
    named = pgettext("between two traits", ", ").join(traits)
    return _("%(traits)s: %(level)s") % {"traits": named, "level": level} if level else named
