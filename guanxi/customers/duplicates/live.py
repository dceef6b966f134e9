"""Records that may be the one about to be written: quick enough to ask at every pause of typing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q

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
from guanxi.platform.rights.visibility import condition, visible_to

# One number in common is worth a word, whatever the names; a likely pair is not asked for.
LEAST: Final = 0.02
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
    given = _cleaned(noun, values)
    make = account_traits if noun == "account" else person_traits
    traits = make(given)
    found = []
    for row in _candidates(actor, noun, given).values():
        evidence = compare(noun, traits, make(row))
        score = likelihood(evidence)
        if score >= LEAST and row["id"] != exclude:
            found.append(_likeness(noun, row, score, evidence))
    return sorted(found, key=lambda one: -one.score)[:limit]


def reasons(noun: str, evidence: Sequence[Mapping[str, Any]]) -> list[str]:
    """What speaks for a pair being one, in words, the strongest first."""
    for_it = sorted((one for one in evidence if one["weight"] > 0), key=lambda one: -one["weight"])
    return [_words(noun, one["trait"], one["level"]) for one in for_it]


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
    noun: str, row: Mapping[str, Any], score: float, evidence: Sequence[Evidence]
) -> Likeness:
    about = row.get("city") or row.get("account__name") or ""
    said = [{"trait": one.trait, "level": one.level, "weight": one.weight} for one in evidence]
    return Likeness(row["id"], row["name"], about, score, reasons(noun, said))


def _words(noun: str, trait: str, level: str) -> str:
    for one in COMPARISONS[noun]:
        if one.name == trait:
            label = next((grade.label for grade in one.levels if grade.key == level), "")
            return f"{one.label}: {label}" if label else str(one.label)
    return trait
