"""What the measures say of each customer, told in one number: has anything changed?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from guanxi.insight.profile_rows import DRIFTING_BITS, TOLD, exact, stepped
from guanxi.warehouse.build import CALL

if TYPE_CHECKING:
    import duckdb
    from numpy import int64
    from numpy.typing import NDArray

    from guanxi.insight.measures import Measure

# A table of places may be so many times as long as there are customers.
SPARSE = 8
Keys: TypeAlias = "NDArray[int64]"


def telling(measures: Iterable[Measure]) -> tuple[str, str]:
    """The step that tells in numbers what these measures say of each customer.

    Each measure gives a number for all it says, with what drifts in its lower bits and all else in
    the upper; DuckDB's own hash will do: it need only agree with itself.
    """
    said = [
        f"SELECT account_id, hash('{measure.key}', {', '.join(exact(measure))})"  # noqa: S608 our own names
        f" >> {DRIFTING_BITS + 1} << {DRIFTING_BITS}"
        f" | hash('{measure.key}', {', '.join(stepped(measure)) or 0}) % {1 << DRIFTING_BITS}"
        f" AS digest, hash('{measure.key}', class) AS class FROM {measure.table}"
        for measure in measures
    ]
    return "told", f"{CALL}{__name__}:{tell.__name__} {json.dumps({'said': said})}"


def tell(connection: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> None:
    """Fill told_of_customer: the numbers of all measures for each customer, mixed.

    Every measure names a customer once, so that its numbers are put in their places by one look
    each; a database that groups the rows of thirty measures takes four times as long.
    """
    import numpy as np
    import pyarrow as pa

    found = connection.execute("SELECT account_id FROM dim_customer ORDER BY 1").fetchnumpy()
    customers = np.asarray(found["account_id"], dtype=np.int64)
    place_of = _places(customers)
    digests, classes = (np.zeros(len(customers), np.uint64) for _ in range(2))
    for query in options["said"] if len(customers) else ():
        rows = connection.execute(query).fetchnumpy()
        place = place_of(np.asarray(rows["account_id"]))
        digests[place] ^= np.asarray(rows["digest"])
        classes[place] ^= np.asarray(rows["class"])
    columns = {"account_id": customers, "digest": digests.astype(np.int64), "classes": classes}
    connection.register("told_arriving", pa.table(columns))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {TOLD} AS FROM told_arriving")
    connection.unregister("told_arriving")


def _places(customers: Keys) -> Callable[[Keys], Keys]:
    """What gives the place of each key among the customers, which are in order.

    Where few keys between the first and the last are missing, by one look instead of a search.
    Whoever is no customer gets the place of another: the tests that follow find it.
    """
    import numpy as np

    if not len(customers) or customers[-1] - customers[0] >= SPARSE * len(customers):
        return lambda keys: np.searchsorted(customers[:-1], keys)
    first = customers[0]
    places = np.zeros(customers[-1] - first + 1, np.int64)
    places[customers - first] = np.arange(len(customers))
    return lambda keys: places[np.clip(keys - first, 0, len(places) - 1)]
