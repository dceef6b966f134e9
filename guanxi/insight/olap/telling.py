"""After the nightly refresh: the lines that were crossed."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.insight.olap.answering import answer
from guanxi.insight.olap.exporting import in_whole_units
from guanxi.insight.olap.keeping import state_found_by
from guanxi.insight.olap.models import CubeAlert, SavedCube
from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.registry import job
from guanxi.platform.messages.telling import News, tell

WATCH = "insight.watch"


@job(WATCH)
def watch_lines(context: JobContext) -> dict[str, int]:
    """Check every line that somebody watches."""
    return {"told": check_lines(at=timezone.now())}


def check_lines(*, at: dt.datetime) -> int:
    """Tell each person once when the total they watch has crossed their line; how many."""
    told = 0
    for alert in CubeAlert.objects.select_related("cube", "user").filter(user__is_active=True):
        total = _total(alert.cube, actor_for_user(alert.user), at)
        if total is None:
            continue
        is_beyond = total > alert.line if alert.is_above else total < alert.line
        if is_beyond and not alert.was_beyond:
            told += len(_tell(alert, total, at))
        if alert.was_beyond != is_beyond:
            alert.was_beyond = is_beyond
            alert.save(update_fields=["was_beyond"])
    return told


def _total(cube: SavedCube, actor: Actor, at: dt.datetime) -> Decimal | None:
    """The total in the units that people write lines in; None where there is none to tell."""
    state = state_found_by(actor, cube)
    if state is None:
        return None
    try:
        asked = state.but(rows=(), column="", compare="")
        found = answer(actor, asked, as_of=timezone.localdate(at))
    except (Denied, RuleBroken):
        return None
    currency = found.currencies.get((), "")
    total = in_whole_units(found.total, state.measured.kind, currency)
    return None if total is None else Decimal(str(total))


def _tell(alert: CubeAlert, total: Decimal, at: dt.datetime) -> list[object]:
    def words(reader: Actor) -> str:
        text = _("“%(cube)s” is above your line: %(total)s")
        if not alert.is_above:
            text = _("“%(cube)s” is below your line: %(total)s")
        return text % {"cube": alert.cube.label, "total": f"{total:,.2f}".removesuffix(".00")}

    key = f"cube-alert-{alert.pk}-{at.isoformat()}"
    return list(tell(News("figure", words, dedupe_key=key), [alert.user_id], actor=SYSTEM, at=at))
