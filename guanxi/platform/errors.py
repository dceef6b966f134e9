"""The two refusals a person can meet; everything else is a bug and crashes loudly."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise

Message = str | Promise
# Why a session is held back: it comes from elsewhere, or its person has to prove themselves anew.
ELSEWHERE, STALE = "elsewhere", "stale"


class RuleBroken(Exception):
    """A rule of the firm forbids this; the message says what to do (answered as 422).

    ``links`` lead, by label and address, to where it is done.
    """

    def __init__(
        self,
        message: Message,
        fields: Mapping[str, Message] | None = None,
        links: Sequence[tuple[Message, str]] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})
        self.links = tuple(links)


class NoRoom(RuleBroken):
    """The disk has no room left, so that nothing of this was saved (answered as 507)."""


class Busy(RuleBroken):
    """Somebody else writes for longer than one waits; nothing was saved (answered as 503)."""


class Away(RuleBroken):
    """The database does not answer; nothing was saved (answered as 503)."""


class Conflict(RuleBroken):
    """Somebody else changed the same fields meanwhile (answered as 409).

    ``differences`` maps a field to what it was, what they made it and what you want.
    """

    def __init__(self, message: Message, differences: Mapping[str, dict[str, Any]]) -> None:
        super().__init__(message)
        self.differences = dict(differences)


class InvalidFilter(RuleBroken):
    """A filter, sort or column that this actor cannot use (answered as 400)."""


class Denied(Exception):
    """The actor may see this but not do it (answered as 403)."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission


class HeldBack(Denied):
    """The actor may do it, but not by this session now; ``why`` is ELSEWHERE or STALE."""

    def __init__(self, permission: str, why: str) -> None:
        super().__init__(permission)
        self.why = why
