"""One job of one contender: `python _lifetime_jobs.py CONTENDER JOB FOLDER`, a line of JSON out.

Runs in the environment of the contender, so each imports only what it needs.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

CDNOW = {"r": 0.2426, "alpha": 4.4137, "a": 0.793, "b": 2.4262}
SPEND = {"p": 6.25, "q": 3.74, "v": 15.44}
YEAR = 12


def ours(job: str, folder: Path) -> Callable[[], dict[str, object]]:
    import duckdb
    import numpy as np

    from guanxi.insight.lifetime.betageometric import BG_NBD
    from guanxi.insight.lifetime.histories import DAYS_A_WEEK, Histories
    from guanxi.insight.lifetime.outlook import Horizon, coming, outlook
    from guanxi.insight.lifetime.spend import Spending, expected_spend

    connection = duckdb.connect(config={"memory_limit": "200MB", "threads": "2"})
    table = f"read_parquet('{folder / 'history.parquet'}')"
    bg, spend = np.array(list(CDNOW.values())), np.array(list(SPEND.values()))

    def columns(query: str) -> list:
        found = connection.sql(query).fetchnumpy()
        return [found[name].astype(np.float64) for name in found]

    def fit() -> dict[str, object]:
        x, last, age, customers = columns(f"SELECT x, t_x, T, count(*) FROM {table} GROUP BY ALL")
        found = BG_NBD.fit(Histories(x, last / DAYS_A_WEEK, age / DAYS_A_WEEK, customers))
        return {
            "log_likelihood": found.log_likelihood,
            "values": found.values.tolist(),
            "standard_errors": found.standard_errors.tolist(),
        }

    if job == "fit":
        return fit
    x, last, age, mean = columns(f"SELECT x, t_x, T, m FROM {table}")

    def gamma_gamma() -> dict[str, object]:
        found = Spending(x[x > 0], mean[x > 0]).fit()
        return {"log_likelihood": found.log_likelihood, "values": found.values.tolist()}

    def value() -> dict[str, object]:
        last_week, weeks = last / DAYS_A_WEEK, age / DAYS_A_WEEK
        ahead = coming(BG_NBD, bg, x, weeks, Horizon(YEAR, 0.1))
        alive = BG_NBD.alive(bg, x, last_week, weeks)
        found = outlook(ahead, alive, expected_spend(spend, x, mean))
        return {"sum": float(found.value.sum())}

    return {"spend": gamma_gamma, "clv": value}[job]


def lifetimes(job: str, folder: Path) -> Callable[[], dict[str, object]]:
    import numpy as np
    import pandas as pd
    from lifetimes import BetaGeoFitter, GammaGammaFitter

    x, last, age, mean = (np.load(folder / f"{name}.npy") for name in ("x", "t_x", "T", "m"))
    last, age = last / 7, age / 7

    def fit() -> dict[str, object]:
        found = BetaGeoFitter().fit(x, last, age)
        # What it keeps itself is of rescaled times; this is the likelihood of the weeks.
        logs, ones = np.log(found.params_.to_numpy()), np.ones(len(x))
        value = -found._negative_log_likelihood(logs, x, last, age, ones, 0) * len(x)
        return {"log_likelihood": float(value), "values": list(found.params_)}

    def gamma_gamma() -> dict[str, object]:
        return {"values": list(GammaGammaFitter().fit(x[x > 0], mean[x > 0]).params_)}

    def value() -> dict[str, object]:
        buying, spend = BetaGeoFitter(), GammaGammaFitter()
        buying.params_, spend.params_ = pd.Series(CDNOW), pd.Series(SPEND)
        # What a fit would set, too.
        buying.predict = buying.conditional_expected_number_of_purchases_up_to_time
        series = [pd.Series(one) for one in (x, last, age, mean)]
        monthly = 1.1 ** (1 / YEAR) - 1
        found = spend.customer_lifetime_value(
            buying, *series, time=YEAR, discount_rate=monthly, freq="W"
        )
        return {"sum": float(found.sum())}

    return {"fit": fit, "spend": gamma_gamma, "clv": value}[job]


def pymc(job: str, folder: Path) -> Callable[[], dict[str, object]]:
    import numpy as np
    import pandas as pd
    from pymc_marketing.clv import BetaGeoModel, GammaGammaModel

    x, last, age, mean = (np.load(folder / f"{name}.npy") for name in ("x", "t_x", "T", "m"))
    rows = pd.DataFrame(
        {
            "customer_id": np.arange(len(x)),
            "frequency": x,
            "recency": last / 7,
            "T": age / 7,
            "monetary_value": mean,
        }
    )

    def fit() -> dict[str, object]:
        model = BetaGeoModel(data=rows.drop(columns="monetary_value"))
        model.fit(method="map")
        return {"values": [float(np.ravel(model.fit_result[name])[0]) for name in CDNOW]}

    def gamma_gamma() -> dict[str, object]:
        model = GammaGammaModel(data=rows[rows.frequency > 0])
        model.fit(method="map")
        return {"values": [float(np.ravel(model.fit_result[name])[0]) for name in SPEND]}

    return {"fit": fit, "spend": gamma_gamma}[job]


def main() -> None:
    contender, job, folder = sys.argv[1:]
    work = {"ours": ours, "lifetimes": lifetimes, "pymc": pymc}[contender](job, Path(folder))
    began = time.perf_counter()
    told = work()
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak, **told}))


if __name__ == "__main__":
    main()
