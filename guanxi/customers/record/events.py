"""What customers and people did with us, and what colleagues changed: two tellers of events."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.customers.choices import Channel, Direction
from guanxi.customers.models import Account, Interaction, Person
from guanxi.platform.actors.actor import Actor
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.fields import Label
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_of
from guanxi.platform.nouns.timeline import Before, Event, timeline

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
_HAPPENED: dict[str, tuple[str, Label]] = {
    "created": ("plus", gettext_lazy("made this record")),
    "deleted": ("trash", gettext_lazy("moved this to the recycle bin")),
    "restored": ("undo", gettext_lazy("restored this")),
    "merged": ("merge", gettext_lazy("merged another record into this one")),
    "unmerged": ("undo", gettext_lazy("took a merge apart")),
    "next_step_completed": ("check", gettext_lazy("completed:")),
    "consent_recorded": ("shield", gettext_lazy("recorded consent")),
    "consent_withdrawn": ("x", gettext_lazy("recorded a withdrawal of consent")),
    "data_exported": ("download", gettext_lazy("exported the personal data")),
    "shared": ("people", gettext_lazy("shared this")),
    "unshared": ("people", gettext_lazy("stopped sharing this")),
}


@timeline("account", "contact", "contact")
def contacts_of_account(
    actor: Actor, account: Account, before: Before | None, limit: int
) -> Iterable[Event]:
    """The log of contacts of a customer."""
    return _contacts(actor, Q(account=account.pk), before, limit)


@timeline("person", "contact", "contact")
def contacts_of_person(
    actor: Actor, person: Person, before: Before | None, limit: int
) -> Iterable[Event]:
    """The log of contacts with a person."""
    return _contacts(actor, Q(person=person.pk), before, limit)


@timeline("account", "change", "change")
def changes_of_account(
    actor: Actor, account: Account, before: Before | None, limit: int
) -> Iterable[Event]:
    """What colleagues changed on a customer."""
    return _changes(actor, account, before, limit)


@timeline("person", "change", "change")
def changes_of_person(
    actor: Actor, person: Person, before: Before | None, limit: int
) -> Iterable[Event]:
    """What colleagues changed on a person."""
    return _changes(actor, person, before, limit)


def _contacts(actor: Actor, whose: Q, before: Before | None, limit: int) -> list[Event]:
    if not actor.may("interaction.read"):
        return []
    rows = Interaction.objects.filter(whose, deleted_at=None)
    if before:
        rows = rows.filter(before.condition("contact", "happened_at"))
    rows = rows.select_related("person", "staff", "account")
    return [_contact(actor, row) for row in rows.order_by("-happened_at", "-pk")[:limit]]


def _contact(actor: Actor, row: Interaction) -> Event:
    icon, tone = _LOOKS.get(Channel(row.channel), ("circle", ""))
    subject = row.subject if row.content and row.subject != row.content else ""
    hidden = actor.field_mode("interaction", "content") in {"hidden", "masked"}
    return Event(
        at=row.happened_at,
        source="contact",
        key=row.pk,
        who=_speaker(row),
        title=_said(row),
        text="" if hidden else row.content or row.subject,
        slip="" if hidden else subject,
        icon=icon,
        tone=tone,
        href=f"/interaction/{row.pk}/",
        badge=row.outcome,
    )


def _speaker(row: Interaction) -> str:
    if row.direction == Direction.IN:
        return row.person.name if row.person else _("Customer")
    return row.staff.name if row.staff else ""


def _said(row: Interaction) -> str:
    other = row.staff if row.direction == Direction.IN else row.person
    name = other.name if other else ""
    if row.channel == Channel.NOTE:
        return _("noted")
    channel = row.get_channel_display()
    return _("%(channel)s with %(name)s") % {"channel": channel, "name": name} if name else channel


def _changes(actor: Actor, record: Any, before: Before | None, limit: int) -> list[Event]:
    noun = noun_of(type(record))
    rows = Fact.objects.filter(noun=noun.key, record_id=record.pk)
    if before:
        rows = rows.filter(before.condition("change", "at"))
    return [_change(actor, noun, row) for row in rows.order_by("-at", "-pk")[:limit]]


def _change(actor: Actor, noun: Noun[Any], fact: Fact) -> Event:
    what = fact.kind.rpartition(".")[2]
    icon, title = _HAPPENED.get(what, ("edit", gettext_lazy("changed")))
    shown = {
        name: pair
        for name, pair in fact.changes.items()
        if name in noun.fields and actor.field_mode(noun.key, name) in {"full", "read"}
    }
    changes = [_changed(noun, name, pair) for name, pair in shown.items() if what == "updated"]
    step = fact.data.get("step", "")
    return Event(
        at=fact.at,
        source="change",
        key=fact.pk,
        who=fact.actor_name or "Guanxi",
        title=f"{title} {step}" if step else title,
        text=str(fact.data.get("outcome", "")),
        icon=icon,
        is_slight=True,
        changes=changes,
    )


def _changed(noun: Noun[Any], name: str, pair: list[Any]) -> tuple[Label, str, str]:
    """A field with its value before and after; what only numbers name is left to the history."""
    field = noun.fields[name]
    if field.is_relation or field.type in {"money", "json", "file", "long"}:
        return field.label, "", ""
    before, after = (_written(field.options.get(str(value), value)) for value in pair)
    return field.label, before, after


def _written(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    return "" if value is None else str(value)
