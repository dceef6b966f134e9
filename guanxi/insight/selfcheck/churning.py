"""Telco: survival of contracts, and an honest churn model; Hillstrom: a campaign with a control."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from guanxi.insight.churn.survival import curves, share_after
from guanxi.insight.learning.table import Floats, Table
from guanxi.insight.learning.trainer import train
from guanxi.insight.selfcheck.checks import Check, Published
from guanxi.insight.uplift.learners import out_of_fold, qini

TELCO, HILLSTROM = "churn/telco_customer_churn.csv", "marketing/hillstrom_email.csv"
LEAD_FILE, BANK = "leads/lead_scoring_xeducation.csv", "marketing/bank_full.csv"
SURVIVAL = Published(
    "Telco survival",
    "IBM Telco; lifelines 0.30.3",
    5e-5,
    (("S(12)", 0.8432), ("S(24)", 0.7887), ("S(60)", 0.6644), ("S(72)", 0.5928)),
)
# The best that was measured elsewhere, and how far five folds may stray from it by their draw.
CHURN = Published("Telco churn", "IBM Telco; LightGBM, five-fold", 0.003, (("AUC", 0.848),))
LEADS = Published("Leads", "X Education; CatBoost, five-fold", 0.003, (("AUC", 0.881),))
CALLS = Published("Bank calls", "Moro et al. 2014; CatBoost, five-fold", 0.003, (("AUC", 0.798),))
# What is known only after the outcome, or entered as the sale goes on.
LATER = {
    "duration", "Tags", "Lead Quality", "Lead Profile", "Last Activity", "Last Notable Activity",
    "Asymmetrique Activity Index", "Asymmetrique Profile Index", "Asymmetrique Activity Score",
    "Asymmetrique Profile Score",
}  # fmt: skip
ARMS = Published(
    "Hillstrom",
    "MineThatData challenge 2008",
    5e-5,
    (("visit, no e-mail", 0.1062), ("visit, women's", 0.1514), ("visit, men's", 0.1828)),
)
SPENT = Published(
    "Hillstrom",
    "MineThatData challenge 2008",
    5e-4,
    (("spend, no e-mail", 0.653), ("spend, women's", 1.077), ("spend, men's", 1.423)),
)
# Its standard deviation over five folds, as published, is the tolerance.
UPLIFT = Published(
    "Hillstrom", "scikit-uplift 0.5.1, S-learner, five-fold", 0.016, (("Qini, women's", 0.0585),)
)
SPANS = (12, 24, 60, 72)
SEED = 42
SEGMENTS = ("No E-Mail", "Womens E-Mail", "Mens E-Mail")
OUTCOMES = {"visit", "conversion", "spend", "segment"}


def checks(folder: Path | None) -> Iterator[Check]:
    """What the public sets are known to give."""
    yield from _telco(folder / TELCO if folder else None)
    yield from _learned(folder, LEAD_FILE, LEADS, ("Converted", "1"))
    yield from _learned(folder, BANK, CALLS, ("y", "yes"))
    yield from _hillstrom(folder / HILLSTROM if folder else None)


def rows_of(file: Path) -> list[dict[str, str]]:
    """The rows of a file with a heading."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _telco(file: Path | None) -> Iterator[Check]:
    if file is None or not file.exists():
        yield from SURVIVAL.lacking(TELCO)
        yield from CHURN.lacking(TELCO)
        return
    rows = rows_of(file)
    yield from SURVIVAL.beside(_survival(rows))
    yield from CHURN.beside([_area(rows, ("Churn", "Yes"))])


def _learned(
    folder: Path | None, name: str, published: Published, outcome: tuple[str, str]
) -> Iterator[Check]:
    """What an honest model of prior information alone gives on the file."""
    if folder is None or not (folder / name).exists():
        yield from published.lacking(name)
        return
    yield from published.beside([_area(rows_of(folder / name), outcome)])


def _area(rows: list[dict[str, str]], outcome: tuple[str, str]) -> float:
    """The area under the curve of five honest folds; `outcome` is a column and what it says."""
    column, yes = outcome
    left_out = LATER | {column, "customerID", "Prospect ID", "Lead Number"}
    names = [name for name in rows[0] if name not in left_out]
    came = np.array([float(row[column] == yes) for row in rows])
    return float(train(Table.read(rows, names), came, seed=SEED).auc)


def _survival(rows: list[dict[str, str]]) -> list[float]:
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE survival_span (segment VARCHAR, span INTEGER, has_ended BOOLEAN)"
        )
        spans = [["all", int(row["tenure"]), row["Churn"] == "Yes"] for row in rows]
        connection.executemany("INSERT INTO survival_span VALUES (?, ?, ?)", spans)
        curve = curves(connection)["all"]
    return [share_after(curve, span) for span in SPANS]


def _hillstrom(file: Path | None) -> Iterator[Check]:
    if file is None or not file.exists():
        for one in (ARMS, SPENT, UPLIFT):
            yield from one.lacking(HILLSTROM)
        return
    rows = rows_of(file)
    arm = np.array([row["segment"] for row in rows])
    visit, spend = (np.array([float(row[name]) for row in rows]) for name in ("visit", "spend"))
    yield from ARMS.beside([float(visit[arm == one].mean()) for one in SEGMENTS])
    yield from SPENT.beside([float(spend[arm == one].mean()) for one in SEGMENTS])
    yield from UPLIFT.beside([_uplift(rows, arm, visit)])


def _uplift(rows: list[dict[str, str]], arm: np.ndarray[tuple[int], np.dtype[np.str_]],
            visit: Floats) -> float:  # fmt: skip
    """Women's e-mail against none: the mean of the Qini coefficients of five folds."""
    asked = arm != "Mens E-Mail"
    names = [name for name in rows[0] if name not in OUTCOMES]
    table = Table.read([row for row, kept in zip(rows, asked, strict=True) if kept], names)
    treated = (arm[asked] == "Womens E-Mail").astype(float)
    found = out_of_fold(table, treated, visit[asked], seed=SEED)
    return float(np.mean([qini(found.uplift[one], treated[one], visit[asked][one])
                          for one in found.parts()]))  # fmt: skip
