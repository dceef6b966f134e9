"""What a customer will buy next: what it holds, and what goes with it, by how well it sells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from guanxi.insight.needs.next_best.holdings import Holdings

if TYPE_CHECKING:
    from scipy import sparse

# How much what goes with a product says beside the product itself; chosen on an earlier month of
# Online Retail than the one it is judged by.
BESIDE = 0.1
FLOOR = 0.2
BATCH = 20_000
BEST_SELLERS = 200
Score = Callable[[Holdings, slice], "sparse.csr_matrix"]


@dataclass(frozen=True)
class Best:
    """The product with the highest score of each customer, by place; −1 where there is none."""

    place: NDArray[np.int64]
    score: NDArray[np.float64]


def blended(held: Holdings, rows: slice) -> sparse.csr_matrix:
    """Own purchases by recency, and what goes with them, times how well it sells just now."""
    weight = held.weight[rows]
    scores = weight + BESIDE * (weight @ held.near)
    pull = held.offered * np.sqrt(FLOOR + held.selling)
    scores.data *= pull[scores.indices]
    return scores


def own_most_frequent(held: Holdings, rows: slice) -> sparse.csr_matrix:
    """The plain line: on how many days the customer has bought it; equals by how well it sells."""
    days = held.days[rows].copy()
    days.data = (days.data + 1e-6 * held.selling[days.indices]) * held.offered[days.indices]
    return days


def best_sellers(held: Holdings, rows: slice) -> sparse.csr_matrix:
    """The plain line for what is new: what sells best just now, to everybody alike."""
    from scipy import sparse

    selling = held.selling * held.offered
    top = np.sort(np.argsort(-selling, kind="stable")[:BEST_SELLERS])
    count = held.weight[rows].shape[0]
    indices = np.tile(top, count)
    pointers = np.arange(0, len(indices) + 1, len(top))
    data = np.tile(selling[top], count)
    return sparse.csr_matrix((data, indices, pointers), shape=(count, len(held.products)))


def best_seller_not_held(held: Holdings, rows: slice) -> NDArray[np.int64]:
    """What the new part of `best_sellers` puts first, by place; −1 for who holds all of them.

    Most hold few of what sells best, so that a row is settled after one or two products.
    """
    selling = held.selling * held.offered
    own = held.days[rows].tocsc()
    place = np.full(own.shape[0], -1, np.int64)
    is_open = np.ones(own.shape[0], dtype=bool)
    for product in np.argsort(-selling, kind="stable")[:BEST_SELLERS]:
        if selling[product] <= 0 or not is_open.any():
            break
        holders = own.indices[own.indptr[product] : own.indptr[product + 1]]
        is_held = np.zeros(own.shape[0], dtype=bool)
        is_held[holders] = True
        place[is_open & ~is_held] = product
        is_open &= is_held
    return place


def batches(held: Holdings) -> Iterator[slice]:
    """The customers in parts that fit into memory."""
    for start in range(0, len(held.accounts), BATCH):
        yield slice(start, min(start + BATCH, len(held.accounts)))


def split(
    scores: sparse.csr_matrix, held: Holdings, rows: slice
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """The scores of products bought before, and of those that are new to the customer."""
    own = held.days[rows].copy()
    own.data[:] = 1.0
    again = scores.multiply(own).tocsr()
    new = (scores - again).tocsr()
    new.eliminate_zeros()
    return again, new


def best(scores: sparse.csr_matrix) -> Best:
    """The highest score of each row; equals go to the product with the smallest id."""
    rows = scores.shape[0]
    place, score = np.full(rows, -1, np.int64), np.zeros(rows)
    counts = np.diff(scores.indptr)
    filled = np.flatnonzero(counts > 0)
    if not len(filled):
        return Best(place, score)
    begin, none = scores.indptr[filled], scores.shape[1]
    score[filled] = most = np.maximum.reduceat(scores.data, begin)
    is_best = (scores.data == np.repeat(most, counts[filled])) & (scores.data > 0)
    first = np.minimum.reduceat(np.where(is_best, scores.indices, none), begin)
    place[filled] = np.where(first < none, first, -1)
    return Best(place, score)


def hits(scores: sparse.csr_matrix, later: sparse.csr_matrix, top: int) -> NDArray[np.int64]:
    """How many of the `top` products of each row the customer really bought later."""
    scores.sort_indices()
    owner = np.repeat(np.arange(scores.shape[0]), np.diff(scores.indptr))
    order = np.lexsort((scores.indices, -scores.data, owner))
    rank = np.arange(len(order)) - scores.indptr[owner[order]]
    kept = order[(rank < top) & (scores.data[order] > 0)]
    bought = later.tocoo()
    wide = scores.shape[1]
    found = np.isin(
        owner[kept] * wide + scores.indices[kept], bought.row.astype(np.int64) * wide + bought.col
    )
    return np.bincount(owner[kept][found], minlength=scores.shape[0])
