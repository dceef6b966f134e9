"""Influence and bridges in two small networks whose values are in print."""

from collections.abc import Iterator

import numpy as np

from guanxi.insight.portfolio.network.graph import Array, bridges, circles, influence
from guanxi.insight.selfcheck.checks import Check, Published

PAGES = "Wikipedia, PageRank (Page et al. 1999)"
KITE = "Krackhardt 1990"
LINKS = (
    *("BC", "CB", "DA", "DB", "EB", "ED", "EF", "FB", "FE"),
    *("GB", "GE", "HB", "HE", "IB", "IE", "JE", "KE"),
)
RANKS = (("A", 3.3), ("B", 38.4), ("C", 34.3), ("D", 3.9), ("E", 8.1), ("F", 3.9), ("G", 1.6))
FRIENDS = (
    *("AB", "AC", "AD", "AF", "BD", "BE", "BG", "CD", "CF", "DE", "DF", "DG"),
    *("EG", "FG", "FH", "GH", "HI", "IJ"),
)
BETWEEN = (
    *(("Andre", 0.023), ("Beverly", 0.023), ("Carol", 0.0), ("Diane", 0.102), ("Ed", 0.0)),
    *(("Fernando", 0.231), ("Garth", 0.231), ("Heather", 0.389), ("Ike", 0.222), ("Jane", 0.0)),
)


def checks() -> Iterator[Check]:
    """PageRank of eleven pages in per cent, betweenness of ten friends."""
    begin, end = _numbered(LINKS)
    found = 100 * influence(11, begin, end, 0.85)
    yield from Published("PageRank", PAGES, 0.05, RANKS).beside(list(found[: len(RANKS)]))
    begin, end = _numbered(FRIENDS)
    between = bridges(len(BETWEEN), begin, end, circles(len(BETWEEN), begin, end))
    yield from Published("betweenness", KITE, 5e-4, BETWEEN).beside(list(between))


def _numbered(edges: tuple[str, ...]) -> tuple[Array, Array]:
    ends = np.array([[ord(letter) - ord("A") for letter in one] for one in edges])
    return ends[:, 0], ends[:, 1]
