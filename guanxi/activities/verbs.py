"""What can be done with tasks, meetings and calls."""

import datetime as dt
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.activities import rules
from guanxi.activities.models import Activity, ActivityKind, ActivityState, Attendee, Priority
from guanxi.customers.choices import Channel, Direction
from guanxi.customers.models import Account
from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import User
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.changing import changing
from guanxi.platform.records.writing import create_record
from guanxi.platform.verbs.params import Param
from guanxi.platform.verbs.verb import verb

LOGGED_AS = {ActivityKind.MEETING: Channel.MEETING, ActivityKind.CALL: Channel.PHONE}
Outcome = Annotated[str, Param(_("Outcome"), type="long")]
Colleague = Annotated[User, Param(_("Colleague"))]


@verb(pgettext_lazy("an activity", "Complete"), "edit", offered=rules.is_open, icon="check")
def complete_activity(
    activity: Activity, *, outcome: Outcome = "", actor: Actor, at: dt.datetime
) -> Activity:
    """Tick it off; a meeting or call with a customer also enters the log of contacts."""
    with changing(activity, "completed", actor=actor, at=at):
        activity.state, activity.done_at = ActivityState.DONE, at
        activity.outcome = outcome or activity.outcome
        activity.snoozed_until = None
    _log_contact(activity, actor, at)
    return activity


@verb(pgettext_lazy("an activity", "Reopen"), "edit", offered=rules.is_settled, icon="undo")
def reopen_activity(activity: Activity, *, actor: Actor, at: dt.datetime) -> Activity:
    """Put it back among what is to be done."""
    with changing(activity, "reopened", actor=actor, at=at):
        activity.state, activity.done_at = ActivityState.OPEN, None
    return activity


@verb(pgettext_lazy("an activity", "Call off"), "edit", offered=rules.is_open, icon="x")
def cancel_activity(
    activity: Activity,
    *,
    reason: Annotated[str, Param(_("Reason"))] = "",
    actor: Actor,
    at: dt.datetime,
) -> Activity:
    """It will not take place; nobody is reminded of it any more."""
    with changing(activity, "cancelled", actor=actor, at=at, data={"reason": reason}):
        activity.state, activity.remind_at = ActivityState.CANCELLED, None
    return activity


@verb(_("Snooze"), "edit", offered=rules.is_open, icon="clock")
def snooze_activity(
    activity: Activity,
    *,
    until: Annotated[dt.datetime, Param(pgettext_lazy("snooze", "Until"), plans=True)],
    actor: Actor,
    at: dt.datetime,
) -> Activity:
    """Out of sight until then; when it falls due stays as it is."""
    rules.check_snooze(until, at)
    with changing(activity, "snoozed", actor=actor, at=at):
        activity.snoozed_until = activity.remind_at = until
        activity.reminded_at = None
    return activity


@verb(_("Reschedule"), "edit", offered=rules.is_open, icon="calendar")
def reschedule_activity(
    activity: Activity,
    *,
    due_at: Annotated[dt.datetime, Param(_("New time"), plans=True)],
    actor: Actor,
    at: dt.datetime,
) -> Activity:
    """Move it to another time; its length and the notice of the reminder stay."""
    with changing(activity, "rescheduled", actor=actor, at=at):
        moved = rules.moved(activity.due_at, activity.ends_at, activity.remind_at, due_at)
        activity.due_at, activity.ends_at, activity.remind_at = moved
        activity.snoozed_until = activity.reminded_at = None
    return activity


@verb(_("Invite a colleague"), "edit", offered=rules.is_open, icon="people", is_bulk=False)
def invite_colleague(
    activity: Activity, *, colleague: Colleague, actor: Actor, at: dt.datetime
) -> Activity:
    """Let a colleague take part: it stands in their calendar and they are reminded too."""
    Attendee.objects.get_or_create(activity=activity, user=colleague)
    with changing(activity, "invited", actor=actor, at=at, data={"user": colleague.pk}):
        pass
    return activity


@verb(_("Add a task"), "edit", icon="check")
def add_task(
    account: Account,
    *,
    subject: Annotated[str, Param(_("Subject"))],
    due_at: Annotated[dt.datetime | None, Param(_("When"))] = None,
    priority: Annotated[Priority, Param(_("Priority"))] = Priority.NORMAL,
    actor: Actor,
    at: dt.datetime,
) -> Activity:
    """A task about the customer for its owner, or for whoever adds it where it has none."""
    values: dict[str, Any] = {
        "kind": ActivityKind.TASK,
        "name": subject,
        "due_at": due_at,
        "priority": priority,
        "account": account.pk,
        "owner": account.owner_id or actor.user_id,
        "team": account.team_id or actor.team_id,
    }
    made: Activity = create_record(noun_named("activity"), values, actor=actor, at=at)
    return made


def _log_contact(activity: Activity, actor: Actor, at: dt.datetime) -> None:
    channel = LOGGED_AS.get(ActivityKind(activity.kind))
    account = activity.account_id
    interaction = noun_named("interaction")
    if channel is None or account is None or not actor.may(interaction.permission("create")):
        return
    values: dict[str, Any] = {
        "account": account,
        "person": activity.person_id,
        "staff": actor.user_id,
        "channel": channel,
        "direction": Direction.OUT,
        "happened_at": min(activity.due_at or at, at),
        "subject": activity.name,
        "content": activity.description,
        "outcome": activity.outcome[:200],
        "place": activity.place,
        "duration_seconds": _seconds(activity),
    }
    create_record(interaction, values, actor=actor, at=at)


def _seconds(activity: Activity) -> int | None:
    """How long it was planned to take; None where no end was set or it took whole days."""
    if activity.due_at is None or activity.ends_at is None or activity.is_all_day:
        return None
    return int((activity.ends_at - activity.due_at).total_seconds()) or None
