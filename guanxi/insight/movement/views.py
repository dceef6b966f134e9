"""The page of movement."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guanxi.insight.abc.measure import ABC
from guanxi.insight.access import acting, not_computed, require_reading
from guanxi.insight.explain import parameters
from guanxi.insight.models import MeasureRun
from guanxi.insight.movement import findings
from guanxi.insight.movement.chain import LIVING, STAGES, Dwell
from guanxi.insight.movement.figures import Moved, moved
from guanxi.insight.movement.holdout import HeldOut, is_trusted
from guanxi.insight.movement.matrix import matrix_of
from guanxi.insight.movement.measure import MOVEMENT, MovementParameters
from guanxi.insight.pyramid.measure import PYRAMID
from guanxi.insight.records import latest_run
from guanxi.insight.rfm.classes import CLASSES, SEGMENTS
from guanxi.insight.structure.flow import label_of
from guanxi.insight.structure.links import list_where
from guanxi.insight.structure.seen import seen_by
from guanxi.insight.unrated import left_out
from guanxi.platform.actors.actor import Actor
from guanxi.warehouse.refresh import warehouse_file

SHOWN = tuple(column.name for column in MOVEMENT.profile) + (
    "rfm_class", "rfm_segment", "abc_class", "pyramid_class", "lifecycle_class",
)  # fmt: skip
UNSEEN = Dwell(None, 0, 0)
TABLES = (
    ("segment", SEGMENTS, "movement_segment_was", "rfm_segment"),
    ("rfm", CLASSES, "movement_rfm_was", "rfm_class"),
    ("abc", ABC.classes, "movement_abc_was", "abc_class"),
    ("tier", PYRAMID.classes, "movement_tier_was", "pyramid_class"),
)


@acting
def movement_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How the customers one may see have moved, and how long they stay in a stage of life."""
    require_reading(actor, SHOWN)
    run = latest_run(MOVEMENT.key)
    if run is None or not warehouse_file().exists():
        return not_computed(request, actor)
    asked = MovementParameters(**run.parameters)
    with seen_by(actor) as connection:
        found = moved(connection, asked.discount_percent)
        unrated = left_out(connection, run.as_of) if actor.may("order.read") else ""
    return render(request, "insight/movement/page.html", _drawn(found, run) | {"left_out": unrated})


def _drawn(found: Moved, run: MeasureRun) -> dict[str, Any]:
    tables = {
        name: matrix_of(found.moves[name], classes, was, now) for name, classes, was, now in TABLES
    }
    return {
        "as_of": run.as_of,
        "computed_at": run.finished_at,
        "then": found.then,
        "rules": parameters(MOVEMENT, run.parameters),
        "currency": settings.BASE_CURRENCY,
        "finding": findings.main_finding(found),
        "classes": [
            {
                "told": one,
                "customers": found.classes.get(str(one.key), 0),
                "href": list_where(("movement_class", "is", str(one.key))),
            }
            for one in MOVEMENT.classes
        ],
        "tables": tables,
        "matrix_findings": {name: findings.matrix_finding(one) for name, one in tables.items()},
        "chain_finding": findings.chain_finding(found.chain),
        "value_finding": findings.value_finding(found.chain, found.held_out),
        "stages": [str(label_of(stage)) for stage in STAGES],
        "chain": [told_stage(found, stage) for stage in STAGES],
        "quarters": run.parameters["quarters_followed"],
        "check": found.held_out,
        "check_finding": findings.check_finding(found.held_out),
        "check_rows": _checked(found.held_out),
    }


def _checked(held: HeldOut | None) -> list[dict[str, Any]]:
    """Each stage as it came, as foretold, and as it was."""
    if held is None:
        return []
    return [
        {
            "label": label_of(one),
            "came": held.came[one],
            "foretold": held.foretold[one],
            "before": held.before[one],
        }
        for one in STAGES
    ]


def told_stage(found: Moved, stage: str) -> dict[str, Any]:
    """A stage as it was seen, and what is to come of it where the chances foretell it."""
    chain = found.chain
    chances, dwell = chain.chances(stage), chain.dwells.get(stage, UNSEEN)
    foretells = is_trusted(found.held_out)
    return {
        "label": label_of(stage),
        "href": list_where(("lifecycle_class", "is", stage)),
        "seen": sum(chain.moves.get((stage, now), 0) for now in STAGES),
        "cells": [
            {"share": chances.get(now) if chances else None, "shade": _shade(chances.get(now, 0.0))}
            for now in STAGES
        ],
        "dwell": dwell,
        "left": chain.quarters_left().get(stage) if foretells else None,
        "value": _whole(chain.value_left().get(stage)) if foretells and stage in LIVING else None,
    }


def _shade(share: float) -> str:
    return "h0" if not share else f"h{1 + round(5 * share**0.5)}"


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
