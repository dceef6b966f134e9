"""What the summary says of points of attention, over all the texts of the firm."""

from __future__ import annotations

import datetime as dt
from typing import Any

from guanxi.insight.concerns.figures import Concerns, Topic, concerns_of
from guanxi.insight.concerns.findings import words_of
from guanxi.insight.concerns.models import Study
from guanxi.platform.actors.actor import SYSTEM

DIGITS = 6


def attention(at: dt.datetime) -> dict[str, Any] | None:
    """Topics with their texts, share, change and words, and the months read; None before that.

    `change` is the share of the last three months less that of the nine before, with its 95 %
    interval; None where one of them has no texts.
    """
    study = Study.objects.order_by("-pk").first()
    if study is None:
        return None
    concerns, words = concerns_of(SYSTEM, at), dict(words_of(study))
    return {
        "read_at": study.read_at.isoformat(),
        "learned_at": study.learned_at.isoformat(),
        "months": [f"{month:%Y-%m}" for month in concerns.months],
        "texts": sum(concerns.read),
        "by_month": list(concerns.read),
        "rising": concerns.rising.name if concerns.rising else None,
        "topics": [_topic(one, concerns, words.get(one.name, "")) for one in concerns.topics],
    }


def _topic(topic: Topic, concerns: Concerns, words: str) -> dict[str, Any]:
    read, change = sum(concerns.read), topic.change
    return {
        "topic": topic.name,
        "words": words,
        "texts": topic.texts,
        "customers": topic.customers,
        "answers": topic.answers,
        "by_month": list(topic.by_month),
        "share": round(topic.texts / read, DIGITS) if read else None,
        "change": {
            name: round(getattr(change, name), DIGITS) for name in ("difference", "low", "high")
        }
        if change
        else None,
    }
