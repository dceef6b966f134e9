"""Which kinds of work there are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from guanxi.platform.jobs.models import Job

Work = Callable[..., dict[str, Any] | None]
CalledOff = Callable[..., None]
Failed = Callable[..., None]


@dataclass(frozen=True, slots=True)
class JobKind:
    """How one kind of work is run.

    ``retries`` is how often it is tried again after a failure. An ``atomic`` job's effects and
    its completion are one transaction, so that they happen exactly once; any other must be safe
    to repeat, or save its place with ``context.checkpoint`` in the transaction of each step.
    Of an ``alone`` one no two run at the same time: the next waits until the first has ended.
    ``called_off`` is told, with the job's args and the moment, of one that will not begin;
    ``failed`` of one that is tried no more, and ``why`` in words for people, empty where it was a
    fault of ours.
    """

    name: str
    work: Work
    retries: int
    lane: str
    atomic: bool
    called_off: CalledOff | None = None
    alone: bool = False
    failed: Failed | None = None


@dataclass(frozen=True, slots=True)
class Timetable:
    """When a kind of work is enqueued by itself: a cron line or a number of seconds."""

    name: str
    kind: str
    cron: str = ""
    every_seconds: int | None = None


_kinds: dict[str, JobKind] = {}
_timetables: dict[str, Timetable] = {}
HOUR = 3_600


def job(  # noqa: PLR0913 - each says one thing about how it is run
    kind: str,
    *,
    retries: int = 3,
    long: bool = False,
    atomic: bool = False,
    called_off: CalledOff | None = None,
    alone: bool = False,
    failed: Failed | None = None,
) -> Callable[[Work], Work]:
    """Decorator: run the function, given a JobContext and the job's args, for jobs of ``kind``."""

    def keep(work: Work) -> Work:
        lane = Job.Lane.LONG if long else Job.Lane.QUICK
        _kinds[kind] = JobKind(kind, work, retries, lane, atomic, called_off, alone, failed)
        return work

    return keep


def scheduled(
    name: str, *, kind: str, cron: str = "", every_seconds: int | None = None
) -> Timetable:
    """Have a job of ``kind`` enqueued by the system at these times."""
    _timetables[name] = Timetable(name, kind, cron, every_seconds)
    return _timetables[name]


def kind_named(name: str) -> JobKind:
    """The kind of that name; LookupError when no room offers it."""
    if name not in _kinds:
        raise LookupError(f"no room offers jobs of kind {name}")
    return _kinds[name]


def teller_of(name: str) -> CalledOff | None:
    """What is told of a waiting job of that kind that was called off, if anything is."""
    return _kinds[name].called_off if name in _kinds else None


def teller_of_failure(name: str) -> Failed | None:
    """What is told of a job of that kind that failed for good, if anything is."""
    return _kinds[name].failed if name in _kinds else None


def kinds() -> list[JobKind]:
    """Every kind of work that the rooms offer."""
    return list(_kinds.values())


def kinds_alone() -> list[str]:
    """The kinds of work of which no two run at the same time."""
    return [one.name for one in _kinds.values() if one.alone]


def timetables() -> list[Timetable]:
    """Every timetable that the rooms declare."""
    return list(_timetables.values())


def frequent_kinds() -> set[str]:
    """The kinds of work that run more than once an hour by themselves."""
    return {one.kind for one in _timetables.values() if (one.every_seconds or HOUR) < HOUR}
