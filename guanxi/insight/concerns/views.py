"""The page of points of attention."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from guanxi.insight.access import acting, not_computed
from guanxi.insight.concerns import findings
from guanxi.insight.concerns.access import NEEDED, READ
from guanxi.insight.concerns.drawing import rows_of
from guanxi.insight.concerns.figures import concerns_of, examples_of
from guanxi.insight.concerns.models import Study
from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Denied
from guanxi.platform.rights.visibility import require


@acting
def concern_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the customers one may see ask about, month by month, and what is on the rise."""
    for permission in NEEDED:
        require(actor, permission)
    for noun, field in READ:
        if actor.field_mode(noun, field) in {"hidden", "masked"}:
            raise Denied(f"{noun}.{field}")
    study = Study.objects.order_by("-pk").first()
    if study is None:
        return not_computed(request, actor)
    return render(request, "insight/concerns/page.html", _drawn(actor, study, timezone.now()))


def _drawn(actor: Actor, study: Study, at: dt.datetime) -> dict[str, Any]:
    concerns = concerns_of(actor, at)
    top = concerns.rising or next(iter(concerns.topics), None)
    return {
        "finding": findings.main_finding(concerns),
        "read_at": study.read_at,
        "learned_at": study.learned_at,
        "read": sum(concerns.read),
        "months": concerns.months,
        "by_month": concerns.read,
        "rows": rows_of(concerns),
        "has_answers": any(one.answers for one in concerns.topics),
        "top": top,
        "examples": examples_of(actor, top.name) if top else [],
        "words": findings.words_of(study),
    }
