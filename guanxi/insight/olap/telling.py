"""After the nightly refresh: lines that were crossed, and letters that are due."""

import datetime as dt
from contextlib import suppress
from decimal import Decimal

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from guanxi.insight.olap.answering import Value, answer
from guanxi.insight.olap.exporting import exported, file_of, require_export
from guanxi.insight.olap.keeping import cubes_found_by, state_of_cube
from guanxi.insight.olap.models import CubeAlert, CubeLetter, SavedCube
from guanxi.insight.olap.paper import as_pdf
from guanxi.insight.olap.state import CubeState
from guanxi.insight.olap.views import TYPES, shown
from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.registry import job, scheduled
from guanxi.platform.messages.mailing import can_mail
from guanxi.platform.messages.telling import News, tell
from guanxi.platform.money.amounts import major_units

WATCH, SEND = "insight.watch", "insight.letters"


@job(WATCH)
def watch_lines(context: JobContext) -> dict[str, int]:
    """Check every line that somebody watches."""
    return {"told": check_lines(at=timezone.now())}


@job(SEND, long=True)
def send_letters(context: JobContext) -> dict[str, int]:
    """Send every letter that is due today."""
    return {"sent": send_due(at=timezone.now()) if can_mail() else 0}


scheduled("insight.letters", kind=SEND, cron="30 6 * * *")


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


def send_due(*, at: dt.datetime) -> int:
    """Send the letters that are due and were not sent today; how many."""
    today, sent = timezone.localdate(at), 0
    for letter in CubeLetter.objects.select_related("cube", "user").exclude(sent_on=today):
        if not _is_due(letter.every, today):
            continue
        taken = CubeLetter.objects.filter(pk=letter.pk).exclude(sent_on=today)
        if taken.update(sent_on=today):
            sent += _send(letter, today, at)
    return sent


def _is_due(every: str, today: dt.date) -> bool:
    return every == "day" or (today.weekday() == 0 if every == "week" else today.day == 1)


def _send(letter: CubeLetter, today: dt.date, at: dt.datetime) -> int:
    actor = actor_for_user(letter.user)
    state = _state(letter.cube, actor)
    if state is None or not letter.user.is_active or not letter.user.email:
        return 0
    try:
        require_export(actor, state)
        with translation.override(letter.user.language):
            message = letter_with(letter.cube, state, actor, letter.user, today)
    except (Denied, RuleBroken):
        return 0
    exported(state, "mail", actor=actor, at=at)
    message.send()
    return 1


def letter_with(
    cube: SavedCube, state: CubeState, actor: Actor, user: User, today: dt.date
) -> EmailMessage:
    """The letter with the cube as XLSX and PDF, over what the reader may see."""
    context = shown(actor, answer(actor, state, as_of=today))
    lines = [cube.label, f"{context['title']}, {context['span']}"]
    if settings.ADDRESS:
        lines.append(f"{settings.ADDRESS}/insight/cube/?saved={cube.pk}")
    message = EmailMessage(
        " ".join(cube.label.split()),
        "\n\n".join(lines),
        settings.DEFAULT_FROM_EMAIL,
        [user.email],
        headers={"Auto-Submitted": "auto-generated"},
        connection=get_connection(timeout=20),
    )
    name = f"{state.measure}-{today.isoformat()}"
    xlsx = file_of(context["answer"], context["pivot"], "xlsx")
    message.attach(f"{name}.xlsx", xlsx, TYPES["xlsx"])
    with suppress(RuleBroken):
        message.attach(f"{name}.pdf", as_pdf(context), TYPES["pdf"])
    return message


def _state(cube: SavedCube, actor: Actor) -> CubeState | None:
    if not cubes_found_by(actor).filter(pk=cube.pk).exists():
        return None
    try:
        return state_of_cube(cube)
    except RuleBroken:
        return None


def _total(cube: SavedCube, actor: Actor, at: dt.datetime) -> Decimal | None:
    state = _state(cube, actor)
    if state is None:
        return None
    try:
        asked = state.but(rows=(), column="", compare="")
        total: Value = answer(actor, asked, as_of=timezone.localdate(at)).total
    except (Denied, RuleBroken):
        return None
    if total is None:
        return None
    return major_units(int(total)) if state.measured.kind == "money" else Decimal(str(total))


def _tell(alert: CubeAlert, total: Decimal, at: dt.datetime) -> list[object]:
    def words(reader: Actor) -> str:
        text = _("“%(cube)s” is above your line: %(total)s")
        if not alert.is_above:
            text = _("“%(cube)s” is below your line: %(total)s")
        return text % {"cube": alert.cube.label, "total": f"{total:,.2f}".removesuffix(".00")}

    key = f"cube-alert-{alert.pk}-{at.isoformat()}"
    return list(tell(News("figure", words, dedupe_key=key), [alert.user_id], actor=SYSTEM, at=at))
