"""Churn and lead models by five honest folds on public sets, beside LightGBM and CatBoost."""

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks._frame import Figure
from benchmarks._learning_jobs import SETS
from benchmarks._peers import Ran, in_turn, peer_python
from benchmarks._sets import FOLDERS, public

SIZE = 45_211
JOBS = str(Path(__file__).with_name("_learning_jobs.py"))
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
    for name, (file, *_rest) in SETS.items():
        found = public(file)
        if found is None:
            print(f"{name} is left out: no {file} in {' or '.join(FOLDERS)}", file=sys.stderr)
            continue
        yield from _of_set(name, _contest(name, found.parents[1]))


def lacking() -> str:
    """That no set is at hand, and which are looked for; empty where one is."""
    files = [file for file, *_rest in SETS.values()]
    if any(map(public, files)):
        return ""
    return f"Nothing to learn from: {FOLDERS[0]} must name a folder with {', '.join(files)}."


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
