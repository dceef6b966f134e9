"""Removal in a chain that ends: what would be lost without a channel, solved exactly.

Anderl, Becker, von Wangenheim and Schumann 2016, of the first order. No chance is drawn, so that
the same paths give the same answer.
"""

from collections.abc import Mapping

import numpy as np

START, ORDER, NONE = "(start)", "(order)", "(none)"
Paths = Mapping[tuple[str, str], int]


def ordering(paths: Paths, without: str = "") -> float:
    """The chance that a path from the start ends in an order; `without` leads to none instead."""
    stations = sorted({was for was, _now in paths} | {START})
    places = {station: place for place, station in enumerate(stations)}
    chances, ends = np.zeros((len(stations),) * 2), np.zeros(len(stations))
    for (was, now), number in paths.items():
        if now == without:
            continue
        if now == ORDER:
            ends[places[was]] += number
        elif now in places:
            chances[places[was], places[now]] += number
    totals = np.zeros(len(stations))
    for (was, _now), number in paths.items():
        totals[places[was]] += number
    if without in places:
        chances[places[without]] = ends[places[without]] = 0
    totals = np.maximum(totals, 1)
    solved = np.linalg.solve(np.eye(len(stations)) - chances / totals[:, None], ends / totals)
    return float(solved[places[START]])


def removal(paths: Paths) -> dict[str, float]:
    """For each channel, the share of orders that would be lost without it."""
    whole = ordering(paths)
    channels = sorted({was for was, _now in paths} - {START})
    if not whole:
        return dict.fromkeys(channels, 0.0)
    return {channel: 1 - ordering(paths, channel) / whole for channel in channels}


def shared(revenue: int, effects: Mapping[str, float]) -> dict[str, int]:
    """The revenue by removal effect, to the cent: cut where the shares add up."""
    names = sorted(name for name, effect in effects.items() if effect > 0)
    total = sum(effects[name] for name in names)
    found, reached, given = dict.fromkeys(effects, 0), 0.0, 0
    for name in names:
        reached += effects[name]
        upto = revenue if name == names[-1] else round(revenue * reached / total)
        found[name], given = upto - given, upto
    return found
