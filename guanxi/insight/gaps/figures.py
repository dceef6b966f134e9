"""The five gaps on one page: what was found inside the firm, and what customers feel of it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from urllib.parse import quote

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.insight.gaps.models import Gap, GapState, QualityGap
from guanxi.insight.regard.findings import DIMENSION_NAMES
from guanxi.insight.satisfaction.servqual import Quality
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import visible_to

NOUN = "quality_gap"
MEANINGS = {
    Gap.UNDERSTANDING: gettext_lazy("What customers expect, and what we believe they expect"),
    Gap.STANDARDS: gettext_lazy("What we believe they expect, and the standards we set"),
    Gap.DELIVERY: gettext_lazy("The standards we set, and the service we give"),
    Gap.COMMUNICATION: gettext_lazy("The service we give, and what we promise of it"),
}
LATE: dict[str, Any] = {"field": "due_on", "op": "before", "value": {"today": True}}


def gap_rows(actor: Actor, today: dt.date) -> list[dict[str, Any]]:
    """The four gaps inside the firm with their findings; none for who may not read them."""
    noun: Noun[QualityGap] = noun_named(NOUN)
    if not actor.may(noun.permission("read")):
        return []
    is_open = Q(state=GapState.OPEN)
    found = {
        gap: counts
        for gap, *counts in visible_to(actor, noun)
        .values_list("gap")
        .annotate(
            still_open=Count("pk", filter=is_open),
            late=Count("pk", filter=is_open & Q(due_on__lt=today)),
            closed=Count("pk", filter=~is_open),
        )
        .order_by()
    }
    return [_row(gap, found.get(gap, [0, 0, 0])) for gap in Gap]


def felt(quality: Quality | None) -> str:
    """The fifth gap in words: how far what is met falls short of what was expected, and where."""
    gaps = [one for one in quality.dimensions if one.gap is not None] if quality else []
    if quality is None or quality.gap is None or not gaps:
        return _("Not known: expectation and perception were not asked in the last year.")
    worst = min(gaps, key=lambda one: one.gap or 0)
    text = _("%(gap)s on the scale of the answers; worst: %(dimension)s, %(worst)s")
    return text % {
        "gap": f"{quality.gap:+.2f}".replace("-", "−"),
        "dimension": DIMENSION_NAMES[worst.key],
        "worst": f"{worst.gap or 0:+.2f}".replace("-", "−"),
    }


def may_record(actor: Actor) -> bool:
    """Whether the actor may add a finding."""
    return actor.may(noun_named(NOUN).permission("create"))


def _row(gap: Gap, counts: list[int]) -> dict[str, Any]:
    still_open, late, closed = counts
    return {
        "key": str(gap),
        "label": gap.label,
        "meaning": MEANINGS[gap],
        "open": still_open,
        "open_href": _list(gap, GapState.OPEN),
        "late": late,
        "late_href": _list(gap, GapState.OPEN, LATE),
        "closed": closed,
        "closed_href": _list(gap, GapState.CLOSED),
    }


def _list(gap: Gap, state: GapState, *more: dict[str, Any]) -> str:
    parts = [{"field": "gap", "value": str(gap)}, {"field": "state", "value": str(state)}, *more]
    return f"/{NOUN}/?filter={quote(json.dumps({'all': parts}))}"
