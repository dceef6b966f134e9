"""Tags of insight: `{% load insight %}`."""

from typing import Any

from django import template
from django.utils import timezone

from guanxi.insight.access import CONFIGURE, RUN
from guanxi.insight.last_day import goes_by_books, have_ended, last_purchase
from guanxi.insight.records import last_day_computed
from guanxi.platform.signin.viewing import actor_of

register = template.Library()


@register.inclusion_tag("insight/through.html", takes_context=True)
def through(context: dict[str, Any], *, always: bool = False) -> dict[str, Any]:
    """Of which day the figures are: where it is long past, tells of silence alone, or `always`."""
    request, today = context["request"], timezone.localdate()
    actor, as_of, is_chosen = actor_of(request), last_day_computed(), goes_by_books()
    last = last_purchase(today) if actor.may("order.read") else None
    return {
        "as_of": as_of,
        "always": always,
        "last": last,
        "is_silent": as_of is not None and have_ended(last, as_of),
        "is_past": as_of is not None and have_ended(as_of, today),
        "is_chosen": is_chosen,
        "may_choose": actor.may(RUN) and actor.may(CONFIGURE),
        "csrf_token": context.get("csrf_token", ""),
    }
