"""Cubes by mail: each letter is work of its own, so that one which fails holds up no other."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanxi.insight.last_day import day_of_figures
from guanxi.insight.olap.answering import answer
from guanxi.insight.olap.exporting import exported, file_of, require_export
from guanxi.insight.olap.keeping import state_found_by
from guanxi.insight.olap.models import CubeLetter, SavedCube
from guanxi.insight.olap.paper import as_pdf
from guanxi.insight.olap.state import CubeState
from guanxi.insight.olap.telling import Total
from guanxi.insight.olap.views import TYPES, shown
from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.registry import job, scheduled
from guanxi.platform.messages.letters import Letter, composed, hello
from guanxi.platform.messages.mailing import can_mail

DUE, ONE = "insight.letters", "insight.letter"
# With the pauses between them these reach over a working day.
TRIES = 12


@job(DUE)
def send_letters(context: JobContext) -> dict[str, int]:
    """Ask for every letter that is due today."""
    return {"due": ask_for_due(at=timezone.now()) if can_mail() else 0}


@job(ONE, long=True, retries=TRIES)
def send_letter(context: JobContext, letter: int) -> dict[str, int]:
    """Send one letter; where the mail server refuses it, the job is tried again."""
    return {"sent": send_one(letter, at=timezone.now())}


scheduled("insight.letters", kind=DUE, cron="30 6 * * *")


def ask_for_due(*, at: dt.datetime) -> int:
    """Have each letter sent that is due, be it from a day on which nobody worked; how many."""
    found = _due(timezone.localdate(at))
    for pk in found.order_by("pk").values_list("pk", flat=True):
        enqueue(ONE, {"letter": pk}, actor=SYSTEM, at=at, dedupe_key=f"{ONE}-{pk}")
    return found.count()


def send_one(pk: int, *, at: dt.datetime) -> int:
    """Send a letter that is still due; 1 when it was sent."""
    today = timezone.localdate(at)
    letter = _due(today).filter(pk=pk).select_related("cube", "user").first()
    if letter is None:
        return 0
    actor = actor_for_user(letter.user)
    state = state_found_by(actor, letter.cube)
    message = _message(letter, state, actor, today)
    with _claimed(letter, today) as is_ours:
        if not is_ours or message is None or state is None:
            return 0
        message.send()
    exported(state, "mail", actor=actor, at=at)
    return 1


def last_due(every: str, today: dt.date) -> dt.date:
    """The latest day, today or before, on which such a letter is due."""
    if every == CubeLetter.Every.WEEK:
        return today - dt.timedelta(today.weekday())
    return today.replace(day=1) if every == CubeLetter.Every.MONTH else today


def letter_with(
    cube: SavedCube, state: CubeState, actor: Actor, user: User, today: dt.date
) -> EmailMessage:
    """The letter with the cube as XLSX and PDF, over what the reader may see."""
    context = shown(actor, answer(actor, state, as_of=day_of_figures(today)))
    found = context["answer"]
    total = Total(found.total, state.measured.kind, found.currencies.get((), ""))
    comma = pgettext("between clauses", ", ")
    paper, lacking = _paper(context | {"label": cube.label})
    letter = Letter(
        cube.label,
        hello(user.name),
        [
            comma.join(filter(None, [str(context[one]) for one in ("title", "span", "sliced")])),
            comma.join(filter(None, [str(total), context["finding"]])),
        ],
        act=_("Open the cube"),
        address=f"{settings.ADDRESS}/insight/cube/?saved={cube.pk}" if settings.ADDRESS else "",
        after=[
            *lacking,
            _("You asked for this letter: “Watch and send” on the page of the cube ends it."),
        ],
    )
    message = composed(letter, user.email)
    name = f"{_file_name(cube.label)} {today.isoformat()}"
    xlsx = file_of(context, "xlsx")
    message.attach(f"{name}.xlsx", xlsx, TYPES["xlsx"])
    if paper:
        message.attach(f"{name}.pdf", paper, TYPES["pdf"])
    return message


def _paper(context: dict[str, Any]) -> tuple[bytes, list[str]]:
    """The cube as a PDF, and nothing to say; or none, and why."""
    try:
        return as_pdf(context), []
    except RuleBroken as broken:
        return b"", [str(broken)]


def _file_name(label: str) -> str:
    """The label without what no system allows in the name of a file."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", label).strip() or "cube"


def _due(today: dt.date) -> QuerySet[CubeLetter]:
    """The letters whose last day to be sent has come since they were asked for and last sent."""
    wanted = Q()
    for every in CubeLetter.Every.values:
        day = last_due(every, today)
        unsent = Q(sent_on=None) | Q(sent_on__lt=day)
        wanted |= Q(every=every, asked_on__lte=day) & unsent
    return CubeLetter.objects.filter(wanted)


def _message(
    letter: CubeLetter, state: CubeState | None, actor: Actor, today: dt.date
) -> EmailMessage | None:
    """The letter in the reader's language; None where it is not theirs to have any more."""
    user = letter.user
    if state is None or not user.is_active or not user.email:
        return None
    try:
        require_export(actor, state)
        with translation.override(user.language):
            return letter_with(letter.cube, state, actor, user, today)
    except (Denied, RuleBroken):
        return None


@contextmanager
def _claimed(letter: CubeLetter, today: dt.date) -> Iterator[bool]:
    """Hold the letter as sent today, so that nobody sends it twice; given back upon a failure.

    Who is killed in the midst gives nothing back: the server may have taken the letter.
    """
    held = CubeLetter.objects.filter(pk=letter.pk, sent_on=letter.sent_on)
    is_ours = bool(held.update(sent_on=today))
    try:
        yield is_ours
    except OSError:
        if is_ours:
            CubeLetter.objects.filter(pk=letter.pk).update(sent_on=letter.sent_on)
        raise
