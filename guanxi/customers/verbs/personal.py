"""What a person may demand: a copy of their data, and its erasure."""

import datetime as dt
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from guanxi.customers.choices import AccountKind
from guanxi.customers.models import Account, Erasure, Person
from guanxi.customers.personal.erasing import erase
from guanxi.customers.personal.exporting import personal_data
from guanxi.platform.actors.actor import Actor
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.verbs.params import Param
from guanxi.platform.verbs.verb import verb


def is_consumer(account: Account) -> bool:
    """Whether the customer is a person."""
    return account.kind == AccountKind.PERSON


def is_kept(person: Person) -> bool:
    """Whether the person's data are still there."""
    return person.erased_at is None


@verb(
    _("Export personal data"),
    "export",
    icon="download",
    is_bulk=False,
    gives_file=True,
    offered=is_kept,
)
def export_personal_data(person: Person, *, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Everything kept about the person, as JSON can hold it."""
    return _exported(person, "person", actor, at)


@verb(
    _("Export personal data"),
    "export",
    icon="download",
    is_bulk=False,
    gives_file=True,
    offered=is_consumer,
)
def export_consumer_data(account: Account, *, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Everything kept about a customer who is a person, as JSON can hold it."""
    return _exported(account, "account", actor, at)


@verb(
    _("Erase personal data"),
    "delete",
    icon="trash",
    is_bulk=False,
    is_dangerous=True,
    offered=is_kept,
)
def erase_person(
    person: Person,
    *,
    reason: Annotated[str, Param(_("Reason"), help=_("Such as the date of the demand."))],
    actor: Actor,
    at: dt.datetime,
) -> Erasure:
    """The proof that the person's data are gone; contacts and books keep dates and amounts."""
    return erase(person, reason=reason, actor=actor, at=at)


@verb(
    _("Erase personal data"),
    "delete",
    icon="trash",
    is_bulk=False,
    is_dangerous=True,
    offered=is_consumer,
)
def erase_consumer(
    account: Account,
    *,
    reason: Annotated[str, Param(_("Reason"), help=_("Such as the date of the demand."))],
    actor: Actor,
    at: dt.datetime,
) -> Erasure:
    """The proof that the data of a customer who is a person are gone; orders keep their amounts."""
    return erase(account, reason=reason, actor=actor, at=at)


def _exported(record: Any, noun: str, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    publish(Happening(f"{noun}.data_exported", noun, record.pk), actor=actor, at=at)
    return personal_data(record, at)
