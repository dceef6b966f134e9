"""The step of the run that finds the groups, or lets those of an earlier run stand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.insight.fits import has_table, record_fit
from guanxi.insight.needs.clusters.grouping import (
    MOST,
    SAMPLES,
    Bar,
    Points,
    best,
    groupings,
)
from guanxi.insight.needs.clusters.kinds import FEATURES
from guanxi.insight.needs.clusters.naming import named
from guanxi.insight.parameters import window_start
from guanxi.warehouse.stages import Stages

if TYPE_CHECKING:
    import duckdb

COLUMNS = ", ".join(f"{name} DOUBLE, {name}_scale DOUBLE" for name in FEATURES)
EMPTY = f"""
CREATE OR REPLACE TEMP TABLE cluster_centre (class VARCHAR, {COLUMNS});
CREATE OR REPLACE TEMP TABLE cluster_verdict AS SELECT '' AS why, '' AS model;
"""
SQL = Path(__file__).with_name("features.sql")
LABEL = "k-means"
SAMPLE = 20_000
EXTREME = 3.0


def group(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Fill the temporary tables cluster_centre and cluster_verdict, and record what was found."""
    connection.execute(EMPTY)
    if has_table(connection, options.get("unless", "")):
        return
    told = _still_good(options) or _grouped(connection, options)
    for one in told.get("groups", ()):
        values = [one["class"], *(value for name in FEATURES for value in one["centre"][name])]
        marks = ", ".join("?" * len(values))
        connection.execute(f"INSERT INTO cluster_centre VALUES ({marks})", values)  # noqa: S608
    version = f"{LABEL} {told['as_of']}"
    verdict = [told.get("why", ""), version]
    connection.execute("UPDATE cluster_verdict SET why = ?, model = ?", verdict)
    if not options.get("trial"):
        record_fit(connection, "clusters", told | {"version": version})


def _still_good(options: dict[str, Any]) -> dict[str, Any]:
    """What an earlier run found, where it is young enough and of the same parameters."""
    last: dict[str, Any] = options.get("last") or {}
    if not last.get("tried") or last.get("parameters") != options["parameters"]:
        return {}
    day, now = (dt.date.fromisoformat(one["as_of"]) for one in (last, options))
    return last if 0 <= (now - day).days < options["parameters"]["refit_days"] else {}


def _grouped(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> dict[str, Any]:
    parameters, as_of = options["parameters"], dt.date.fromisoformat(options["as_of"])
    values = {key: value for key, value in parameters.items() if key != "window"}
    start = window_start(parameters["window"], as_of)
    query = Stages.read(SQL).query(values | {"as_of": as_of, "window_start": start})
    found = connection.execute(
        f"SELECT {', '.join(FEATURES)} FROM ({query})"  # noqa: S608 our own query
        f" ORDER BY hash(account_id), account_id LIMIT {SAMPLE}"
    ).fetchnumpy()
    points = np.column_stack([found[name].astype(float) for name in FEATURES])
    told = {"as_of": options["as_of"], "parameters": parameters, "n": len(points)}
    if len(points) < parameters["least_customers"] or len(np.unique(points, axis=0)) <= MOST:
        return told | {"why": "few"}
    return told | _told(points, Bar(
        parameters["stability_percent"] / 100, parameters["silhouette_percent"] / 100
    ))  # fmt: skip


def _told(points: Points, bar: Bar) -> dict[str, Any]:
    middle, spread = points.mean(axis=0), points.std(axis=0)
    scale = np.where(spread > 1e-9, spread, 1.0)
    tried = groupings(np.clip((points - middle) / scale, -EXTREME, EXTREME))
    told: dict[str, Any] = {
        "tried": [
            {
                "groups": len(one.stability),
                "silhouette": round(one.silhouette, 3),
                "stability": round(one.least_stable, 3),
            }
            for one in tried
        ]
    }
    chosen = best(tried, bar)
    if chosen is None:
        return told | {"why": "unstable"}
    return told | {
        "groups": [
            {
                "class": key,
                "centre": {
                    name: [float(middle[at] + z[at] * scale[at]), float(scale[at])]
                    for at, name in enumerate(FEATURES)
                },
                "z": {name: round(float(z[at]), 3) for at, name in enumerate(FEATURES)},
                "standard_errors": {
                    name: round(float(error[at]), 4) for at, name in enumerate(FEATURES)
                },
                "stability": round(stability, 3),
            }
            for key, z, stability, error in zip(
                named(chosen.centres), chosen.centres, chosen.stability, chosen.errors, strict=True
            )
        ],
        "unit": "standard deviations",
        "samples": SAMPLES,
        "silhouette": round(chosen.silhouette, 3),
    }
