"""Whether a fault is nobody's: others wrote for longer than one waits, or the database is away."""

from django.utils.translation import gettext_lazy as _

from guanxi.platform.disk import refusal_of_disk
from guanxi.platform.errors import Away, Busy, RuleBroken

# PostgreSQL's words for a lock not given in time, and for two who wait for each other.
_SQLSTATES = {"55P03", "40P01"}
# Its words for a connection that failed, and for a server that is going or coming.
_GONE = ("08", "57P01", "57P02", "57P03")

_UNDEFINED_TABLE = "42P01"


def refusal_of_books(fault: BaseException | None) -> RuleBroken | None:
    """What to tell a person of a fault that is nobody's, but the disk's or the server's."""
    from django.db import OperationalError

    if is_database_away(fault):
        return Away(
            _("The database does not answer just now, so nothing was saved: try again in a minute.")
        )
    if has_no_tables(fault):
        return Away(
            _(
                "The database is empty or not that of this program, so nothing was saved. Whoever"
                " runs this installation: stop Guanxi and start it again; it says what to do."
            )
        )
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


def is_database_away(fault: BaseException | None) -> bool:
    """Whether the server of the database cannot be reached, or has ended the connection."""
    from django.db import InterfaceError, OperationalError

    if not isinstance(fault, InterfaceError | OperationalError):
        return False
    cause = fault.__cause__
    if cause is None or not type(cause).__module__.startswith("psycopg"):
        return False
    state = _state(fault)
    # Without a word of the server, it was the connection.
    return state is None or state.startswith(_GONE)


def has_no_tables(fault: BaseException | None) -> bool:
    """Whether the database lacks a table: it was emptied or put in another's place meanwhile."""
    from django.db import OperationalError, ProgrammingError

    if not isinstance(fault, OperationalError | ProgrammingError):
        return False
    return "no such table" in str(fault) or _state(fault) == _UNDEFINED_TABLE


def _state(fault: BaseException) -> str | None:
    return getattr(fault.__cause__ or fault, "sqlstate", None)
