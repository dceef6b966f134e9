"""When work is tried again and when it is due again."""

import datetime as dt
from zoneinfo import ZoneInfo

from croniter import croniter

# Long enough for a slow commit, short enough that nobody waits for what a crash left behind.
LEASE = dt.timedelta(seconds=60)
FIRST_PAUSE_SECONDS = 10
LONGEST_PAUSE_SECONDS = 3_600


def pause_after(attempts: int) -> dt.timedelta:
    """How long to wait after so many failed attempts: 10 s, 40 s, 160 s … at most an hour."""
    seconds = FIRST_PAUSE_SECONDS * 4 ** min(attempts - 1, 10)
    return dt.timedelta(seconds=min(seconds, LONGEST_PAUSE_SECONDS))


def next_time(
    *, cron: str, every_seconds: int | None, after: dt.datetime, time_zone: str
) -> dt.datetime:
    """The first moment after ``after``; a cron line is read in the firm's time zone."""
    if every_seconds:
        return after + dt.timedelta(seconds=every_seconds)
    local = after.astimezone(ZoneInfo(time_zone))
    upcoming: dt.datetime = croniter(cron, local).get_next(dt.datetime)
    return upcoming.astimezone(dt.UTC)
