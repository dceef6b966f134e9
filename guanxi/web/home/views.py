"""My day: what is on today, what is due, what changed."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from guanxi.activities.queries import open_work_of
from guanxi.activities.workdays.reading import work_days
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.keyset import order_of
from guanxi.platform.records.reading import (
    ListQuery,
    list_columns,
    mask_rows,
    matching,
    may_ask_by,
    readable_names,
)
from guanxi.platform.records.titles import titles_of
from guanxi.platform.records.values import Masked
from guanxi.web.acting import signed_in
from guanxi.web.home.changes import class_changes
from guanxi.web.home.first_steps import asides, first_steps
from guanxi.web.home.greeting import dated, greeting, summary
from guanxi.web.home.waiting import waiting_customers
from guanxi.web.home.workdays import days_said
from guanxi.web.look import moments
from guanxi.web.look.figures import is_chinese
from guanxi.web.palette.finding import recent_records

ACTIVITY = "activity"
COLUMNS = ["name", "kind", "due_at", "ends_at", "priority", "account", "place", "is_all_day"]
# What the day is made of: who may not ask by these has no agenda.
ASKED = ("owner", "state", "kind", "due_at")
SHOWN = 30


@dataclass(frozen=True)
class Line:
    """One activity as it stands on the day."""

    pk: int
    title: str
    about: str
    when: str
    tone: str
    is_past: bool
    is_whole: bool
    is_ahead: bool


@signed_in
def my_day(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The home page of a person."""
    now = timezone.localtime()
    noun = nouns().get(ACTIVITY)
    readable = noun is not None and actor.may(noun.permission("read"))
    readable = readable and may_ask_by(actor, nouns()[ACTIVITY], *ASKED)
    agenda, due = _activities(actor, noun, now) if readable and noun else ([], [])
    context = {
        "greeting": greeting(actor.name, now),
        "dated": dated(now.date()),
        "days_said": days_said(now.date(), work_days()),
        "gap": "" if is_chinese() else " ",
        "agenda": agenda,
        "due": due,
        "summary": summary(len(agenda), len(due), sum(line.tone == "late" for line in due)),
        "now": now,
        "may_act": not actor.is_read_only,
        "has_activities": readable,
        "changes": class_changes(actor, now),
        "waiting": waiting_customers(actor, now),
        "recent": recent_records(actor),
        "steps": (steps := first_steps(request, actor)),
        "asides": asides() if steps else [],
    }
    return render(request, "web/home/day.html", context)


def _activities(actor: Actor, noun: Noun[Any], now: dt.datetime) -> tuple[list[Line], list[Line]]:
    meetings = {"field": "kind", "op": "in", "value": ["meeting", "call"]}
    today = {"field": "due_at", "op": "within", "value": {"period": "today"}}
    late = {"field": "due_at", "op": "within", "value": {"period": "past"}}
    undated = {"field": "due_at", "op": "empty"}
    soon = {"field": "due_at", "op": "within", "value": {"period": "next_7_days"}}
    agenda = _read(actor, noun, {"all": [meetings, today]}, now)
    tasks = {"field": "kind", "op": "is", "value": "task"}
    due = {"any": [today, undated, soon, late]}
    # What takes the whole day is told before its hours.
    agenda.sort(key=lambda line: not line.is_whole)
    return agenda, _read(actor, noun, {"all": [tasks, due]}, now)


def _read(actor: Actor, noun: Noun[Any], filter: dict[str, Any], now: dt.datetime) -> list[Line]:
    columns = list_columns(actor, noun, readable_names(actor, noun, COLUMNS))
    mine = open_work_of(actor.user_id or 0, now).values("pk")
    rows = matching(actor, noun, ListQuery(filter), at=now).filter(pk__in=mine)
    order = order_of(actor, noun, "due_at")
    found, _next, _previous = order.read(order.page(rows, "", SHOWN), columns, "", SHOWN)
    accounts = titles_of(actor, columns, found).get("account", {})
    shown = mask_rows(actor, noun, columns, found)
    return [_line(noun, row, accounts.get(row.get("account") or 0, ""), now) for row in shown]


def _line(noun: Noun[Any], row: dict[str, Any], account: str, now: dt.datetime) -> Line:
    due = row["due_at"]
    end = row.get("ends_at") or due
    end = due if isinstance(end, Masked) else end
    return Line(
        pk=row["id"],
        title=row.get("name") or f"{noun.label} {row['id']}",
        about=pgettext("between two facts", ", ").join(
            part for part in (account, row.get("place") or "") if part
        ),
        when=_when(due, row, now),
        tone=_tone(due, now),
        is_past=bool(end and end < now),
        is_whole=row.get("is_all_day") is True,
        is_ahead=bool(due and due > now and not row.get("is_all_day")),
    )


def _when(due: dt.datetime | None, row: dict[str, Any], now: dt.datetime) -> str:
    if due is None:
        return ""
    is_timed = moments.has_hour(due) and not row.get("is_all_day")
    local = timezone.localtime(due)
    late = (now.date() - local.date()).days
    if row["kind"] != "task":
        return moments.clock(due) if is_timed else _("All day")
    if late > 0:
        return ngettext("%(n)d day late", "%(n)d days late", late) % {"n": late}
    said = moments.near_day(local.date(), now.date())
    return f"{said} {moments.clock(due)}" if is_timed else said


def _tone(due: dt.datetime | None, now: dt.datetime) -> str:
    if due is None:
        return ""
    if timezone.localtime(due).date() < now.date():
        return "late"
    # An hour of today that is past presses no less than the next one.
    return "soon" if due - now < dt.timedelta(hours=8) else ""
