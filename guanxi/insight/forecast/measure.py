"""Forecast: the revenue of the coming months, of the firm, its categories and its products."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanxi.insight.measures import Measure
from guanxi.insight.parameters import Parameters, number


@dataclass(frozen=True)
class ForecastParameters(Parameters):
    """Six months ahead."""

    months: int = number(6, _("Months ahead"), 1, 6)


FORECAST = Measure(
    key="forecast",
    label=_("Forecast"),
    grain="One row per series (firm, category, product) and month ahead: its revenue with a range.",
    rule=_(
        "Eleven plain methods are tried from four points of the past; for each series the one that "
        "erred least goes on. The plain line, as last time, is always shown beside it."
    ),
    parameters=ForecastParameters,
    classes=(),
    profile=(),
    figures=(),
    reasons={},
    missing={},
    home="forecast",
    step="guanxi.insight.forecast.step:foretell_all",
    reads=("dim_customer", "dim_product", "fact_order_line"),
    makes=("forecast_ahead",),
)
