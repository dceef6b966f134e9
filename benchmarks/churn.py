"""Churn and lead models by five honest folds on public sets, beside LightGBM and CatBoost."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks._frame import Figure
from benchmarks._learning_jobs import SETS
from benchmarks._peers import Ran, in_turn, peer_python

SIZE = 45_211
JOBS = str(Path(__file__).with_name("_learning_jobs.py"))
DATA = "GUANXI_SELFCHECK_DATA"
PEERS = {
    "lightgbm": "lightgbm==4.6.0 scikit-learn",
    "catboost": "catboost==1.2.10 scikit-learn pandas",
}
# The best that was measured of any library on these columns, less what the folds may shift.
BEST = {"telco": 0.848, "bank": 0.798, "leads": 0.881}
SLACK, ROUNDS = 0.003, 1
LONGEST = 5


def measure(size: int) -> Iterator[Figure]:
    """Area under the curve, Brier score and seconds of one fit on each set that is at hand."""
    folder = Path(os.environ.get(DATA) or ".")
    for name, (file, *_rest) in SETS.items():
        if not (folder / file).exists():
            print(f"{name} is left out: {file} is not in {DATA}", file=sys.stderr)
            continue
        yield from _of_set(name, _contest(name, folder))


def _contest(name: str, folder: Path) -> dict[str, Ran]:
    contenders = {"ours": [sys.executable, JOBS, "ours", name, str(folder)]}
    for peer, requirement in PEERS.items():
        python = peer_python(peer, requirement)
        if python:
            contenders[peer] = [str(python), JOBS, peer, name, str(folder)]
    return in_turn(contenders, ROUNDS)


def _of_set(name: str, ran: dict[str, Ran]) -> Iterator[Figure]:
    ours = ran["ours"]
    others = {peer: one for peer, one in ran.items() if peer != "ours"} or {"none at hand": ours}
    best = max(others, key=lambda peer: _told(others[peer], "auc"))
    peer, bar = others[best], f">= {BEST[name] - SLACK:.3f}"
    print(name, "refused by the leak test:", ours.told["refused"], file=sys.stderr)
    least = min(others, key=lambda one: _told(others[one], "brier"))
    yield Figure(f"churn: {name} Brier score", _told(ours, "brier"), "", "ratio <= 1.01", least,
                 _told(others[least], "brier"))  # fmt: skip
    off = _told(ours, "reliability") / _told(ours, "brier")
    yield Figure(f"churn: {name} part of Brier for want of calibration", off, "", "<= 0.01",
                 "the whole", 1.0)  # fmt: skip
    yield Figure(f"churn: {name} CPU seconds of a fit", _told(ours, "cpu"), "s", f"<= {LONGEST}",
                 best, _told(peer, "cpu"))  # fmt: skip
    yield Figure(f"churn: {name} AUC", _told(ours, "auc"), "", bar, best, _told(peer, "auc"))


def _told(ran: Ran, name: str) -> float:
    return float(str(ran.told[name]))
