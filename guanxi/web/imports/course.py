"""How far a running import is: the share of its file, the rows behind and before it, the time."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanxi.platform.imports.models import ImportRun

ENOUGH_SHARE = 0.005
ENOUGH_SECONDS = 2
MINUTE, HOUR = 60, 3600


@dataclass(frozen=True)
class Course:
    """Where an import is; rows and time left are estimates, empty while nothing tells them."""

    percent: int
    done: int
    rows_left: int | None
    time_left: str


def course_of(run: ImportRun, at: dt.datetime) -> Course | None:
    """How far the run is at this moment; None when it does not run, or waits to begin."""
    if run.state != ImportRun.State.RUNNING or run.resumed_at is None:
        return None
    is_told = run.share >= ENOUGH_SHARE and run.read > 0
    return Course(
        # The last per cent is what is done after the last row.
        percent=min(99, int(run.share * 100)),
        done=run.read,
        rows_left=_rounded(run.read / run.share - run.read) if is_told else None,
        time_left=_time_left(run, (at - run.resumed_at).total_seconds()),
    )


def _rounded(rows: float) -> int:
    """To two figures: nobody knows more before the file is read."""
    whole = max(0, round(rows))
    return int(float(f"{whole:.2g}"))


def _time_left(run: ImportRun, seconds: float) -> str:
    gained = run.share - run.resumed_share
    if seconds < ENOUGH_SECONDS or gained < ENOUGH_SHARE:
        return ""
    left = seconds * (1 - run.share) / gained
    if left < MINUTE:
        return _("less than a minute left")
    if left < HOUR:
        minutes = round(left / MINUTE)
        return ngettext("about %(n)d minute left", "about %(n)d minutes left", minutes) % {
            "n": minutes
        }
    hours = round(left / HOUR)
    return ngettext("about %(n)d hour left", "about %(n)d hours left", hours) % {"n": hours}
