"""The page of forecasts."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guanxi.insight.access import acting, not_computed, require_reading
from guanxi.insight.forecast import findings
from guanxi.insight.forecast.asked import DIVISIONS, FIGURES, STEPS, Asked
from guanxi.insight.forecast.drawing import behind, draw, step_name
from guanxi.insight.forecast.figures import Line, Told, looked_back, told
from guanxi.insight.forecast.kept import kept_of
from guanxi.insight.forecast.measure import FORECAST
from guanxi.insight.measures import UNKNOWN_NAME
from guanxi.insight.olap.dimensions import BY_KEY
from guanxi.insight.olap.figures import BY_KEY as MEASURED
from guanxi.insight.olap.rights import may_divide, require_dimension, require_measured
from guanxi.insight.records import latest_run
from guanxi.insight.structure.seen import seen_by
from guanxi.insight.unrated import left_out
from guanxi.platform.actors.actor import Actor
from guanxi.platform.given import whole_number
from guanxi.platform.glossary.saying import texts_said
from guanxi.platform.records.titles import titles
from guanxi.warehouse.refresh import warehouse_file

LISTED = 50


@acting
def forecast_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is to come of the firm or its parts, over the customers one may see."""
    require_reading(actor, ())
    asked = Asked.read(request.GET)
    require_measured(actor, MEASURED[asked.figure])
    if asked.by in BY_KEY:
        require_dimension(actor, BY_KEY[asked.by])
    run = latest_run(FORECAST.key)
    if run is None or not warehouse_file().exists():
        return not_computed(request, actor)
    with seen_by(actor) as connection:
        found = told(connection, asked, run.as_of)
        line = found.line(asked.member)
        unrated = "" if asked.figure == "units" else left_out(connection, run.as_of)
        sees_all = actor.scope("account.read") == "all"
        kept = kept_of(connection, asked, line.member) if line and sees_all else {}
    context = _controls(actor, asked) | {
        "asked": asked,
        "as_of": run.as_of,
        "computed_at": run.finished_at,
        "currency": settings.BASE_CURRENCY,
        "finding": findings.main_finding(asked, found, line),
        "told": found,
        "left_out": unrated,
    }
    if line:
        context |= _drawn(actor, asked, found, line, kept)
    return render(request, "insight/forecast/page.html", context)


def _controls(actor: Actor, asked: Asked) -> dict[str, Any]:
    divisions = [one for one in DIVISIONS.values() if _may(actor, one.key)]
    return {
        "choices": [
            ("figure", list(FIGURES.items()), asked.figure),
            ("by", [(one.key, one.label) for one in divisions], asked.by),
            ("step", [(one.key, one.label) for one in STEPS.values()], asked.step),
        ],
    }


def _may(actor: Actor, key: str) -> bool:
    return key not in BY_KEY or may_divide(actor, BY_KEY[key])


def _drawn(
    actor: Actor, asked: Asked, found: Told, line: Line, kept: dict[Any, int]
) -> dict[str, Any]:
    shown = found.lines[:LISTED]
    names = _names(actor, asked, {line.member, *(one.member for one in shown)})
    history = found.history(line.member)
    pasts = looked_back(history, found.series.days, asked.steps.season)
    return {
        "line": line,
        "name": names[line.member],
        "drawing": draw(asked, history, found.series.days, line, found.days),
        "ahead_finding": findings.ahead_finding(asked, found, line),
        "ahead": [
            (
                step_name(asked, day),
                *(round(float(one[place])) for one in (line.ahead, line.low, line.high)),
            )
            for place, day in enumerate(found.days)
        ],
        "past_finding": findings.past_finding(pasts),
        "pasts": [
            {
                "name": step_name(asked, one.day),
                "href": behind(asked, line.member, one.day),
                "actual": round(one.actual),
                "foretold": round(one.foretold),
                "naive": round(one.naive),
                "off": (one.foretold - one.actual) / one.actual if one.actual else None,
                "kept": kept.get(one.day),
            }
            for one in reversed(pasts)
        ],
        "has_kept": bool(kept),
        "lines_finding": findings.lines_finding(found),
        "lines": [
            {
                "told": one,
                "name": names[one.member],
                "href": asked.address(member=one.member),
                "next": round(float(one.ahead[0])),
                "range": [round(float(border[0])) for border in (one.low, one.high)],
            }
            for one in shown
        ],
        "more": len(found.lines) - len(shown) + found.series.left_out,
    }


def _names(actor: Actor, asked: Asked, members: set[str]) -> dict[str, str]:
    """What each member is called; a record that the actor does not see has no name."""
    if asked.by == "firm":
        return {member: str(DIVISIONS["firm"].label) for member in members}
    if not asked.division.is_record:
        noun = "product" if asked.by == "category" else "account"
        called = texts_said(noun, asked.by, members)
        return {member: called[member] or str(UNKNOWN_NAME) for member in members}
    ids = {member: whole_number(member) for member in members}
    found = titles(actor, asked.by, {pk for pk in ids.values() if pk})
    return {member: found.get(pk or 0, str(UNKNOWN_NAME)) for member, pk in ids.items()}
