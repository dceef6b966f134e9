"""One contender on one public set: `python _learning_jobs.py CONTENDER SET FOLDER`, JSON out.

Five stratified folds, the same for all. Runs in the environment of the contender.
"""

import csv
import json
import resource
import sys
import time
from pathlib import Path

FOLDS, SEED = 5, 42
SETS = {
    "telco": ("churn/telco_customer_churn.csv", "Churn", "Yes", ("customerID",)),
    # How long a call lasted is known only when it is over.
    "bank": ("marketing/bank_full.csv", "y", "yes", ("duration",)),
    # Tags, quality, profile, scores and last activities are entered as the sale goes on.
    "leads": (
        "leads/lead_scoring_xeducation.csv", "Converted", "1",
        ("Prospect ID", "Lead Number", "Tags", "Lead Quality", "Lead Profile", "Last Activity",
         "Last Notable Activity", "Asymmetrique Activity Index", "Asymmetrique Profile Index",
         "Asymmetrique Activity Score", "Asymmetrique Profile Score"),
    ),
}  # fmt: skip


def read(name: str, folder: Path):
    file, target, yes, left_out = SETS[name]
    with (folder / file).open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    names = [one for one in rows[0] if one != target and one not in left_out]
    return rows, names, [float(row[target] == yes) for row in rows]


def ours(name: str, folder: Path) -> dict[str, object]:
    import numpy as np

    from guanxi.insight.learning.leaks import leaks
    from guanxi.insight.learning.table import Table
    from guanxi.insight.learning.trainer import fit_blend, train

    rows, names, outcome = read(name, folder)
    table, outcome = Table.read(rows, names), np.array(outcome)
    found = train(table, outcome, seed=SEED)
    once = taken(lambda: fit_blend(table, outcome, SEED))
    whole = [one for one in rows[0] if one != SETS[name][1]]
    refused = [one.column for one in leaks(Table.read(rows, whole), outcome, SEED)]
    return {
        "auc": found.auc,
        "brier": found.judged.brier,
        "reliability": found.judged.reliability,
        "refused": refused,
        **once,
    }


def peer(kind: str, name: str, folder: Path) -> dict[str, object]:
    import numpy as np
    from sklearn.metrics import brier_score_loss, roc_auc_score
    from sklearn.model_selection import StratifiedKFold

    rows, names, outcome = read(name, folder)
    y = np.array(outcome)
    columns, words = [], []
    for place, one in enumerate(names):
        texts = [row[one].strip() for row in rows]
        try:
            columns.append(np.array([float(text) if text else np.nan for text in texts]))
        except ValueError:
            columns.append(np.unique(texts, return_inverse=True)[1].astype(float))
            words.append(place)
    x = np.column_stack(columns)
    fit = {"lightgbm": lightgbm, "catboost": catboost}[kind]
    chances, areas = np.zeros(len(y)), []
    for kept, left in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(x, y):
        chances[left] = fit(x[kept], y[kept], words)(x[left])
        areas.append(roc_auc_score(y[left], chances[left]))
    once = taken(lambda: fit(x, y, words))
    return {"auc": float(np.mean(areas)), "brier": brier_score_loss(y, chances), **once}


def lightgbm(x, y, words):
    from lightgbm import LGBMClassifier

    model = LGBMClassifier(
        n_estimators=200, learning_rate=0.03, num_leaves=15, subsample=0.8, subsample_freq=1,
        colsample_bytree=0.8, min_child_samples=30, n_jobs=1, random_state=SEED, verbose=-1,
    )  # fmt: skip
    model.fit(x, y, categorical_feature=words)
    return lambda rows: model.predict_proba(rows)[:, 1]


def catboost(x, y, words):
    import pandas as pd
    from catboost import CatBoostClassifier

    def named(rows):
        frame = pd.DataFrame(rows)
        return frame.astype({place: int for place in words}).astype({place: str for place in words})

    model = CatBoostClassifier(
        iterations=300,
        learning_rate=0.06,
        depth=5,
        thread_count=1,
        random_seed=SEED,
        verbose=0,
        allow_writing_files=False,
    )
    model.fit(named(x), y, cat_features=words)
    return lambda rows: model.predict_proba(named(rows))[:, 1]


def taken(fit) -> dict[str, float]:
    began, ran = time.perf_counter(), time.process_time()
    fit()
    return {"seconds": time.perf_counter() - began, "cpu": time.process_time() - ran}


def main() -> None:
    kind, name, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    told = ours(name, folder) if kind == "ours" else peer(kind, name, folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"megabytes": peak, **told}))


if __name__ == "__main__":
    main()
