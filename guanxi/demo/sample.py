"""The sample company from the screen: loaded into an empty house, and taken away again."""

import datetime as dt
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanxi.catalog.models import Product
from guanxi.customers.models import Account
from guanxi.demo.company import Company
from guanxi.demo.making import A_MONTH, make_company
from guanxi.demo.models import DemoLot
from guanxi.demo.removing import forget_warehouse, people, remove_demo
from guanxi.demo.storing import Went
from guanxi.demo.unfinished import end
from guanxi.insight.tasks import KIND as COMPUTE
from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.platform.actors.models import User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.jobs.context import Cancelled, JobContext
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.registry import job
from guanxi.platform.rights.administering import require_administrator
from guanxi.sales.models import Order

LOAD, REMOVE = "demo.load", "demo.remove"
SIZE, SEED = 2_000, 7
OPEN = (Job.State.QUEUED, Job.State.RUNNING)


@transaction.atomic
def load_sample(*, actor: Actor, at: dt.datetime) -> Job:
    """The job that fills an empty house with the sample company."""
    require_administrator(actor)
    if is_loaded():
        raise RuleBroken(_("The sample company is here already."))
    if not is_empty():
        raise RuleBroken(_("There are records here already: the sample is for an empty house."))
    publish(Happening("demo.loaded", "demo"), actor=actor, at=at)
    return enqueue(LOAD, actor=actor, at=at, dedupe_key=LOAD)


@transaction.atomic
def remove_sample(*, actor: Actor, at: dt.datetime) -> Job:
    """The job that takes the sample company away, and what hangs on it."""
    require_administrator(actor)
    if not is_loaded():
        raise RuleBroken(_("The sample company is not here."))
    if under_way() is not None:
        raise RuleBroken(_("This is under way already; its progress is under Jobs."))
    _require_somebody_left()
    publish(Happening("demo.removed", "demo"), actor=actor, at=at)
    return enqueue(REMOVE, actor=actor, at=at, dedupe_key=REMOVE)


def _require_somebody_left() -> None:
    """The first start makes the sample with an administrator of its own, who goes with it."""
    staying = User.objects.filter(is_active=True, roles__is_administrator=True).exclude(people())
    if not staying.exists():
        raise RuleBroken(
            _(
                "You belong to the sample company, and nobody would be left to sign in. Invite a"
                " person of your own as administrator first (Settings, People), and take the sample"
                " away as that person."
            )
        )


def is_loaded() -> bool:
    """Whether anything of the sample company is here."""
    return DemoLot.objects.exists()


def is_empty() -> bool:
    """Whether the house holds no customer, product or order, the recycle bin included."""
    return not any(model._base_manager.exists() for model in (Account, Product, Order))


def under_way() -> Job | None:
    """The loading or removing that is asked for and not over."""
    jobs = Job.objects.filter(kind__in=(LOAD, REMOVE), state__in=OPEN)
    return jobs.order_by("-pk").first()


def clear_away(*, at: dt.datetime, why: str = "") -> None:
    """Have what a loading that will not go on has left behind taken away."""
    if is_loaded():
        enqueue(REMOVE, actor=SYSTEM, at=at, dedupe_key=REMOVE)


@job(LOAD, long=True, alone=True, called_off=clear_away, failed=clear_away)
def load(context: JobContext) -> dict[str, Any]:
    """Make the company; one that was broken off is taken away before."""
    if is_loaded():
        remove_demo()
    at = timezone.now()
    company = Company(Random(SEED), at, SIZE, went=_teller(context))  # noqa: S311 - a story
    try:
        made = make_company(company, None, lambda line: None)
        context.check_cancelled()
    except Cancelled:
        remove_demo()
        raise
    end()
    # Of a month ago and of today, so that some classes have changed.
    for as_of in (timezone.localdate(at) - A_MONTH, None):
        args = {"as_of": as_of.isoformat()} if as_of else {}
        enqueue(COMPUTE, args, actor=context.actor, at=timezone.now())
    enqueue("customers.find_duplicates", actor=context.actor, at=timezone.now())
    return {**made, "href": "/account/"}


@job(REMOVE, long=True, alone=True)
def take_away(context: JobContext) -> dict[str, Any]:
    """Take the company away, and compute what is left anew."""
    removed = remove_demo(context.progress)
    forget_warehouse()
    if Account.objects.exists():
        enqueue(COMPUTE, {"full": True}, actor=context.actor, at=timezone.now())
    return {"removed": removed}


def _teller(context: JobContext) -> Went:
    def went(written: int, total: int) -> None:
        if total:
            context.progress(written, total)
        context.check_cancelled()

    return went
