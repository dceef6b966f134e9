"""The pages of settings: on the hub, and found from anywhere by their names."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.fields import Label


@dataclass(frozen=True)
class Place:
    """One page of settings and what it is for."""

    href: str
    label: Label
    icon: str
    about: Label = ""


MINE = (
    Place("/settings/me/", _("Language, time zone, look"), "sliders"),
    Place("/settings/security/", _("Second factor and passkeys"), "shield"),
    Place("/settings/password/", _("Password"), "key"),
    Place("/settings/sessions/", _("Where I am signed in"), "globe"),
    Place("/settings/api-keys/", _("API keys"), "link"),
    Place("/settings/jobs/", _("Jobs and their files"), "refresh"),
    Place("/batches/", _("Acts on many rows"), "rows", _("How each row went, and the way back")),
    Place("/bin/", _("Recycle bin"), "trash"),
)
FIRM = [
    Place(
        "/settings/people/",
        pgettext_lazy("settings", "People"),
        "people",
        _("Who works here, in which team, with which roles"),
    ),
    Place("/settings/teams/", _("Teams"), "team", _("The tree by which rights reach")),
    Place(
        "/settings/roles/",
        _("Roles and rights"),
        "lock",
        _("What each role may do, and over which rows"),
    ),
    Place(
        "/settings/sharing/",
        _("Sharing rules"),
        "assign",
        _("Records shown to others by their conditions"),
    ),
    Place(
        "/settings/fields/",
        _("Fields and record types"),
        "columns",
        _("Your own fields on any record, your own records"),
    ),
    Place(
        "/term/",
        _("Words in English"),
        "globe",
        _("What industries, categories, tags and posts are called for readers of English"),
    ),
    Place(
        "/settings/views/",
        pgettext_lazy("settings", "Views"),
        "list",
        _("Views for all, and with which a list opens"),
    ),
    Place(
        "/settings/boards/",
        pgettext_lazy("settings", "Boards"),
        "board",
        _("How many may stand in a stage"),
    ),
    Place(
        "/settings/workdays/",
        _("Days of work"),
        "calendar",
        _("Public holidays, weekends at work, days of our own"),
    ),
    Place("/settings/webhooks/", _("Webhooks"), "globe", _("Other systems that hear what happens")),
    Place(
        "/settings/definitions/",
        _("Definitions as a file"),
        "download",
        _("From a test installation into the one in use"),
    ),
    Place("/settings/audit/", _("Audit"), "history", _("Who changed what, and when")),
    Place("/settings/health/", _("Health"), "flag", _("Jobs, deliveries, space")),
]


def lend_place(place: Place) -> None:
    """Add a page of a higher room to what administrators open."""
    if place.href not in {one.href for one in FIRM}:
        FIRM.append(place)


def places_for(actor: Actor) -> tuple[Place, ...]:
    """The pages of settings that this actor may open."""
    return (*MINE, *FIRM) if actor.is_administrator else MINE
