"""Sharing rules: all rows of a kind that match a filter are shown to a person, team or role."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.platform.actors.models import SharingRule
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.nouns.rows import Owned
from guanxi.platform.rights.administering import (
    label_or_refuse,
    record_change,
    require_administrator,
)
from guanxi.platform.rights.audience import Audience
from guanxi.platform.rights.visibility import condition


@transaction.atomic
def create_sharing_rule(
    label: str,
    noun: str,
    filter: Mapping[str, Any],
    audience: Audience,
    *,
    actor: Actor,
    at: dt.datetime,
) -> SharingRule:
    """A rule that shows the matching rows of ``noun`` to ``audience``."""
    require_administrator(actor)
    label = label_or_refuse(label, _("Name the rule."), most=120)
    require_usable(noun, filter, audience)
    rule = SharingRule.objects.create(label=label, noun=noun, filter=dict(filter), **vars(audience))
    changes = {
        "label": [None, label],
        "filter": [None, rule.filter],
        "can_edit": [None, rule.can_edit],
    }
    record_change("rule.created", rule.pk, changes, actor=actor, at=at)
    return rule


@transaction.atomic
def remove_sharing_rule(rule: SharingRule, *, actor: Actor, at: dt.datetime) -> None:
    """End a rule; what it alone showed is no longer seen."""
    require_administrator(actor)
    pk = rule.pk
    rule.delete()
    changes = {"label": [rule.label, None], "filter": [rule.filter, None]}
    record_change("rule.removed", pk, changes, actor=actor, at=at)


def require_usable(noun: str, filter: Mapping[str, Any], audience: Audience) -> None:
    """Refuse a rule whose parts do not fit each other; InvalidFilter for a faulty filter."""
    if noun not in nouns() or not isinstance(nouns()[noun].rows, Owned):
        raise RuleBroken(_("These records are not shared one by one."))
    if not audience.is_one:
        raise RuleBroken(_("Choose a person, a team or a role."))
    if not condition(SYSTEM, nouns()[noun], filter):
        raise RuleBroken(_("Say which records the rule shows."))
