"""Influence and bridges in a network, as plain arithmetic over edges.

Influence is PageRank (Page, Brin, Motwani and Winograd 1999); bridges are betweenness by the
algorithm of Brandes (2001).
"""

from collections import deque
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Array = np.ndarray[Any, Any]
MOST_ROUNDS = 200
SETTLED = 1e-10
# Node by edge, over all circles; more than this would take more than a few seconds.
MOST_WORK = 4_000_000


def influence(nodes: int, begin: Array, end: Array, damping: float) -> Array:
    """The share of influence of each node, together 1; it flows from the begin to the end."""
    if not nodes:
        return np.zeros(0)
    out = np.bincount(begin, minlength=nodes).astype(float)
    flow = csr_array((1.0 / out[begin], (end, begin)), shape=(nodes, nodes))
    dangling = out == 0
    rank = np.full(nodes, 1.0 / nodes)
    for _ in range(MOST_ROUNDS):
        spread = damping * rank[dangling].sum() + 1 - damping
        now: Array = damping * (flow @ rank) + spread / nodes
        if np.abs(now - rank).sum() < SETTLED:
            return now
        rank = now
    return rank


def circles(nodes: int, left: Array, right: Array) -> Array:
    """The circle of each node: nodes that some path joins have the same number."""
    joined = csr_array((np.ones(len(left)), (left, right)), shape=(nodes, nodes))
    return np.asarray(connected_components(joined, directed=False)[1])


def bridges(nodes: int, left: Array, right: Array, circle: Array) -> Array:
    """The share of shortest paths between others of its circle that lead through each node.

    NaN in circles of less than three, and in the largest where all together are too much work.
    """
    found = np.full(nodes, np.nan)
    near: list[set[int]] = [set() for _ in range(nodes)]
    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        near[one].add(other)
        near[other].add(one)
    sizes = np.bincount(circle, minlength=1)
    order = np.argsort(circle, kind="stable")
    members = np.split(order, np.cumsum(sizes)[:-1])
    work = 0
    for group in sorted(members, key=len):
        size = len(group)
        if size <= 2:
            continue
        work += size * sum(len(near[node]) for node in group.tolist())
        if work > MOST_WORK:
            break
        through = _through(group.tolist(), near)
        found[group] = np.array(through) / ((size - 1) * (size - 2))
    return found


def _through(group: list[int], near: list[set[int]]) -> list[float]:
    total = dict.fromkeys(group, 0.0)
    for source in group:
        order, before, paths = _shortest(source, near)
        credit = dict.fromkeys(order, 0.0)
        for node in reversed(order):
            for earlier in before[node]:
                credit[earlier] += paths[earlier] / paths[node] * (1 + credit[node])
            if node != source:
                total[node] += credit[node]
    return [total[node] for node in group]


def _shortest(
    source: int, near: list[set[int]]
) -> tuple[list[int], dict[int, list[int]], dict[int, float]]:
    """Nodes in the order they are reached, who comes before each, and how many paths lead there."""
    distance, paths = {source: 0}, {source: 1.0}
    before: dict[int, list[int]] = {source: []}
    order, waiting = [], deque([source])
    while waiting:
        node = waiting.popleft()
        order.append(node)
        for other in near[node]:
            if other not in distance:
                distance[other] = distance[node] + 1
                paths[other], before[other] = 0.0, []
                waiting.append(other)
            if distance[other] == distance[node] + 1:
                paths[other] += paths[node]
                before[other].append(node)
    return order, before, paths
