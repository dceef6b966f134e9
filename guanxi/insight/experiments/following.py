"""A list that is split as it stands, and whose new members join by themselves."""

import datetime as dt
from contextlib import suppress
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanxi.customers.models import Account
from guanxi.insight.experiments.models import Experiment
from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, matching
from guanxi.platform.verbs.many import Chosen, act_on_many
from guanxi.platform.verbs.params import Param
from guanxi.platform.verbs.verb import verb
from guanxi.platform.views.models import SavedView

PUT = "put_into_experiment"
Split = Annotated[SavedView, Param(_("Saved view of customers"), of="account")]
Follow = Annotated[bool, Param(_("Who comes upon the list later joins by itself"))]


@verb(_("Split a saved view"), "edit", icon="filter", is_bulk=False)
def split_saved_view(
    experiment: Experiment, *, view: Split, follow: Follow = True, actor: Actor, at: dt.datetime
) -> Experiment:
    """Everybody on the list in one of the arms; later ones too, where it is followed."""
    experiment.followed = view if follow else None
    experiment.followed_by_id = actor.user_id if follow else None
    experiment.updated_at = at
    experiment.save(update_fields=["followed", "followed_by", "updated_at"])
    join(experiment, view, actor=actor, at=at)
    return experiment


def join_followed(*, at: dt.datetime) -> int:
    """Let everybody join who came upon a list that an experiment follows; how many experiments.

    Who leaves the list stays in the experiment: the arms must not depend on what came of them.
    """
    today, joined = timezone.localdate(at), 0
    following = Experiment.objects.filter(deleted_at=None, followed__isnull=False)
    for one in following.exclude(ends_on__lt=today).select_related("followed", "followed_by"):
        if one.followed is None or one.followed_by is None or not one.followed_by.is_active:
            continue
        # Rights may have been taken away since; the experiment then grows no more.
        with suppress(Denied, RuleBroken):
            joined += join(one, one.followed, actor=actor_for_user(one.followed_by), at=at)
    return joined


def join(experiment: Experiment, view: SavedView, *, actor: Actor, at: dt.datetime) -> bool:
    """Put into the experiment who is on the list and not in it yet; whether there was anybody."""
    noun: Noun[Account] = noun_named("account")
    missing = chosen(view, experiment)
    query = ListQuery(filter=missing.filter or {}, text=missing.text)
    if not matching(actor, noun, query).exists():
        return False
    act_on_many(PUT, noun, missing, {"experiment": experiment.pk}, actor=actor, at=at)
    return True


def chosen(view: SavedView, experiment: Experiment) -> Chosen:
    """Who is on the list and does not take part."""
    inside = {"field": "experiment", "value": experiment.pk}
    outside: dict[str, Any] = {"related": "experiments", "op": "none", "where": inside}
    parts = [view.filter, outside] if view.filter else [outside]
    return Chosen(filter={"all": parts}, text=view.text)
