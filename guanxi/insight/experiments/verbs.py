"""Putting customers into an experiment: one, those ticked, or a whole list."""

import datetime as dt
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.customers.models import Account
from guanxi.insight.experiments import rules
from guanxi.insight.experiments.models import Arm, Experiment, ExperimentMember
from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.facts.telling import call
from guanxi.platform.verbs.params import Param
from guanxi.platform.verbs.verb import verb

call("put_into_experiment", "people", pgettext_lazy("in a history", "put this into an experiment"))
Chosen = Annotated[Experiment, Param(_("Experiment"))]


@verb(
    _("Put into an experiment"),
    "edit",
    icon="people",
    stays=_(
        "Who takes part stays in the experiment: its arms must not depend on what came of them."
    ),
)
def put_into_experiment(
    account: Account,
    *,
    experiment: Chosen,
    actor: Actor,
    at: dt.datetime,
) -> ExperimentMember:
    """The customer in one of the arms, by chance and for good; as it is where it takes part."""
    today = timezone.localdate(at)
    if experiment.ends_on and experiment.ends_on < today:
        raise RuleBroken(_("This experiment is over: choose one that still runs."))
    is_control = rules.is_control(experiment.seed, account.pk, experiment.control_percent)
    member, is_new = ExperimentMember.objects.get_or_create(
        experiment=experiment,
        account=account,
        defaults={
            "arm": Arm.CONTROL if is_control else Arm.TREATMENT,
            "joined_on": today,
            "created_at": at,
            "updated_at": at,
        },
    )
    if is_new:
        said = {"experiment": experiment.pk, "arm": str(member.arm)}
        happening = Happening("account.put_into_experiment", "account", account.pk, {}, said)
        publish(happening, actor=actor, at=at)
    return member
