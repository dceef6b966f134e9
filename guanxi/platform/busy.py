"""Whether a fault means that others wrote for longer than one waits."""

from django.utils.translation import gettext_lazy as _

from guanxi.platform.disk import refusal_of_disk
from guanxi.platform.errors import Busy, RuleBroken

# PostgreSQL's words for a lock not given in time, and for two who wait for each other.
_SQLSTATES = {"55P03", "40P01"}


def refusal_of_books(fault: BaseException | None) -> RuleBroken | None:
    """What to tell a person of a fault that is nobody's: a full disk, or others who write."""
    from django.db import OperationalError

    if not isinstance(fault, OperationalError):
        return refusal_of_disk(fault)
    if "database is locked" in str(fault) or _state(fault) in _SQLSTATES:
        return Busy(
            _(
                "A large change is being written just now, so nothing of this was saved: try again"
                " in a minute."
            )
        )
    return refusal_of_disk(fault)


def _state(fault: BaseException) -> str | None:
    return getattr(fault.__cause__ or fault, "sqlstate", None)
