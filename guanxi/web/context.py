"""What every page of the shell needs: the rail, the person, the chosen look."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from guanxi.web.acting import actor_of
from guanxi.web.navigation import Room, rooms_for
from guanxi.web.notices.views import unread_count

THEMES = ("light", "dark")
DENSITIES = ("compact", "standard", "roomy")
PHONE_ROOMS = 3
MANY = 99


@dataclass(frozen=True)
class Look:
    """How this browser shows the house: the theme it pinned, the height of rows."""

    theme: str = ""
    density: str = "standard"


@dataclass(frozen=True)
class Shell:
    """The window around a page."""

    firm: str
    path: str
    rooms: list[Room]
    person: str = ""
    person_key: int = 0
    unread: str = ""
    keys_off: bool = False

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
        return self.path.startswith("/settings/")

    @property
    def phone_rooms(self) -> list[Room]:
        """The rooms that fit into the tab bar of a phone."""
        return self.rooms[:PHONE_ROOMS]


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of every page: `shell` (made when first used) and `look`."""
    return {
        "shell": SimpleLazyObject(lambda: _shell(request)),
        "look": Look(
            theme=_chosen(request, "guanxi_theme", THEMES, ""),
            density=_chosen(request, "guanxi_density", DENSITIES, "standard"),
        ),
    }


def _shell(request: HttpRequest) -> Shell:
    user = request.user
    return Shell(
        firm=getattr(settings, "FIRM_NAME", "Guanxi"),
        path=request.path,
        rooms=rooms_for(actor_of(request), request.path) if user.is_authenticated else [],
        unread=_unread(user.pk) if user.is_authenticated else "",
        keys_off=not getattr(user, "preferences", {}).get("single_keys", True),
        person=str(user) if user.is_authenticated else "",
        person_key=user.pk or 0,
    )


def _unread(user_id: int) -> str:
    count = unread_count(user_id)
    return f"{MANY}+" if count > MANY else str(count or "")


def _chosen(request: HttpRequest, cookie: str, allowed: tuple[str, ...], otherwise: str) -> str:
    value = request.COOKIES.get(cookie, otherwise)
    return value if value in allowed else otherwise
