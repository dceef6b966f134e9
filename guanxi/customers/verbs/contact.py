"""Logging contacts, and agreeing on what comes next."""

import datetime as dt
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.customers.choices import Channel, Direction
from guanxi.customers.models import Account, Interaction, Person
from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record
from guanxi.platform.verbs.params import Param
from guanxi.platform.verbs.taking_back import takes_back
from guanxi.platform.verbs.verb import verb

EARLY = dt.timedelta(minutes=5)


def has_next_step(account: Account) -> bool:
    """Whether something is agreed to be done."""
    return bool(account.next_step)


@verb(_("Log a contact"), "edit", icon="note", is_bulk=False, shortcut="l")
def log_interaction(  # noqa: PLR0913 - a contact has as many sides
    account: Account,
    *,
    channel: Annotated[Channel, Param(_("Channel"))],
    direction: Annotated[Direction, Param(_("Direction"))] = Direction.NONE,
    person: Annotated[Person | None, Param(pgettext_lazy("contact", "Person"))] = None,
    subject: Annotated[str, Param(_("Subject"))] = "",
    content: Annotated[str, Param(_("Content"), type="long")] = "",
    outcome: Annotated[str, Param(_("Outcome"))] = "",
    happened_at: Annotated[dt.datetime | None, Param(_("When"))] = None,
    place: Annotated[str, Param(pgettext_lazy("of a meeting", "Place"), most=200)] = "",
    position: Annotated[str, Param(_("Position"), is_asked=False)] = "",
    actor: Actor,
    at: dt.datetime,
) -> Interaction:
    """One contact in the log of the customer, and of the person it was with."""
    when = happened_at or at
    _check_contact(when, subject, content, at)
    values: dict[str, Any] = {
        "account": account.pk,
        "person": person.pk if person else None,
        "staff": actor.user_id,
        "channel": channel,
        "direction": direction,
        "happened_at": when,
        "subject": subject or _first_line(content),
        "content": content,
        "outcome": outcome,
        "place": place,
        "position": position,
    }
    made: Interaction = create_record(noun_named("interaction"), values, actor=actor, at=at)
    return made


@verb(_("Set the next step"), "edit", icon="flag")
def set_next_step(
    account: Account,
    *,
    step: Annotated[str, Param(_("Next step"))],
    by: Annotated[dt.datetime | None, Param(_("Due"), plans=True)] = None,
    actor: Actor,
    at: dt.datetime,
) -> Account:
    """The customer with what is to be done next, and by when."""
    values = {"next_step": step, "next_step_at": by}
    return _changed(account, values, actor, at)


@verb(_("Complete the next step"), "edit", icon="check", offered=has_next_step)
def complete_next_step(
    account: Account,
    *,
    outcome: Annotated[str, Param(_("Outcome"))] = "",
    then: Annotated[str, Param(_("Following step"))] = "",
    then_by: Annotated[dt.datetime | None, Param(_("Due"), plans=True)] = None,
    actor: Actor,
    at: dt.datetime,
) -> Account:
    """The customer with that step done, and the following one where it is named."""
    data = {"step": account.next_step, "outcome": outcome}
    publish(
        Happening("account.next_step_completed", "account", account.pk, data=data),
        actor=actor,
        at=at,
    )
    values = {"next_step": then, "next_step_at": then_by if then else None}
    return _changed(account, values, actor, at)


@takes_back("account.next_step_completed")
def take_back_completion(noun: Noun[Any], fact: Fact, actor: Actor, at: dt.datetime) -> None:
    """Nothing more: the step itself comes back with the change of its field."""


def _changed(account: Account, values: dict[str, Any], actor: Actor, at: dt.datetime) -> Account:
    changed: Account = update_record(noun_named("account"), account.pk, values, actor=actor, at=at)
    return changed


def _check_contact(when: dt.datetime, subject: str, content: str, at: dt.datetime) -> None:
    if when > at + EARLY:
        raise RuleBroken(
            _("Some values need attention."),
            {"happened_at": _("A contact is logged after it happened; plan a task for later.")},
        )
    if not subject and not content:
        raise RuleBroken(
            _("Some values need attention."), {"content": _("Write a word on what happened.")}
        )


def _first_line(content: str) -> str:
    line = content.strip().splitlines()[0] if content.strip() else ""
    return line if len(line) <= 80 else f"{line[:79]}…"
