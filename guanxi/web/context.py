"""What every page of the shell needs: the rail, the person, the chosen look."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Subquery
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from guanxi.platform.actors.models import Team
from guanxi.platform.messages.models import Notification
from guanxi.web.acting import actor_of
from guanxi.web.navigation import Room, rooms_for
from guanxi.web.viewing import seen_person

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
    viewing: str = ""

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
    firm, unread = _firm_and_unread(user.pk or 0)
    return Shell(
        firm=firm,
        path=request.path,
        rooms=rooms_for(actor_of(request), request.path) if user.is_authenticated else [],
        unread=unread,
        keys_off=not getattr(user, "preferences", {}).get("single_keys", True),
        person=str(user) if user.is_authenticated else "",
        viewing=str(seen_person(request) or "") if user.is_authenticated else "",
        person_key=user.pk or 0,
    )


def _firm_and_unread(user_id: int) -> tuple[str, str]:
    """The name of the firm (the root of its teams) and the unread notices, in one query."""
    waiting = Notification.objects.filter(user_id=user_id, read_at=None).order_by()
    counted = waiting.values("user_id").annotate(found=Count("pk")).values("found")
    row = (
        Team.objects.filter(parent=None)
        .annotate(unread=Subquery(counted))
        .values_list("name", "unread")
        .first()
    )
    name, unread = row or ("Guanxi", 0)
    return name, f"{MANY}+" if (unread or 0) > MANY else str(unread or "")


def _chosen(request: HttpRequest, cookie: str, allowed: tuple[str, ...], otherwise: str) -> str:
    value = request.COOKIES.get(cookie, otherwise)
    return value if value in allowed else otherwise
