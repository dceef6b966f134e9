"""What every page of the shell needs: the rail, the person, the chosen look."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from guanxi.platform.actors.models import Team
from guanxi.platform.actors.versions import version_of
from guanxi.platform.i18n.reader import is_chinese
from guanxi.platform.signin.viewing import actor_of, seen_person
from guanxi.web.navigation import Room, rooms_for

THEMES = ("light", "dark")
DENSITIES = ("compact", "standard", "roomy")
PHONE_ROOMS = 2
MANY = 99
UNREAD = "SELECT COUNT(*) FROM platform_notification WHERE user_id = %s AND read_at IS NULL"


@dataclass(frozen=True)
class Look:
    """How this browser shows the house: the theme it pinned, the height of rows."""

    theme: str = ""
    density: str = "standard"


@dataclass(frozen=True)
class Standing:
    """Who looks at a page, and what waits for them at this moment."""

    path: str
    person: str = ""
    person_key: int = 0
    unread: str = ""
    keys_off: bool = False
    viewing: str = ""


@dataclass(frozen=True)
class Shell(Standing):
    """The window around a page."""

    firm: str = ""
    rooms: list[Room] = field(default_factory=list)

    @property
    def is_home(self) -> bool:
        """Whether the page is my day."""
        return self.path == "/"

    @property
    def is_notices(self) -> bool:
        """Whether the page is the notice centre."""
        return self.path.startswith("/notices/")

    @property
    def is_settings(self) -> bool:
        """Whether the page belongs to settings."""
        return self.path.startswith(("/settings/", "/bin/"))

    @property
    def page(self) -> str:
        """What the rail calls the page that is open; empty where the rail does not name it."""
        items = [item for room in self.rooms for item in room.items]
        return next((str(item.label) for item in items if item.is_current), "")

    @property
    def is_rooms(self) -> bool:
        """Whether the page lists all the others."""
        return self.path == "/rooms/"

    @property
    def is_elsewhere(self) -> bool:
        """Whether the page belongs to nothing that the tab bar of a phone names."""
        return not self.is_home and not any(room.is_current for room in self.phone_rooms)

    @cached_property
    def rail_key(self) -> str:
        """All that the rail shows, so that one written before can stand again."""
        items = [item for room in self.rooms for item in room.items]
        marks = [f"{one.href}*" if one.is_current else one.href for one in items]
        place = f"{self.is_home:d}{self.is_notices:d}{self.is_settings:d}{self.is_rooms:d}"
        return " ".join([*marks, place, self.unread, str(self.person_key), self.person, self.firm])

    @property
    def phone_rooms(self) -> list[Room]:
        """The rooms that fit into the tab bar of a phone."""
        return self.rooms[:PHONE_ROOMS]


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of every page: `shell` (made when first used) and `look`."""
    return {
        "shell": SimpleLazyObject(lambda: shell_around(request, standing_of(request))),
        "look": look_of(request),
    }


def look_of(request: HttpRequest) -> Look:
    """How this browser shows the house."""
    return Look(
        theme=_chosen(request, "guanxi_theme", THEMES, ""),
        density=_chosen(request, "guanxi_density", DENSITIES, "standard"),
    )


def standing_of(request: HttpRequest) -> Standing:
    """Who asks for this page, and what waits for them."""
    user = request.user
    return Standing(
        path=request.path,
        unread=_unread(user.pk or 0),
        keys_off=not getattr(user, "preferences", {}).get("single_keys", True),
        person=str(user) if user.is_authenticated else "",
        viewing=str(seen_person(request) or "") if user.is_authenticated else "",
        person_key=user.pk or 0,
    )


def shell_around(request: HttpRequest, standing: Standing) -> Shell:
    """The window around this page for whoever asks for it."""
    is_guest = not request.user.is_authenticated
    return Shell(
        **vars(standing),
        firm=firm_name(version_of("rights")),
        rooms=[] if is_guest else rooms_for(actor_of(request), request.path),
    )


def _unread(user_id: int) -> str:
    """How many notices wait; written out, since every page asks."""
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, [user_id])
        return counted(int(cursor.fetchone()[0]))


def counted(waiting: int) -> str:
    """How many wait, as the bell shows it: nothing, 7, 99+."""
    return f"{MANY}+" if waiting > MANY else str(waiting or "")


def firm_name(version: int) -> str:
    """The name of the firm, the root of its teams; teams are renamed under a new version."""
    name, english = _firm_names(version)
    return (name if is_chinese() else english or name) or "Guanxi"


@lru_cache(maxsize=4)
def _firm_names(version: int) -> tuple[str, str]:
    return Team.objects.filter(parent=None).values_list("name", "name_en").first() or ("", "")


def _chosen(request: HttpRequest, cookie: str, allowed: tuple[str, ...], otherwise: str) -> str:
    value = request.COOKIES.get(cookie, otherwise)
    return value if value in allowed else otherwise
