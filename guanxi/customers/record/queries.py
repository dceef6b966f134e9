"""The people, ties and consents around one customer, each in one query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from guanxi.customers.choices import REVERSED, LinkKind, Purpose
from guanxi.customers.models import Account, AccountRelation, Affiliation, Consent, Person
from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.platform.glossary.saying import words_in_english
from guanxi.platform.nouns.registry import noun_named, noun_of_record
from guanxi.platform.records.reading import may_ask_by
from guanxi.platform.records.ready import records_of
from guanxi.platform.records.titles import title_within
from guanxi.platform.records.values import shown_to
from guanxi.platform.rights.visibility import sees, visible_to

PEOPLE = 8
TIES = 12


@dataclass(frozen=True)
class Known:
    """Someone we know at a customer, with the post they hold there."""

    pk: int
    name: str
    title: str
    role: str
    role_key: str


@dataclass(frozen=True)
class Tie:
    """Another customer, and what it is to the one at hand."""

    pk: int
    name: str
    label: str
    note: str = ""


def people_at(actor: Actor, account: Account) -> list[Known]:
    """Up to PEOPLE + 1 people at a customer, who decide first; those who left are not there."""
    if not actor.may("person.read"):
        return []
    noun, people = noun_named("account"), noun_named("person")

    def main(pk: int) -> QuerySet[Person]:
        rows = visible_to(actor, people).filter(account=pk, left_at=None)
        return rows.order_by("-role", "name_key")[: PEOPLE + 1]

    def posts(pk: int) -> QuerySet[Affiliation]:
        seen = sees(actor, people, "person")
        rows = Affiliation.objects.filter(seen, account=pk, deleted_at=None, until=None)
        return rows.select_related("person")

    here: list[Any] = records_of(actor, noun, ("people",), account.pk, main)
    beside: list[Any] = records_of(actor, noun, ("posts",), account.pk, posts)
    words = words_in_english(one.title for one in (*here, *beside))
    found = [_known(actor, one, "person", one, words) for one in here]
    found += [_known(actor, one.person, "affiliation", one, words) for one in beside]
    return sorted(found, key=lambda one: one.role_key != "decides")[: PEOPLE + 1]


def ties_of(actor: Actor, account: Account) -> list[Tie]:
    """The customers that this one is related to, named from its own side."""
    noun = noun_named("account")

    def rows(pk: int) -> QuerySet[AccountRelation]:
        from_here = Q(sees(actor, noun, "other"), account=pk)
        from_there = Q(sees(actor, noun, "account"), other=pk)
        found = AccountRelation.objects.filter(from_here | from_there, deleted_at=None)
        return found.select_related("account", "other")[:TIES]

    return [
        _tie(actor, one, one.other, one.get_kind_display())
        if one.account_id == account.pk
        else _tie(actor, one, one.account, _reversed(one))
        for one in records_of(actor, noun, ("ties",), account.pk, rows)
    ]


def _known(
    actor: Actor,
    person: Person,
    noun: str,
    post: Person | Affiliation,
    words: Mapping[str, str],
) -> Known:
    held = noun_named(noun)
    role = shown_to(actor, held, "role", post.get_role_display()) or ""
    return Known(
        person.pk,
        title_within(actor, noun_named("person"), person.pk, person.name),
        shown_to(actor, held, "title", words.get(post.title, post.title)) or "",
        role,
        post.role if may_ask_by(actor, held, "role") else "",
    )


def _tie(actor: Actor, relation: AccountRelation, other: Account, label: str) -> Tie:
    noun = noun_named("relation")
    return Tie(
        other.pk,
        title_within(actor, noun_named("account"), other.pk, other.name),
        shown_to(actor, noun, "kind", label) or "",
        shown_to(actor, noun, "note", relation.note) or "",
    )


def consents_of(account: Account | None, person: Person | None) -> Sequence[Consent]:
    """The latest statement on each purpose and channel, newest first."""
    record = person or account
    if record is None:
        return []

    def statements(pk: int) -> QuerySet[Consent]:
        whose = Q(person=pk) if person else Q(account=pk, person=None)
        return Consent.objects.filter(whose).order_by("-at", "-state", "-pk")

    noun = noun_of_record(record)
    latest: dict[tuple[str, str], Consent] = {}
    for said in records_of(SYSTEM, noun, ("consents",), record.pk, statements):
        latest.setdefault((said.purpose, said.channel), said)
    order = {purpose: place for place, purpose in enumerate(Purpose.values)}
    return sorted(latest.values(), key=lambda said: order[said.purpose])


def _reversed(relation: AccountRelation) -> str:
    return str(REVERSED.get(LinkKind(relation.kind), relation.get_kind_display()))
