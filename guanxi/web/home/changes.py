"""Customers of mine whose class has changed lately, each with its reason and what to do."""

import datetime as dt
from dataclasses import dataclass

from guanxi.customers.models import Account
from guanxi.insight.explain import explain_all
from guanxi.insight.measures import UNKNOWN, Measure
from guanxi.insight.models import Profile
from guanxi.insight.panels import is_explained_to
from guanxi.insight.registry import MEASURES
from guanxi.platform.actors.actor import Actor
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_of
from guanxi.platform.records.titles import title_within
from guanxi.platform.rights.visibility import visible_to

LATELY = dt.timedelta(days=14)
SHOWN, LOOKED_AT = 5, 300
# What says most about a relationship comes first.
ORDER = ("lifecycle", "rfm", "pyramid", "abc")


@dataclass(frozen=True)
class Change:
    """One customer that stands elsewhere than before."""

    href: str
    customer: str
    measure: str
    was: str
    now: str
    reason: str
    advice: str
    may_set_step: bool


def class_changes(actor: Actor, at: dt.datetime) -> list[Change]:
    """The few that matter most in money, of the customers whom the actor owns."""
    measures = _readable(actor)
    if not measures or not actor.may("account.read"):
        return []
    mine = visible_to(actor, noun_of(Account)).filter(owner=actor.user_id)
    facts = Fact.objects.filter(
        noun="account",
        kind="account.reclassified",
        at__gte=at - LATELY,
        record_id__in=mine.values("pk"),
    ).order_by("-pk")
    latest = {int(one.record_id or 0): one for one in reversed(facts[:LOOKED_AT])}
    accounts = mine.filter(pk__in=latest, profile__isnull=False).select_related("profile")
    found: list[Change] = []
    for account in accounts.order_by("-profile__revenue_total", "pk"):
        change = _change(actor, account, latest[account.pk], measures)
        if change:
            found.append(change)
        if len(found) == SHOWN:
            break
    return found


def _readable(actor: Actor) -> list[Measure]:
    """The measures whose class the actor may read, the most telling first."""
    known = {one.key: one for one in MEASURES}
    ordered = [known[key] for key in ORDER if key in known]
    return [one for one in ordered if is_explained_to(actor, one)]


def _change(actor: Actor, account: Account, fact: Fact, measures: list[Measure]) -> Change | None:
    """What changed most tellingly; None where only unknown classes were left or reached."""
    for measure in measures:
        was, now = fact.changes.get(f"profile_{measure.columns['class']}", (None, None))
        if not was or not now or UNKNOWN in (was, now):
            continue
        told = _told(account.profile, measure, now)
        if told is None:
            continue
        reason, advice = told
        return Change(
            href=f"/account/{account.pk}/",
            customer=title_within(actor, noun_of(Account), account.pk, account.name),
            measure=str(measure.label),
            was=str(measure.class_named(was).label),
            now=str(measure.class_named(now).label),
            reason=reason,
            advice=advice,
            may_set_step=actor.may("account.edit"),
        )
    return None


def _told(profile: Profile, measure: Measure, now: str) -> tuple[str, str] | None:
    """Reason and advice, if the customer still stands where the change brought it."""
    for one in explain_all(profile.pk, [measure], profile):
        if one.class_key == now:
            return one.reason, one.advice
    return None
