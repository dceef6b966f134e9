"""Tags of insight: `{% load insight %}`."""

from typing import Any

from django import template

from guanxi.insight.access import CONFIGURE, RUN
from guanxi.insight.last_day import days_of, have_ended
from guanxi.platform.signin.viewing import actor_of

register = template.Library()


@register.inclusion_tag("insight/through.html", takes_context=True)
def through(context: dict[str, Any], *, always: bool = False) -> dict[str, Any]:
    """Of which day the figures are: where it is long past, tells of silence alone, or `always`."""
    request = context["request"]
    actor, days = actor_of(request), days_of(request)
    as_of, last = days.computed, days.last if actor.may("order.read") else None
    return {
        "as_of": as_of,
        "always": always,
        "last": last,
        "is_silent": as_of is not None and have_ended(last, as_of),
        "is_past": as_of is not None and have_ended(as_of, days.today),
        "is_chosen": days.is_by_books,
        "may_choose": actor.may(RUN) and actor.may(CONFIGURE),
        "csrf_token": context.get("csrf_token", ""),
    }
