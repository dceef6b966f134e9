"""Factors: facts and judgements from which each customer is compared with all others."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanxi.insight.kept import Kept
from guanxi.insight.measures import Measure
from guanxi.insight.parameters import Parameters, number


@dataclass(frozen=True)
class FactorParameters(Parameters):
    """The months that count; growth compares them with as many before."""

    months: int = number(12, _("Window"), 1, 36, _("months"))


FACTOR = Measure(
    key="factor",
    label=_("Factors"),
    grain="One row per customer: facts and judgements, each with its score from 0 to 100.",
    rule=_(
        "Each fact scores by its place among all customers of whom it is known: 0 the lowest, 100 "
        "the highest, equals in the middle of theirs. What is the same for everybody tells "
        "nothing. A judgement of 1 to 5 by a colleague scores 0 to 100. The matrices weigh these "
        "scores."
    ),
    parameters=FactorParameters,
    classes=(),
    profile=(),
    figures=(),
    reasons={"": _("The factors of each customer.")},
    missing={"": _("Nothing is recorded.")},
    home="portfolio/factor",
    before=("portfolio/judged.sql",),
    kept=(Kept("summed", of=("measure_monthly",), by_month=True),),
    comparison="""
        SELECT COUNT(margin_score) AS margin, COUNT(volume_score) AS volume,
            COUNT(cheap_score) AS cheap, COUNT(loyalty_score) AS loyalty,
            COUNT(trust_score) AS trust, COUNT(growth_score) AS growth,
            COUNT(ahead_score) AS ahead, COUNT(credit_score) AS credit,
            COUNT(strategy_score) AS strategy, COUNT(depth_score) AS depth,
            COUNT(price_score) AS price, COUNT(quality_score) AS quality,
            COUNT(service_score) AS service, COUNT(fit_score) AS fit,
            COUNT(bargaining_score) AS bargaining
        FROM measure_factor
    """,
)
