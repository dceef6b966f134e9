"""The page of groups."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guanxi.insight.access import acting, not_computed, require_reading
from guanxi.insight.explain import parameters
from guanxi.insight.models import MeasureRun
from guanxi.insight.needs.clusters.measure import CLUSTERS
from guanxi.insight.needs.groups import findings
from guanxi.insight.needs.groups.drawing import HEAD, ROW, draw_groups, draw_tried, strips
from guanxi.insight.needs.groups.figures import Groups, groups_of
from guanxi.insight.records import latest_run
from guanxi.insight.structure.links import list_where
from guanxi.insight.structure.seen import seen_by
from guanxi.platform.actors.actor import Actor
from guanxi.platform.glossary.saying import texts_said
from guanxi.warehouse.refresh import warehouse_file

SHOWN = tuple(column.name for column in CLUSTERS.profile)


@acting
def group_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Into which groups the customers one may see fall, and what each group is like."""
    require_reading(actor, SHOWN)
    run = latest_run(CLUSTERS.key)
    if run is None or not warehouse_file().exists():
        return not_computed(request, actor)
    with seen_by(actor) as connection:
        groups = groups_of(connection)
    return render(request, "insight/groups/page.html", _drawn(groups, run))


def _drawn(groups: Groups, run: MeasureRun) -> dict[str, Any]:
    labels = {str(one.key): one for one in CLUSTERS.classes}
    tried, line = draw_tried(run.fit)
    context: dict[str, Any] = {
        "as_of": run.as_of,
        "computed_at": run.finished_at,
        "currency": settings.BASE_CURRENCY,
        "rules": parameters(CLUSTERS, run.parameters)[:2],
        "finding": findings.none_found(run.fit),
        "number_finding": findings.number_finding(run.fit),
        "tried": tried,
        "line": line,
        "n": run.fit.get("n", 0),
        "found_on": run.fit.get("as_of", ""),
        "unknown": groups.unknown,
        "unknown_href": list_where(("cluster_class", "is", "unknown")),
    }
    if not run.fit.get("groups"):
        return context
    rows = draw_groups(groups, labels, run.fit)
    return context | {
        "finding": findings.main_finding(groups, labels),
        "rows": rows,
        "strips": strips(),
        "height": HEAD + ROW * len(rows),
        "profiles": _profiles(groups, labels, run.fit),
    }


def _profiles(groups: Groups, labels: dict[str, Any], fit: dict[str, Any]) -> list[dict[str, Any]]:
    found = {one["class"]: one for one in fit["groups"]}
    categories = [category for one in groups.found for category, _customers in one.mostly]
    said = texts_said("product", "category", categories)
    return [
        {
            "told": labels[one.key],
            "customers": one.customers,
            "href": list_where(("cluster_class", "is", one.key)),
            "profile": findings.profile_of(one, found[one.key]["z"], said),
            "stability": found[one.key]["stability"],
            "mostly": [
                (said[category], shown, _whom(one.key, category))
                for category, shown in findings.mostly_of(one)
            ],
        }
        for one in groups.found
        if one.key in found
    ]


def _whom(key: str, category: str) -> str:
    return list_where(("cluster_class", "is", key), ("cluster_mostly", "is", category))
