"""Where teams stand: found by a part of their name, or of the names of those above them."""

from dataclasses import dataclass
from functools import lru_cache

from guanxi.platform.actors.models import Team
from guanxi.platform.actors.spelling import plainly, spellings


@dataclass(frozen=True)
class Placed:
    """A team with the names of those above it, nearest first; the firm itself is left out."""

    team: Team
    above: tuple[Team, ...]

    @property
    def where(self) -> str:
        """The teams above in the reader's language, as an address is written: nearest first."""
        return " · ".join(one.called for one in self.above)


def placed(keys: set[int] | None = None) -> list[Placed]:
    """The living teams by name, or those of these numbers, each with where it stands."""
    teams = {one.pk: one for one in Team.objects.order_by("name_key", "pk")}
    return [
        Placed(one, _above(one, teams))
        for one in teams.values()
        if (one.retired_at is None if keys is None else one.pk in keys)
    ]


def teams_named(text: str, limit: int | None = None) -> list[Placed]:
    """Living teams of whom each word is in their name or in one above; names that begin so first.

    At least one word is in the name itself: who types a region wants it before all below it.
    """
    words = text.split()
    found = [one for one in placed() if _is_meant(one, words)]
    if words:
        found.sort(key=lambda one: f"\n{plainly(words[0])}" not in _ways(one.team))
    return found[:limit]


def _is_meant(one: Placed, words: list[str]) -> bool:
    own, around = _ways(one.team), "".join(_ways(team) for team in one.above)
    plain = [plainly(word) for word in words]
    whole = plainly("".join(words)) in own
    return whole or (
        all(word in own + around for word in plain) and any(word in own for word in plain)
    )


def _ways(team: Team) -> str:
    return _spelled(team.name) + (_spelled(team.name_en) if team.name_en else "")


# Some hundred names are asked for at every letter that somebody types.
_spelled = lru_cache(maxsize=4096)(spellings)


def _above(team: Team, teams: dict[int, Team]) -> tuple[Team, ...]:
    found, parent = [], teams.get(team.parent_id or 0)
    while parent is not None and parent.parent_id:
        found.append(parent)
        parent = teams.get(parent.parent_id)
    return tuple(found)
