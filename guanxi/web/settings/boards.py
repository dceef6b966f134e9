"""Stages of a board: how many records may stand in each, and how long before a card warns."""

from dataclasses import dataclass, replace
from typing import Any
from unicodedata import normalize

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.boards.ages import ages_of, set_ages, usual_age
from guanxi.platform.boards.limits import Limit, limits_of, set_limits
from guanxi.platform.errors import RuleBroken
from guanxi.platform.given import whole_number
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.grouping import Grouping, read_groups
from guanxi.platform.rights.administering import require_administrator
from guanxi.platform.rights.visibility import visible_to
from guanxi.web.acting import signed_in
from guanxi.web.board.lanes import labels_of


@dataclass(frozen=True)
class Stage:
    """One stage as the form shows it; ``most`` and ``days`` as they were written.

    Where work ``is_over`` nothing warns, so no days are asked for.
    """

    place: int
    value: str
    label: str
    held: int
    most: str
    is_hard: bool
    days: str
    usual: int
    is_over: bool


@signed_in
def boards(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every board with what holds for its stages; POST keeps it for one board."""
    require_administrator(actor)
    broken = None
    posted = request.POST.get("noun", "")
    if request.method == "POST":
        noun = nouns().get(posted)
        if noun is None or noun.board is None:
            raise Http404
        try:
            _keep(request, actor, noun)
            return redirect(f"/settings/boards/#limits-{noun.key}")
        except RuleBroken as refusal:
            broken = refusal
    groups = [
        (noun, noun.field(noun.board.by).label, _as_posted(request, actor, noun, posted))
        for noun in nouns().values()
        if noun.board is not None
    ]
    context = {"groups": groups, "broken": broken, "posted": posted}
    status = 422 if broken else 200
    return render(request, "web/settings/boards.html", context, status=status)


@transaction.atomic
def _keep(request: HttpRequest, actor: Actor, noun: Noun[Any]) -> None:
    limits: dict[str, Limit | None] = {}
    ages: dict[str, int | None] = {}
    for stage in _stages(actor, noun):
        # The stages of a board may have changed since the page was read: each says which it is.
        if request.POST.get(f"stage_{stage.place}") != stage.value:
            raise RuleBroken(_("The stages have changed meanwhile. Look at them once more."))
        limits[stage.value] = _limit(request, stage.place)
        ages[stage.value] = None if stage.is_over else _days(request, stage.place)
    at = timezone.now()
    set_limits(noun, limits, actor=actor, at=at)
    set_ages(noun, ages, actor=actor, at=at)


def _limit(request: HttpRequest, place: int) -> Limit | None:
    text = _written(request, f"most_{place}")
    most = whole_number(text)
    if text and most is None:
        raise RuleBroken(_("A limit is a whole number from 1 to 100,000."))
    return None if most is None else Limit(most, f"hard_{place}" in request.POST)


def _days(request: HttpRequest, place: int) -> int | None:
    text = _written(request, f"days_{place}")
    days = whole_number(text)
    if text and days is None:
        raise RuleBroken(_("Days are a whole number from 0 to 3650; 0 never warns."))
    return days


def _written(request: HttpRequest, name: str) -> str:
    return normalize("NFKC", request.POST.get(name, "")).strip()


def _stages(actor: Actor, noun: Noun[Any]) -> list[Stage]:
    """The stages that records can stand in, those without a value left out."""
    by = Grouping(noun.field(noun.board.by if noun.board else ""))
    groups, _more = read_groups(visible_to(actor, noun), by, [])
    held, limits = {one.key: one.count for one in groups}, limits_of(noun)
    ages = ages_of(noun)
    labels = labels_of(actor, by.field, (held.keys() | limits.keys() | ages.keys()) - {""})
    found = []
    for place, (value, label) in enumerate(labels.items()):
        limit = limits.get(value)
        most, is_hard = (str(limit.most), limit.is_hard) if limit else ("", False)
        usual = usual_age(noun.board, value) if noun.board else 0
        days = str(ages.get(value, ""))
        is_over = noun.board is not None and value in noun.board.closed
        count = held.get(value, 0)
        found.append(Stage(place, value, label, count, most, is_hard, days, usual, is_over))
    return found


def _as_posted(request: HttpRequest, actor: Actor, noun: Noun[Any], posted: str) -> list[Stage]:
    """The stages; what was refused stands as it was written."""
    stages = _stages(actor, noun)
    if noun.key != posted:
        return stages
    return [
        replace(
            one,
            most=request.POST.get(f"most_{one.place}", ""),
            is_hard=f"hard_{one.place}" in request.POST,
            days=request.POST.get(f"days_{one.place}", ""),
        )
        for one in stages
    ]
