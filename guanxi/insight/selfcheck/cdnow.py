"""The CDNOW sample: 2,357 customers, 39 weeks to learn from and 39 to foretell."""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from guanxi.insight.lifetime.betageometric import BG_NBD, MBG_NBD
from guanxi.insight.lifetime.histories import DAYS_A_WEEK, Histories
from guanxi.insight.lifetime.pareto import PARETO_NBD
from guanxi.insight.lifetime.spend import Spending
from guanxi.insight.selfcheck.checks import BTYD, FHL, NOTE_25, Check, Published

SALES, SUMMARY = "cdnow/CDNOW_sample.txt", "cdnow/cdnow_customers_summary_with_transactions.csv"
CUT = dt.date(1997, 9, 30)
WEEKS, MOST = 39.0, 7
COLUMNS = ("x", "t_x", "T", "zbar")


def _named(names: str, values: tuple[float, ...]) -> tuple[tuple[str, float], ...]:
    return tuple(zip(names.split(), values, strict=True))


MODELS = {
    "bgnbd": Published("BG/NBD", FHL, 5e-4, _named("r alpha a b", (0.243, 4.414, 0.793, 2.426))),
    "mbgnbd": Published(
        "MBG/NBD", "lifetimes, BTYDplus", 1e-4,
        _named("r alpha a b", (0.5248, 6.1830, 0.8914, 1.6140)),
    ),
    "paretonbd": Published(
        "Pareto/NBD", "lifetimes; BTYD vignette", 1e-4,
        _named("r alpha s beta", (0.5533, 10.5777, 0.6062, 11.669)),
    ),
}  # fmt: skip
LIKELIHOODS = {"bgnbd": -9582.429, "paretonbd": -9594.976}
# The summary that a library ships has its times cut to two digits.
CUT_SHORT = Published(
    "BG/NBD, times of two digits", "lifetimes 0.11.3", 5e-5,
    _named("r alpha a b", (0.24259, 4.41353, 0.79289, 2.42575)),
)  # fmt: skip
CUT_LIKELIHOOD = Published(CUT_SHORT.area, CUT_SHORT.source, 5e-4, (("LL", -9582.426),))
PRINTED_SPEND = Published("Gamma-Gamma", NOTE_25, 1e-2, _named("p q v", (6.25, 3.74, 15.44)))
SPEND = Published(
    "Gamma-Gamma", "lifetimes 0.11.3", 1e-4, _named("p q v", (6.2488, 3.7446, 15.4477))
)
SPEND_LIKELIHOOD = Published("Gamma-Gamma", NOTE_25, 5e-3, (("LL", -4055.92),))
HELD_OUT = {
    "bgnbd": (0.225, 0.523, 1.044, 1.520, 2.164, 2.654, 3.504, 6.157),
    "paretonbd": (0.138, 0.600, 1.196, 1.714, 2.399, 2.907, 3.819, 6.403),
}
# Pareto/NBD: the source's optimiser stopped within so much of the maximum.
HELD_OUT_TOLERANCES = {"bgnbd": 5e-4, "paretonbd": 1e-3}
CAME = (0.237, 0.697, 1.393, 1.560, 2.532, 2.947, 3.862, 6.359)
CUSTOMERS = (1411, 439, 214, 100, 62, 38, 29, 64)
REPEATS = tuple(f"x={count}" for count in range(MOST)) + (f"x={MOST}+",)


def checks(folder: Path | None) -> Iterator[Check]:
    """Parameters, likelihood, and purchases foretold by number of repeat purchases."""
    sales = folder / SALES if folder else None
    if sales is None or not sales.exists():
        for published in MODELS.values():
            yield from published.lacking(SALES)
    else:
        yield from _buying(sales)
    summary = folder / SUMMARY if folder else None
    if summary is None or not summary.exists():
        for one in (CUT_SHORT, CUT_LIKELIHOOD, PRINTED_SPEND, SPEND, SPEND_LIKELIHOOD):
            yield from one.lacking(SUMMARY)
    else:
        yield from _spending(summary)


def _buying(file: Path) -> Iterator[Check]:
    days = _days(file)
    rows = np.array([_history(sorted(found)) for found in days.values()])
    histories = Histories.of_days(rows[:, 0], rows[:, 1], rows[:, 2])
    x, last, age = rows[:, 0].astype(float), rows[:, 1] / DAYS_A_WEEK, rows[:, 2] / DAYS_A_WEEK
    group = np.minimum(rows[:, 0], MOST)
    customers = np.bincount(group)
    came = np.bincount(group, weights=rows[:, 3]) / customers
    actual = Published("CDNOW", BTYD, 5e-4, tuple(zip(REPEATS, CAME, strict=True)))
    yield from actual.beside(list(came))
    counted = tuple((f"customers {name}", n) for name, n in zip(REPEATS, CUSTOMERS, strict=True))
    yield from Published("CDNOW", BTYD, 0, counted).beside(list(customers))
    for model in (BG_NBD, MBG_NBD, PARETO_NBD):
        fit = model.fit(histories)
        yield from MODELS[model.key].beside(list(fit.values))
        if model.key not in LIKELIHOODS:
            continue
        likelihood = (("LL", LIKELIHOODS[model.key]),)
        yield from Published(model.label, BTYD, 1e-3, likelihood).beside([fit.log_likelihood])
        ahead = model.ahead(fit.values, x, age, np.full(len(x), WEEKS)).mean
        foretold = np.bincount(group, model.alive(fit.values, x, last, age) * ahead) / customers
        named = tuple(
            (f"E[Y(39)] {name}", value)
            for name, value in zip(REPEATS, HELD_OUT[model.key], strict=True)
        )
        yield from Published(model.label, BTYD, HELD_OUT_TOLERANCES[model.key], named).beside(
            list(foretold)
        )


def _spending(file: Path) -> Iterator[Check]:
    with file.open(encoding="utf-8") as lines:
        rows = [[float(row[name]) for name in COLUMNS] for row in csv.DictReader(lines)]
    repeats, recency, age, mean = np.array(rows).T
    buying = BG_NBD.fit(Histories.of(repeats, recency, age))
    yield from CUT_SHORT.beside(list(buying.values))
    yield from CUT_LIKELIHOOD.beside([buying.log_likelihood])
    spent = mean > 0
    fit = Spending(repeats[spent], mean[spent]).fit()
    yield from PRINTED_SPEND.beside(list(fit.values))
    yield from SPEND.beside(list(fit.values))
    yield from SPEND_LIKELIHOOD.beside([fit.log_likelihood])


def _days(file: Path) -> dict[str, set[dt.date]]:
    found: dict[str, set[dt.date]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        _master, customer, day, *_ = line.split()
        found.setdefault(customer, set()).add(dt.date.fromisoformat(day))
    return found


def _history(days: list[dt.date]) -> tuple[int, int, int, int]:
    before = [day for day in days if day <= CUT]
    first = before[0]
    return (
        len(before) - 1,
        (before[-1] - first).days,
        (CUT - first).days,
        len(days) - len(before),
    )
