"""Centres of influence and thin threads, over the customers one may see; and one's relations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guanxi.customers.choices import REVERSED, LinkKind
from guanxi.customers.models import Account, AccountRelation, Affiliation, Person
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import visible_to

if TYPE_CHECKING:
    import duckdb

MOST_CENTRES = 20
CENTRES = """
SELECT m.account_id, m.degree, m.influence, m.between_percent, m.circle, m.people,
    e.engagement_value
FROM measure_network AS m JOIN seen AS s ON s.account_id = m.account_id
LEFT JOIN measure_engagement AS e ON e.account_id = m.account_id
WHERE m.degree > 0 AND m.influence IS NOT NULL
ORDER BY m.influence DESC, m.degree DESC, m.account_id LIMIT $1
"""
THREADS = """
SELECT m.segment, COUNT(*), SUM(c.value)
FROM measure_network AS m JOIN seen AS s ON s.account_id = m.account_id
LEFT JOIN measure_clv AS c ON c.account_id = m.account_id
GROUP BY m.segment
"""
CLASSES = """
SELECT m.class, COUNT(*)
FROM measure_network AS m JOIN seen AS s ON s.account_id = m.account_id GROUP BY m.class
"""


@dataclass(frozen=True)
class Centre:
    """One customer with its place in the network; value in minor units, None when unknown."""

    account_id: int
    degree: int
    influence: float
    between: int | None
    circle: int
    people: int
    value: int | None


@dataclass(frozen=True)
class Network:
    """The network of the firm as far as one sees it.

    `threads` has, by how many people are known, the customers and their value ahead in minor units,
    None where it is known of none of them.
    """

    centres: tuple[Centre, ...]
    threads: dict[str, tuple[int, int | None]]
    classes: dict[str, int]


@dataclass(frozen=True)
class Tie:
    """One related customer, what it is to the one in the middle, and whether it stands above."""

    account_id: int
    name: str
    kind: str | Promise
    is_above: bool


def network_of(connection: duckdb.DuckDBPyConnection) -> Network:
    """The figures over the view `seen`, as last computed."""
    centres = connection.execute(CENTRES, [MOST_CENTRES]).fetchall()
    threads = connection.execute(THREADS).fetchall()
    return Network(
        tuple(Centre(*row) for row in centres),
        {key: (n, None if value is None else int(value)) for key, n, value in threads},
        dict(connection.execute(CLASSES).fetchall()),
    )


def names_of(actor: Actor, ids: Iterable[int]) -> dict[int, str]:
    """The names of those customers that the actor may see."""
    found = visible_to(actor, noun_named("account")).filter(pk__in=list(ids))
    return dict(found.values_list("pk", "name"))


def ties_of(actor: Actor, account: Account) -> tuple[tuple[Tie, ...], int]:
    """The related customers that the actor may see, and how many there are beside them."""
    found: dict[tuple[int, str], tuple[str | Promise, bool]] = {}
    for other, kind, label, is_above in _stated(account):
        found.setdefault((other, kind), (label, is_above))
    names = names_of(actor, {other for other, _kind in found})
    ties = [
        Tie(other, names[other], label, is_above)
        for (other, _kind), (label, is_above) in found.items()
        if other in names
    ]
    hidden = {other for other, _kind in found} - names.keys()
    return tuple(sorted(ties, key=lambda tie: (str(tie.kind), tie.name))), len(hidden)


def _stated(account: Account) -> Iterable[tuple[int, str, Any, bool]]:
    living = Account.objects.filter(deleted_at=None)
    if account.parent_id:
        yield account.parent_id, "parent", LinkKind.PARENT.label, True
    if account.referrer_id:
        yield account.referrer_id, "referrer", LinkKind.REFERRER.label, True
    for pk in living.filter(parent=account).values_list("pk", flat=True):
        yield pk, "child", REVERSED[LinkKind.PARENT], False
    for pk in living.filter(referrer=account).values_list("pk", flat=True):
        yield pk, "referred", REVERSED[LinkKind.REFERRER], False
    relations = AccountRelation.objects.filter(deleted_at=None)
    for pk, kind in relations.filter(account=account).values_list("other_id", "kind"):
        yield pk, kind, LinkKind(kind).label, kind in {"parent", "referrer", "supplier"}
    for pk, kind in relations.filter(other=account).values_list("account_id", "kind"):
        yield pk, f"of {kind}", REVERSED.get(LinkKind(kind), LinkKind(kind).label), False
    for pk in _sharing(account):
        yield pk, "people", _("Shares people"), False


def _sharing(account: Account) -> set[int]:
    """Other customers at which people of this one have posts."""
    posts = Affiliation.objects.filter(deleted_at=None, until=None)
    people = Person.objects.filter(deleted_at=None, left_at=None)
    ours = set(people.filter(account=account).values_list("pk", flat=True))
    ours |= set(posts.filter(account=account).values_list("person_id", flat=True))
    theirs = set(people.filter(pk__in=ours).values_list("account_id", flat=True))
    theirs |= set(posts.filter(person__in=ours).values_list("account_id", flat=True))
    return {pk for pk in theirs if pk is not None} - {account.pk}
