"""Frequent sets of retail.dat at one in a thousand beside mlxtend and efficient-apriori.

Also the rules of the measure over ten million order lines. GUANXI_DATA_SETS names the folder of
public sets; without it a made set of the same shape is used.
"""

import datetime as dt
import resource
import sys
import time
from collections.abc import Iterator
from math import ceil
from pathlib import Path

from benchmarks._frame import Figure
from benchmarks._peers import in_turn, peer_python
from benchmarks._sets import baskets_file, order_lines

SIZE = 10_000_000
JOBS = str(Path(__file__).with_name("_needs_jobs.py"))
PEERS = {
    "mlxtend": ("mlxtend", "mlxtend==0.25.0"),
    "efficient_apriori": ("apriori", "efficient-apriori==2.0.6"),
}
SUPPORT = 0.001
BAR, LINES_BAR = "<= 1.0 s", "<= 60 s"
AS_OF = dt.date(2025, 12, 31)


def measure(size: int) -> Iterator[Figure]:
    """Seconds of each contender; all must find the same number of sets."""
    seconds, cpu, rules = _lines(size)
    name = f"baskets, {size} lines, {rules} rules, {cpu:.1f} s CPU"
    yield Figure(name, seconds, "s", LINES_BAR, "none", seconds)
    file = baskets_file()
    baskets = sum(1 for _line in file.open(encoding="utf-8"))
    least = str(ceil(SUPPORT * baskets))
    contenders = {"ours": [sys.executable, JOBS, "ours", str(file), least]}
    for contender, (folder, requirement) in PEERS.items():
        python = peer_python(folder, requirement)
        if python:
            contenders[contender] = [str(python), JOBS, contender, str(file), least]
    ran = in_turn(contenders)
    ours = ran.pop("ours")
    for contender, peer in ran.items():
        if peer.told["sets"] != ours.told["sets"]:
            raise SystemExit(f"{contender} finds {peer.told['sets']}, ours {ours.told['sets']}")
        name = f"baskets memory beside {contender}"
        yield Figure(name, ours.megabytes, "MB", "", contender, peer.megabytes)
        name = f"baskets beside {contender}, {ours.told['sets']} sets"
        yield Figure(name, ours.seconds, "s", BAR, contender, peer.seconds)
    quickest = min(ran, key=lambda name: ran[name].seconds, default="no peer at hand")
    baseline = ran[quickest].seconds if ran else ours.seconds
    yield Figure("baskets", ours.seconds, "s", BAR, quickest, baseline)


def _lines(size: int) -> tuple[float, float, int]:
    import duckdb

    from guanxi.insight.needs.baskets.measure import BASKETS
    from guanxi.warehouse.build import carry_out
    from guanxi.warehouse.engine import SCHEMA

    with duckdb.connect(config={"threads": "2", "memory_limit": "2GB"}) as connection:
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        order_lines(connection, size)
        began, worked = time.perf_counter(), _processor_seconds()
        parameters = BASKETS.parameters.changed({"support": "1"})
        carry_out(connection, BASKETS.call(parameters, AS_OF, trial=True))
        rows = connection.execute(BASKETS.query(parameters, AS_OF)).fetchall()
        return time.perf_counter() - began, _processor_seconds() - worked, len(rows)


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
