"""What customers and people did with us, told on timelines."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.customers.choices import Channel, Direction
from guanxi.customers.models import Account, Interaction, Person
from guanxi.platform.actors.actor import Actor
from guanxi.platform.facts.telling import call
from guanxi.platform.messages.threads import talked_about
from guanxi.platform.nouns.registry import noun_of, noun_of_record
from guanxi.platform.nouns.timeline import Before, Event, timeline
from guanxi.platform.records.ready import Recounted
from guanxi.platform.records.titles import title_within
from guanxi.platform.records.values import shown_to

_LOOKS = {
    Channel.PHONE: ("phone", "malachite"),
    Channel.EMAIL: ("mail", ""),
    Channel.SMS: ("phone", ""),
    Channel.VISIT: ("meeting", "azurite"),
    Channel.MEETING: ("meeting", "azurite"),
    Channel.NOTE: ("note", ""),
    Channel.WECHAT: ("people", ""),
    Channel.CHAT: ("people", ""),
    Channel.WEB: ("globe", ""),
    Channel.POST: ("mail", ""),
    Channel.PURCHASE: ("order", "malachite"),
    Channel.SERVICE: ("service", "gamboge"),
}
for _what, _icon, _words in (
    ("consent_recorded", "shield", gettext_lazy("recorded consent")),
    ("consent_withdrawn", "x", gettext_lazy("recorded a withdrawal of consent")),
    ("data_exported", "download", gettext_lazy("exported the personal data")),
):
    call(_what, _icon, _words)
talked_about("interaction", "staff")
call("next_step_completed", "check", gettext_lazy("completed:"), quotes="next_step")


@timeline("account", "contact", "contact")
def contacts_of_account(
    actor: Actor, account: Account, before: Before | None, limit: int
) -> Iterable[Event]:
    """The log of contacts of a customer."""
    return _around(_CONTACTS, actor, account, lambda pk: Q(account=pk), before, limit)


@timeline("person", "contact", "contact")
def contacts_of_person(
    actor: Actor, person: Person, before: Before | None, limit: int
) -> Iterable[Event]:
    """The log of contacts with a person."""
    return _around(_CONTACTS, actor, person, lambda pk: Q(person=pk), before, limit)


@timeline("*", "about", "contact")
def contacts_about(actor: Actor, record: Any, before: Before | None, limit: int) -> Iterable[Event]:
    """The contacts that were about a record of another kind."""
    noun = noun_of_record(record).key
    if noun in {"account", "person"}:
        return []

    def about(pk: int) -> Q:
        return Q(about_noun=noun, about_id=pk)

    return _around(_ABOUT, actor, record, about, before, limit)


def _around(
    teller: Recounted[Interaction],
    actor: Actor,
    record: Any,
    whose: Callable[[int], Q],
    before: Before | None,
    limit: int,
) -> list[Event]:
    if not actor.may("interaction.read"):
        return []
    return teller.around(actor, record, whose, before, limit)


def _contact(source: str, actor: Actor, row: Interaction) -> Event:
    icon, tone = _LOOKS.get(Channel(row.channel), ("circle", ""))
    noun = noun_of(Interaction)
    subject = row.subject if row.content and row.subject != row.content else ""
    subject = shown_to(actor, noun, "subject", subject) or ""
    content = shown_to(actor, noun, "content", row.content)
    if not row.content:
        content = shown_to(actor, noun, "subject", row.subject)
    return Event(
        at=row.happened_at,
        source=source,
        key=row.pk,
        who=_speaker(actor, row),
        title=_said(actor, row),
        text=content or "",
        slip=subject,
        icon=icon,
        tone=tone,
        href=f"/interaction/{row.pk}/",
        badge=shown_to(actor, noun, "outcome", row.outcome) or "",
        entry=("interaction", row.pk),
    )


def _speaker(actor: Actor, row: Interaction) -> str:
    if row.direction == Direction.IN:
        return _person(actor, row) or _("Customer")
    return _staff(actor, row)


def _person(actor: Actor, row: Interaction) -> str:
    if row.person is None or actor.field_mode("interaction", "person") not in {"read", "full"}:
        return ""
    return title_within(actor, noun_of(Person), row.person.pk, row.person.name)


def _staff(actor: Actor, row: Interaction) -> str:
    return shown_to(actor, noun_of(Interaction), "staff", row.staff.name if row.staff else "") or ""


def _said(actor: Actor, row: Interaction) -> str:
    name = _staff(actor, row) if row.direction == Direction.IN else _person(actor, row)
    if row.channel == Channel.NOTE:
        return _("noted")
    said = row.get_channel_display()
    if name:
        said = _("%(channel)s with %(name)s") % {"channel": said, "name": name}
    place = shown_to(actor, noun_of(Interaction), "place", row.place)
    return _("%(contact)s, at %(place)s") % {"contact": said, "place": place} if place else said


def _told_as(source: str) -> Recounted[Interaction]:
    joined = ("person", "staff", "account")
    return Recounted(source, Interaction, "happened_at", joined, partial(_contact, source))


_CONTACTS, _ABOUT = _told_as("contact"), _told_as("about")
