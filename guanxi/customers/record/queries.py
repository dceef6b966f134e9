"""The people, ties and consents around one customer, each in one query."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from guanxi.customers.choices import REVERSED, LinkKind, Purpose
from guanxi.customers.models import Account, AccountRelation, Affiliation, Consent, Person
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import sees, visible_to

PEOPLE = 8
TIES = 12


@dataclass(frozen=True)
class Known:
    """Someone we know at a customer, with the post they hold there."""

    person: Person
    title: str
    role: str
    role_key: str


@dataclass(frozen=True)
class Tie:
    """Another customer, and what it is to the one at hand."""

    account: Account
    label: str
    note: str = ""


def people_at(actor: Actor, account: Account) -> list[Known]:
    """Up to PEOPLE + 1 people at a customer, who decide first; those who left are not there."""
    if not actor.may("person.read"):
        return []
    visible = visible_to(actor, noun_named("person"))
    main = visible.filter(account=account.pk, left_at=None).order_by("-role", "name_key")
    found = [Known(one, one.title, one.get_role_display(), one.role) for one in main[: PEOPLE + 1]]
    posts = Affiliation.objects.filter(
        sees(actor, noun_named("person"), "person"), account=account.pk, deleted_at=None, until=None
    ).select_related("person")
    found += [Known(one.person, one.title, one.get_role_display(), one.role) for one in posts]
    return sorted(found, key=lambda one: one.role_key != "decides")[: PEOPLE + 1]


def ties_of(actor: Actor, account: Account) -> list[Tie]:
    """The customers that this one is related to, named from its own side."""
    noun = noun_named("account")
    rows = AccountRelation.objects.filter(
        Q(sees(actor, noun, "other"), account=account.pk)
        | Q(sees(actor, noun, "account"), other=account.pk),
        deleted_at=None,
    ).select_related("account", "other")
    return [
        Tie(one.other, one.get_kind_display(), one.note)
        if one.account_id == account.pk
        else Tie(one.account, _reversed(one), one.note)
        for one in rows[:TIES]
    ]


def consents_of(account: Account | None, person: Person | None) -> Sequence[Consent]:
    """The latest statement on each purpose and channel, newest first."""
    whose = Q(person=person.pk) if person else Q(account=account, person=None)
    latest: dict[tuple[str, str], Consent] = {}
    for said in Consent.objects.filter(whose).order_by("-at", "-state", "-pk"):
        latest.setdefault((said.purpose, said.channel), said)
    order = {purpose: place for place, purpose in enumerate(Purpose.values)}
    return sorted(latest.values(), key=lambda said: order[said.purpose])


def _reversed(relation: AccountRelation) -> str:
    return str(REVERSED.get(LinkKind(relation.kind), relation.get_kind_display()))
