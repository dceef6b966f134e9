"""What follows from published parameters for single customers; needs no data."""

from collections.abc import Iterator

import numpy as np

from guanxi.insight.lifetime.betageometric import BG_NBD
from guanxi.insight.lifetime.pareto import PARETO_NBD
from guanxi.insight.selfcheck.checks import BTYD, Check, Published

YEAR = 52.0
SILENT = (10.0, 15.0, 20.0, 25.0)
MODELS = (
    (BG_NBD, (0.2425945, 4.4136019, 0.7929199, 2.4258950)),
    (PARETO_NBD, (0.5532730, 10.5775592, 0.6062404, 11.6687217)),
)
EXPECTED = {
    "bgnbd": (1.444004, 0.9688523, 25.75659, 0.3474606, 0.04283391, 0.004158973, 0.0003583685),
    "paretonbd": (1.473434, 0.997874, 25.45647, 0.7062289, 0.1442396, 0.02250658, 0.00309267),
}
NAMES = ("E[X(52)]", "P(alive) 1516", "E[Y(52)] 1516", *(f"E[Y(52)] x={x:.0f}" for x in SILENT))
# The week of the last purchase of customer 1516 is printed to three digits.
TOLERANCES = {
    "bgnbd": (1e-5, 5e-6, 2e-3, 1e-4, 2e-5, 3e-6, 5e-7),
    # Here the source used parameters of three digits.
    "paretonbd": (1e-5, 5e-6, 2e-3, 5e-4, 1e-4, 2e-5, 3e-6),
}


def checks() -> Iterator[Check]:
    """A newcomer, a known customer, and who bought often and then fell silent."""
    for model, parameters in MODELS:
        values = np.array(parameters)
        found = [model.newcomer(values, YEAR)]
        x, last, age = np.array([26.0]), np.array([30.857]), np.array([31.0])
        alive, ahead = (
            model.alive(values, x, last, age),
            model.ahead(values, x, age, age * 0 + YEAR),
        )
        found += [float(alive[0]), float((alive * ahead.mean)[0])]
        x, last, age = np.array(SILENT), np.full(4, 20.0), np.full(4, 39.0)
        alive, ahead = (
            model.alive(values, x, last, age),
            model.ahead(values, x, age, age * 0 + YEAR),
        )
        found += list(alive * ahead.mean)
        for name, value, mine, tolerance in zip(
            NAMES, EXPECTED[model.key], found, TOLERANCES[model.key], strict=True
        ):
            yield from Published(model.label, BTYD, tolerance, ((name, value),)).beside([mine])
