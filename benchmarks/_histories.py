"""Histories of customers drawn from BG/NBD and Gamma-Gamma at the CDNOW parameters, in days."""

import os
from pathlib import Path

import numpy as np

from benchmarks._lifetime_jobs import CDNOW, SPEND

PART = 1_000_000
FIRST_DAYS, LAST_DAYS = 27 * 7, 39 * 7


def folder_of_histories(customers: int) -> Path:
    """A folder with the histories as Parquet, and as arrays for contenders that want those."""
    folder = Path(os.environ["GUANXI_DATA"]) / f"histories-{customers}"
    if not (folder / "history.parquet").exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder, customers)
    return folder


def _write(folder: Path, customers: int) -> None:
    import duckdb

    chance = np.random.default_rng(42)
    parts = [_drawn(chance, min(PART, customers - n)) for n in range(0, customers, PART)]
    columns = dict(
        zip(("x", "t_x", "T", "m"), map(np.concatenate, zip(*parts, strict=True)), strict=True)
    )
    for name, column in columns.items():
        np.save(folder / f"{name}.npy", column)
    import pyarrow as pa

    with duckdb.connect() as connection:
        connection.register("history", pa.table(columns))
        connection.execute(f"COPY history TO '{folder / 'history.parquet'}'")


def _drawn(chance: np.random.Generator, size: int) -> tuple[np.ndarray, ...]:
    rate = chance.gamma(CDNOW["r"], 1 / CDNOW["alpha"] / 7, size)
    stop = chance.beta(CDNOW["a"], CDNOW["b"], size)
    age = chance.integers(FIRST_DAYS, LAST_DAYS + 1, size)
    repeats, last, now = np.zeros(size, int), np.zeros(size), np.zeros(size)
    active = np.arange(size)
    while len(active):
        now[active] += chance.exponential(1 / rate[active])
        active = active[now[active] <= age[active]]
        repeats[active] += 1
        last[active] = now[active]
        active = active[chance.random(len(active)) > stop[active]]
    number = np.maximum(repeats, 1)
    mean = chance.gamma(SPEND["p"] * number, 1 / chance.gamma(SPEND["q"], 1 / SPEND["v"], size))
    return repeats, np.ceil(last).astype(int), age, np.where(repeats > 0, mean / number, 0.0)
