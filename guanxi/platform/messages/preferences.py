"""What a person wants to be told, where and when."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.models import User
from guanxi.platform.errors import RuleBroken

KINDS: Mapping[str, Any] = {
    "mention": _("Somebody mentions me"),
    "reply": _("Somebody answers me"),
    "assigned": _("A record becomes mine"),
    "shared": _("A record is shared with me"),
    "reminder": _("Something is due"),
    "job": _("Work I started is done"),
    "figure": _("A figure crosses my line"),
}
MAIL: Mapping[str, Any] = {
    "at_once": _("At once"),
    "daily": _("Once a day"),
    "never": _("Never"),
}
USUAL = {
    "mention": "at_once",
    "reply": "at_once",
    "assigned": "daily",
    "shared": "daily",
    "reminder": "at_once",
    "figure": "at_once",
}
DIGEST_AT = dt.time(8)


def mail_wish(user: User, kind: str) -> str:
    """When the person wants mail about ``kind``: at_once, daily or never."""
    wished = user.preferences.get("mail", {}).get(kind)
    return wished if wished in MAIL else USUAL.get(kind, "never")


def wants_on_screen(user: User, kind: str) -> bool:
    """Whether the person wants to see ``kind`` in the notification centre."""
    return kind not in user.preferences.get("muted", [])


@transaction.atomic
def wish(user: User, kind: str, mail: str, *, on_screen: bool = True) -> User:
    """The person, told of ``kind`` as they wish from now on."""
    if kind not in KINDS or mail not in MAIL:
        raise RuleBroken(_("Choose one of the listed values."))
    held = User.objects.select_for_update().get(pk=user.pk)
    muted = set(held.preferences.get("muted", [])) - {kind}
    held.preferences = {
        **held.preferences,
        "mail": {**held.preferences.get("mail", {}), kind: mail},
        "muted": sorted(muted if on_screen else muted | {kind}),
    }
    held.save(update_fields=["preferences"])
    return held


def mail_due_at(user: User, kind: str, at: dt.datetime) -> dt.datetime | None:
    """When mail about something that happens at ``at`` is due; None for never."""
    wished = mail_wish(user, kind)
    if not user.email or wished == "never":
        return None
    return at if wished == "at_once" else next_digest(user, at)


def next_digest(user: User, at: dt.datetime) -> dt.datetime:
    """The person's next eight o'clock in the morning."""
    zone = ZoneInfo(user.time_zone or settings.TIME_ZONE)
    local = at.astimezone(zone)
    day = local.date() + dt.timedelta(days=local.time() >= DIGEST_AT)
    return dt.datetime.combine(day, DIGEST_AT, zone)
