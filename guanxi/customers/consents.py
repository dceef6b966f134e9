"""Whether we may contact someone, answered in one place and with its reason."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanxi.customers.choices import ConsentState, Purpose
from guanxi.customers.models import Account, Consent, Person
from guanxi.platform.errors import Message

# What a contract needs may be said without asking first (PIPL art. 13 (2), GDPR art. 6 (1) b).
WITHOUT_ASKING = frozenset({Purpose.SERVICE})


@dataclass(frozen=True)
class Answer:
    """Whether we may, why, and the statement that decides it."""

    is_allowed: bool
    reason: Message
    consent: Consent | None = None

    def __bool__(self) -> bool:
        return self.is_allowed


def may_contact(subject: Account | Person, channel: str, purpose: str, at: dt.datetime) -> Answer:
    """Whether ``subject`` may be contacted by ``channel`` for ``purpose`` at that moment."""
    if isinstance(subject, Person):
        return may_contact_people([subject], channel, purpose, at)[subject.pk]
    return may_contact_accounts([subject], channel, purpose, at)[subject.pk]


def may_contact_accounts(
    accounts: Iterable[Account], channel: str, purpose: str, at: dt.datetime
) -> dict[int, Answer]:
    """An answer for each customer by id, in one query."""
    subjects = {account.pk: account for account in accounts}
    said = _latest(Q(account__in=subjects, person=None), "account_id", channel, purpose, at)
    return {pk: _answer(said.get(pk), purpose) for pk in subjects}


def may_contact_people(
    people: Iterable[Person], channel: str, purpose: str, at: dt.datetime
) -> dict[int, Answer]:
    """An answer for each person by id, in two queries.

    A person's own word decides; what their firm forbade is forbidden for its people too.
    """
    subjects = {person.pk: person for person in people}
    own = _latest(Q(person__in=subjects), "person_id", channel, purpose, at)
    firms = {person.account_id for person in subjects.values() if person.account_id}
    firm = _latest(Q(account__in=firms, person=None), "account_id", channel, purpose, at)
    return {
        pk: _answer_for(person, own.get(pk), firm.get(person.account_id or 0), purpose, at)
        for pk, person in subjects.items()
    }


def _answer_for(
    person: Person, own: Consent | None, firm: Consent | None, purpose: str, at: dt.datetime
) -> Answer:
    if person.erased_at:
        return Answer(False, _("This person's data were erased."))
    if person.left_at and person.left_at <= at.date():
        return Answer(False, _("This person no longer works there."))
    if firm is not None and firm.state == ConsentState.WITHDRAWN:
        return Answer(False, _("Their firm has forbidden it."), firm)
    return _answer(own, purpose)


def _answer(said: Consent | None, purpose: str) -> Answer:
    if said is not None and said.state == ConsentState.WITHDRAWN:
        return Answer(False, _("Consent was withdrawn."), said)
    if said is not None:
        return Answer(True, _("Consent was given."), said)
    if purpose in WITHOUT_ASKING:
        return Answer(True, _("What a contract needs may be said without asking."))
    return Answer(False, _("Nobody has asked for consent yet."))


def _latest(
    whose: Q, key: str, channel: str, purpose: str, at: dt.datetime
) -> Mapping[int, Consent]:
    """The last statement for this channel or for all; at one moment a withdrawal is the last."""
    rows = Consent.objects.filter(whose, purpose=purpose, channel__in=("", channel), at__lte=at)
    latest: dict[int, Any] = {}
    for said in rows.order_by("at", "state", "pk"):
        latest[getattr(said, key)] = said
    return latest
