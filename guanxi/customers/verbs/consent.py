"""Writing down what customers allow and forbid."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from guanxi.customers.choices import Channel, ConsentState, Purpose
from guanxi.customers.models import Account, Consent, Person
from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.verbs.params import Param
from guanxi.platform.verbs.verb import verb

_ANY = _("Leave empty for every channel.")
_STAYS = _("What was said of consent stays on record: record or withdraw it anew.")


@dataclass(frozen=True)
class Statement:
    """What was said about one purpose, on one channel or on all."""

    state: ConsentState
    purpose: Purpose
    channel: Channel | None
    evidence: str
    text_version: str = ""
    given_at: dt.datetime | None = None


@verb(_("Record consent"), "edit", icon="shield", stays=_STAYS)
def record_consent(  # noqa: PLR0913 - the law asks for each
    account: Account,
    *,
    purpose: Annotated[Purpose, Param(_("Purpose"))],
    evidence: Annotated[str, Param(_("Evidence"), help=_("Where and how it was given."))],
    channel: Annotated[Channel | None, Param(_("Channel"), help=_ANY)] = None,
    text_version: Annotated[str, Param(_("Version of the text"))] = "",
    given_at: Annotated[dt.datetime | None, Param(_("Given"))] = None,
    actor: Actor,
    at: dt.datetime,
) -> Consent:
    """A line in the ledger that the customer allows contact for a purpose."""
    granted = ConsentState.GRANTED
    said = Statement(granted, purpose, channel, evidence, text_version, given_at)
    return _write(account, None, said, actor, at)


@verb(_("Withdraw consent"), "edit", icon="x", stays=_STAYS)
def withdraw_consent(
    account: Account,
    *,
    purpose: Annotated[Purpose, Param(_("Purpose"))],
    channel: Annotated[Channel | None, Param(_("Channel"), help=_ANY)] = None,
    evidence: Annotated[str, Param(_("Evidence"))] = "",
    actor: Actor,
    at: dt.datetime,
) -> Consent:
    """A line in the ledger that the customer forbids contact for a purpose, from now on."""
    said = Statement(ConsentState.WITHDRAWN, purpose, channel, evidence)
    return _write(account, None, said, actor, at)


@verb(_("Record consent"), "edit", icon="shield", stays=_STAYS)
def record_consent_of_person(  # noqa: PLR0913 - the law asks for each
    person: Person,
    *,
    purpose: Annotated[Purpose, Param(_("Purpose"))],
    evidence: Annotated[str, Param(_("Evidence"), help=_("Where and how it was given."))],
    channel: Annotated[Channel | None, Param(_("Channel"), help=_ANY)] = None,
    text_version: Annotated[str, Param(_("Version of the text"))] = "",
    given_at: Annotated[dt.datetime | None, Param(_("Given"))] = None,
    actor: Actor,
    at: dt.datetime,
) -> Consent:
    """A line in the ledger that the person allows contact for a purpose."""
    granted = ConsentState.GRANTED
    said = Statement(granted, purpose, channel, evidence, text_version, given_at)
    return _write(person.account, person, said, actor, at)


@verb(_("Withdraw consent"), "edit", icon="x", stays=_STAYS)
def withdraw_consent_of_person(
    person: Person,
    *,
    purpose: Annotated[Purpose, Param(_("Purpose"))],
    channel: Annotated[Channel | None, Param(_("Channel"), help=_ANY)] = None,
    evidence: Annotated[str, Param(_("Evidence"))] = "",
    actor: Actor,
    at: dt.datetime,
) -> Consent:
    """A line in the ledger that the person forbids contact for a purpose, from now on."""
    said = Statement(ConsentState.WITHDRAWN, purpose, channel, evidence)
    return _write(person.account, person, said, actor, at)


def _write(
    account: Account | None, person: Person | None, said: Statement, actor: Actor, at: dt.datetime
) -> Consent:
    if said.given_at and said.given_at > at:
        raise RuleBroken(
            _("Some values need attention."), {"given_at": _("This is in the future.")}
        )
    if person is not None and person.erased_at:
        raise RuleBroken(_("This person's data were erased."))
    consent = Consent.objects.create(
        account=account,
        person=person,
        channel=said.channel or "",
        purpose=said.purpose,
        state=said.state,
        at=said.given_at or at,
        evidence=said.evidence,
        text_version=said.text_version,
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )
    noun, pk = ("person", person.pk) if person else ("account", account.pk if account else None)
    kind = "consent_recorded" if said.state == ConsentState.GRANTED else "consent_withdrawn"
    data = {"consent": consent.pk, "purpose": consent.purpose, "channel": consent.channel}
    publish(Happening(f"{noun}.{kind}", noun, pk, data=data), actor=actor, at=at)
    return consent
