"""Whom something is shown to."""

from dataclasses import dataclass

from guanxi.platform.actors.models import Role, Team, User


@dataclass(frozen=True)
class Audience:
    """A person, a team or a role, exactly one of them, and whether it may also edit."""

    user: User | None = None
    team: Team | None = None
    role: Role | None = None
    can_edit: bool = False

    @property
    def is_one(self) -> bool:
        """Whether exactly one of the three is named."""
        return sum(one is not None for one in (self.user, self.team, self.role)) == 1
