"""What an administrator of a new firm still has to do before Guanxi is of use."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guanxi.insight.models import MeasureRun
from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Team, User
from guanxi.platform.nouns.registry import nouns
from guanxi.web.acting import person_of, signed_in

PUT_AWAY = "first_steps_put_away"


@dataclass(frozen=True)
class Step:
    """One thing to do, where, and how one knows that it is done."""

    label: str | Promise
    why: str | Promise
    href: str
    is_done: Callable[[], bool]


@dataclass(frozen=True)
class Aside:
    """Another way to begin, offered below the steps while it makes sense."""

    label: str | Promise
    href: str
    is_offered: Callable[[], bool]


STEPS = (
    Step(
        _("See to the name of your firm and its teams"),
        _("The firm is the root of the tree of teams; rights reach along it."),
        "/settings/teams/",
        lambda: Team.objects.all()[1:2].exists(),
    ),
    Step(
        _("Invite your colleagues"),
        _("Each sees what their role and team may see."),
        "/settings/people/new/",
        lambda: User.objects.all()[1:2].exists(),
    ),
    Step(
        _("Bring in your customers"),
        _("A CSV or XLSX file from anywhere; it is cleaned and tried first."),
        "/imports/new/?noun=account",
        lambda: nouns()["account"].base().exists(),
    ),
    Step(
        _("Bring in what they bought"),
        _("One file of order lines makes orders, products and customers."),
        "/imports/new/?noun=order-lines",
        lambda: nouns()["order"].base().exists(),
    ),
    Step(
        _("See what each customer is worth"),
        _("Every night by itself, or now: RFM, ABC, pyramid and lifecycle."),
        "/insight/",
        MeasureRun.objects.exists,
    ),
    Step(
        _("Set yourself the first task"),
        _("What is due shows here, on your day, until it is done."),
        "/activity/new/?kind=task",
        lambda: nouns()["activity"].base().exists(),
    ),
)


_asides: list[Aside] = []


def put_beside(aside: Aside) -> None:
    """Offer a way to begin that a higher room has."""
    if aside.href not in {one.href for one in _asides}:
        _asides.append(aside)


def asides() -> list[Aside]:
    """The other ways to begin that are offered now."""
    return [one for one in _asides if one.is_offered()]


def first_steps(request: HttpRequest, actor: Actor) -> list[tuple[Step, bool]]:
    """Each step and whether it is done; empty when all are, or for whom it is not."""
    if not actor.is_administrator or person_of(request).preferences.get(PUT_AWAY):
        return []
    steps = [(step, step.is_done()) for step in STEPS]
    return [] if all(done for _step, done in steps) else steps


@signed_in
def put_away(request: HttpRequest, actor: Actor) -> HttpResponse:
    """POST: the steps are not shown to this person again."""
    if request.method != "POST" or not actor.is_administrator:
        raise Http404
    person = person_of(request)
    person.preferences = {**person.preferences, PUT_AWAY: True}
    person.save(update_fields=["preferences"])
    return redirect("/")
