"""After the nightly refresh: the lines that were crossed."""

import datetime as dt
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.insight.axis import said_on_axis
from guanxi.insight.last_day import day_of_figures
from guanxi.insight.olap.answering import Value, answer
from guanxi.insight.olap.exporting import in_whole_units
from guanxi.insight.olap.keeping import state_found_by
from guanxi.insight.olap.models import CubeAlert, CubeLetter, SavedCube
from guanxi.insight.wording import UNKNOWN, money
from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.registry import job
from guanxi.platform.messages.sayings import Given, saying
from guanxi.platform.messages.telling import News, tell
from guanxi.platform.money.amounts import minor_units

WATCH = "insight.watch"
MAILED = {
    CubeLetter.Every.DAY: gettext_lazy("By mail: every day."),
    CubeLetter.Every.WEEK: gettext_lazy("By mail: every Monday."),
    CubeLetter.Every.MONTH: gettext_lazy("By mail: on the first of the month."),
}


class Total:
    """The total of a cube at one moment: as a value, in the units of lines, and in words."""

    def __init__(self, value: Value, kind: str, currency: str) -> None:
        """A `value` of that `kind`; money without a `currency` is the firm's."""
        self.value, self.kind, self.currency = value, kind, currency

    @property
    def in_units(self) -> Decimal | None:
        """In the units that people write lines in; None where it is unknown."""
        found = in_whole_units(self.value, self.kind, self.currency)
        return None if found is None else Decimal(str(found))

    def __str__(self) -> str:
        return UNKNOWN if self.in_units is None else self.said(self.in_units)

    def written(self, units: Decimal) -> str:
        """So many units to the last digit, in a way that a line can be written."""
        if self.kind == "share":
            return f"{(100 * units).normalize():f}%"
        return f"{units.normalize():,f}"

    def said(self, units: Decimal) -> str:
        """So many units in the words of this figure: ¥1.76亿, 20%, 1,358."""
        if self.kind in ("money", "own_money"):
            currency = self.currency or settings.BASE_CURRENCY
            return money(minor_units(units, currency), currency)
        return said_on_axis(float(units), self.kind)


@job(WATCH)
def watch_lines(context: JobContext) -> dict[str, int]:
    """Check every line that somebody watches."""
    return {"told": check_lines(at=timezone.now())}


def check_lines(*, at: dt.datetime) -> int:
    """Tell each person once when the total they watch has crossed their line; how many."""
    told = 0
    for alert in CubeAlert.objects.select_related("cube", "user").filter(user__is_active=True):
        total = total_of(alert.cube, actor_for_user(alert.user), at)
        stands = total.in_units if total else None
        if total is None or stands is None:
            continue
        is_beyond = stands > alert.line if alert.is_above else stands < alert.line
        if alert.was_beyond != is_beyond:
            told += turned(alert, total, is_beyond=is_beyond, at=at)
    return told


@transaction.atomic
def turned(alert: CubeAlert, total: Total, *, is_beyond: bool, at: dt.datetime) -> int:
    """Keep on which side of the line the total is now, and tell of a crossing; how many were told.

    Both or neither, and nothing where another has kept it or the line is not that any more.
    """
    as_found = CubeAlert.objects.filter(pk=alert.pk, line=alert.line, was_beyond=alert.was_beyond)
    if not as_found.update(was_beyond=is_beyond) or not is_beyond:
        return 0
    return len(_tell(alert, total, at))


def total_of(cube: SavedCube, actor: Actor, at: dt.datetime) -> Total | None:
    """The total of the cube before this reader; None where there is none to tell."""
    state = state_found_by(actor, cube)
    if state is None:
        return None
    try:
        asked = state.but(rows=(), column="", compare="")
        found = answer(actor, asked, as_of=day_of_figures(timezone.localdate(at)))
    except (Denied, RuleBroken):
        return None
    return Total(found.total, state.measured.kind, found.currencies.get((), ""))


def wishes_of(cube: SavedCube, actor: Actor, total: Total) -> list[str]:
    """What the actor is told and sent of the cube, in words."""
    said = []
    for alert in cube.alerts.filter(user=actor.user_id):
        text = _("You are told when the total is above %(line)s.")
        if not alert.is_above:
            text = _("You are told when the total is below %(line)s.")
        said.append(text % {"line": total.said(alert.line)})
    for letter in cube.letters.filter(user=actor.user_id):
        said.append(str(MAILED[CubeLetter.Every(letter.every)]))
    return said


def _tell(alert: CubeAlert, total: Total, at: dt.datetime) -> list[object]:
    given = {
        "cube": alert.cube.label,
        "is_above": alert.is_above,
        "line": str(alert.line),
        "total": str(total.in_units),
        "kind": total.kind,
        "currency": total.currency,
    }
    key = f"cube-alert-{alert.pk}-{at.isoformat()}"
    where = f"/insight/cube/?saved={alert.cube_id}"
    news = News("figure", given, dedupe_key=key, address=where)
    return list(tell(news, [alert.user_id], actor=SYSTEM, at=at))


@saying("figure")
def _crossed(_reader: Actor, _title: str, given: Given) -> str:
    text = _("“%(cube)s” is at %(total)s, above your line of %(line)s")
    if not given["is_above"]:
        text = _("“%(cube)s” is at %(total)s, below your line of %(line)s")
    figure = Total(None, given["kind"], given["currency"])
    ends = [Decimal(given["total"]), Decimal(given["line"])]
    here, line = (figure.said(one) for one in ends)
    if here == line:
        here, line = (figure.written(one) for one in ends)
    return text % {"cube": given["cube"], "total": here, "line": line}
