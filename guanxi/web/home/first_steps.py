"""What an administrator of a new firm still has to do before Guanxi is of use."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guanxi.insight.models import MeasureRun
from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import User
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


STEPS = (
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
        _("Invite your colleagues"),
        _("Each sees what their role and team may see."),
        "/settings/people/new/",
        lambda: User.objects.all()[1:2].exists(),
    ),
)


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
