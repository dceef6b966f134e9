"""Topics by month as cells, each the list of the texts that it counts."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from guanxi.insight.concerns.figures import Concerns, Topic
from guanxi.insight.parameters import months_before
from guanxi.insight.wording import count, percent, points

SHADES = 6


@dataclass(frozen=True)
class Cell:
    """One topic in one month: its share, shaded, and the contacts that it counts."""

    shade: str
    share: str
    texts: int
    href: str


@dataclass(frozen=True)
class Row:
    """One topic: its cells, its change, and the way to all of it."""

    name: str
    cells: tuple[Cell, ...]
    texts: str
    href: str
    customers: int
    customers_href: str
    answers: int
    answers_href: str
    change: str
    tone: str


def rows_of(concerns: Concerns) -> tuple[Row, ...]:
    """The topics, the largest first."""
    most = max(
        (
            part / whole
            for topic in concerns.topics
            for part, whole in zip(topic.by_month, concerns.read, strict=True)
            if whole
        ),
        default=0.0,
    )
    return tuple(_row(topic, concerns, most) for topic in concerns.topics)


def contacts_on(topic: str, first: dt.date, after: dt.date, account_id: int | None = None) -> str:
    """The address of the contacts about a topic from one day on until before another.

    Those of one customer, where one is given.
    """
    of_one = [{"field": "account", "op": "is", "value": account_id}] if account_id else []
    return _list("interaction", *of_one, *_spoken_of(topic, first, after))


def comments_on(topic: str, first: dt.date, after: dt.date, account_id: int) -> str:
    """The address of the survey answers of one customer in whose comments it spoke of a topic."""
    of_one = {"field": "account", "op": "is", "value": account_id}
    return _list("survey_answer", of_one, *_spoken_of(topic, first, after, "answered_on"))


def customers_on(topic: str, first: dt.date, after: dt.date) -> str:
    """The address of the customers who spoke of a topic in that time."""
    where = {"all": _spoken_of(topic, first, after)}
    return _list("account", {"related": "interactions", "where": where})


def month_after(month: dt.date) -> dt.date:
    """The first day of the month after the one that begins on this day."""
    return months_before(month, -1)


def _spoken_of(
    topic: str, first: dt.date, after: dt.date, moment: str = "happened_at"
) -> list[dict[str, Any]]:
    return [
        {"field": "reading_topic", "op": "is", "value": topic},
        {"field": moment, "op": "gte", "value": first.isoformat()},
        {"field": moment, "op": "before", "value": after.isoformat()},
    ]


def _row(topic: Topic, concerns: Concerns, most: float) -> Row:
    change, tone = _changed(topic)
    window = concerns.months[0], month_after(concerns.months[-1])
    return Row(
        name=topic.name,
        cells=tuple(
            _cell(topic.name, part, whole, month, most)
            for part, whole, month in zip(
                topic.by_month, concerns.read, concerns.months, strict=True
            )
        ),
        texts=count(topic.texts),
        href=contacts_on(topic.name, *window),
        customers=topic.customers,
        customers_href=customers_on(topic.name, *window),
        answers=topic.answers,
        answers_href=_list(
            "survey_answer", {"field": "reading_topic", "op": "is", "value": topic.name}
        ),
        change=change,
        tone=tone,
    )


def _changed(topic: Topic) -> tuple[str, str]:
    """The change of the share in points, and whether it is more than chance."""
    lift = topic.change
    if lift is None:
        return "—", ""
    return points(lift.difference), "up" if lift.low > 0 else "down" if lift.high < 0 else ""


def _cell(name: str, part: int, whole: int, month: dt.date, most: float) -> Cell:
    share = part / whole if whole else 0.0
    shade = 0 if not part else 1 + round((SHADES - 1) * share / most)
    return Cell(
        f"h{shade}", percent(part, whole, 0), part, contacts_on(name, month, month_after(month))
    )


def _list(noun: str, *parts: dict[str, Any]) -> str:
    written = json.dumps({"all": parts}, ensure_ascii=False, separators=(",", ":"))
    return f"/{noun}/?filter={quote(written)}"
