"""A thousand weekly series six weeks ahead, beside the naive line and statsforecast.

The series are the goods sold in the most weeks of the online retail set (whole weeks of 2010–2011),
where its file is at hand; else series drawn like them. The last six weeks are held
out. MASE: the mean absolute error by the mean step of the weeks before; a mean over all series.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks._frame import Figure
from benchmarks._peers import in_turn, peer_python
from benchmarks._sets import online_retail

SIZE = 1_000
JOBS = str(Path(__file__).with_name("_forecast_jobs.py"))
PEER = "statsforecast==2.1.1"
BAR, ERROR_BAR = "<= 2 s", "<= 1.10"
FIRST, UNTIL = "2010-12-06", "2011-12-05"
SOLD = """
    SELECT StockCode AS code, datediff('week', DATE '{first}', CAST(InvoiceDate AS DATE)) AS week,
        SUM(Quantity) AS sold
    FROM read_parquet('{file}')
    WHERE Quantity > 0 AND UnitPrice > 0
        AND InvoiceDate >= DATE '{first}' AND InvoiceDate < DATE '{until}'
    GROUP BY ALL
"""


def measure(size: int) -> Iterator[Figure]:
    """Errors and seconds of our own choice of methods, and of the peer's best."""
    import numpy as np

    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "series.npy")
        np.save(file, weekly_series(size))
        contenders = {"ours": [sys.executable, JOBS, "ours", file]}
        python = peer_python("statsforecast", PEER)
        if python:
            contenders["statsforecast"] = [str(python), JOBS, "statsforecast", file]
        ran = in_turn(contenders)
    ours = ran["ours"]
    errors = {name: float(str(value)) for name, value in ours.told.items()}
    yield Figure("forecast WAPE", errors["wape"], "", "", "as last time", errors["wape_naive"])
    yield Figure("forecast range of 80 % holds", errors["covered"], "", "", "promised", 0.8)
    peer = ran.get("statsforecast")
    for name, value in (peer.told if peer else {}).items():
        told = float(str(value))
        yield Figure(f"forecast MASE beside {name}", errors["mase"], "", ERROR_BAR, name, told)
    yield Figure(
        "forecast MASE", errors["mase"], "", ERROR_BAR, "as last time", errors["mase_naive"]
    )
    other = peer.seconds if peer else ours.seconds
    beside = "statsforecast, five models" if peer else "no peer at hand"
    yield Figure("forecast", ours.seconds, "s", BAR, beside, other)


def weekly_series(size: int):
    """One row per product and one column per week, those sold in the most weeks first."""
    import numpy as np

    file = online_retail()
    if not file:
        return _drawn(size)
    import duckdb

    found = duckdb.sql(SOLD.format(file=file, first=FIRST, until=UNTIL)).fetchnumpy()
    codes, rows = np.unique(np.asarray(found["code"], dtype=str), return_inverse=True)
    series = np.zeros((len(codes), 52))
    series[rows, found["week"].astype(int)] = found["sold"]
    return series[np.argsort(-(series > 0).sum(axis=1), kind="stable")[:size]]


def _drawn(size: int):
    """Series with gaps and sizes as retail has them, from a fixed seed."""
    import numpy as np

    chance = np.random.default_rng(42)
    often = chance.beta(6, 2, (size, 1))
    sizes = chance.lognormal(3.5, 1, (size, 1)) * chance.lognormal(0, 0.7, (size, 52))
    return np.where(chance.random((size, 52)) < often, np.ceil(sizes), 0.0)
