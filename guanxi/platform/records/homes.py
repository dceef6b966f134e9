"""Which team a new record belongs to: that of its owner, where only the owner is said."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from guanxi.platform.actors.models import User
from guanxi.platform.nouns.noun import Noun


def follows_owner(noun: Noun[Any], values: Mapping[str, Any]) -> bool:
    """Whether these values name an owner and leave the team open."""
    return bool(values.get("owner")) and "team" not in values and "team" in noun.own_fields


def home_of(owner: Any) -> dict[str, Any]:
    """The team where the owner is at home, as the value of a record; nothing where there is none.

    Else what an administrator writes for sellers would lie out of their managers' reach.
    """
    team = User.objects.filter(pk=owner).values_list("team", flat=True).first()
    return {"team": team} if team else {}


class Homes:
    """The home team of every owner, read once for many records."""

    @cached_property
    def _teams(self) -> dict[int, int]:
        known = User.objects.exclude(team=None)
        return dict(known.values_list("pk", "team"))

    def of(self, owner: Any, otherwise: Any) -> Any:
        """The team of an owner; ``otherwise`` where they have none."""
        return self._teams.get(owner, otherwise)
