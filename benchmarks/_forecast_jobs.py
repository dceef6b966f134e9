"""One contender's run of the forecast: `python _forecast_jobs.py NAME SERIES`, one line of JSON."""

import json
import resource
import sys
import time

import numpy as np

HORIZON = 6
SEASON = 52


def ours(past):
    from guanxi.insight.forecast.catalogue import METHODS
    from guanxi.insight.forecast.choosing import foretell

    found = foretell(past, HORIZON, SEASON, METHODS)
    return {"": found.ahead}, found


def statsforecast(past):
    import pandas as pd
    from statsforecast import StatsForecast
    from statsforecast.models import TSB, AutoETS, AutoTheta, CrostonSBA, WindowAverage

    size, weeks = past.shape
    frame = pd.DataFrame(
        {
            "unique_id": np.repeat(np.arange(size), weeks),
            "ds": np.tile(np.arange(weeks), size),
            "y": past.ravel(),
        }
    )
    models = [WindowAverage(8), AutoETS(), AutoTheta(), CrostonSBA(), TSB(0.2, 0.2)]
    answer = StatsForecast(models=models, freq=1, n_jobs=1).forecast(df=frame, h=HORIZON)
    answer = answer.sort_values(["unique_id", "ds"])
    names = [name for name in answer.columns if name not in {"unique_id", "ds"}]
    return {name: answer[name].to_numpy().reshape(size, HORIZON) for name in names}, None


def main(name, file):
    series = np.load(file)
    past, came = series[:, :-HORIZON], series[:, -HORIZON:]
    globals()[name](past[:3])
    began = time.perf_counter()
    answers, found = globals()[name](past)
    seconds = time.perf_counter() - began
    told = {
        f"statsforecast {key}": errors(past, came, one)[0] for key, one in answers.items() if key
    }
    if found is not None:
        naive = np.repeat(past[:, -1:], HORIZON, axis=1)
        told = dict(zip(("mase", "wape"), errors(past, came, found.ahead), strict=True))
        told |= dict(zip(("mase_naive", "wape_naive"), errors(past, came, naive), strict=True))
        told["covered"] = float(((came >= found.low) & (came <= found.high)).mean())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": memory, **told}))


def errors(past, came, ahead):
    """MASE and WAPE."""
    scale = np.abs(np.diff(past, axis=1)).mean(axis=1)
    off = np.abs(came - ahead)
    kept = scale > 0
    mase = (off.mean(axis=1)[kept] / scale[kept]).mean()
    return float(mase), float(off.sum() / came.sum())


if __name__ == "__main__":
    main(*sys.argv[1:])
