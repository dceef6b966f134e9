"""The customer pyramid: few at the top, many at the bottom, by what they contribute."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanxi.insight.classes import PyramidTier
from guanxi.insight.contribution import CONTRIBUTION, MISSING, SQL, ContributionParameters
from guanxi.insight.measures import Class, Column, Measure
from guanxi.insight.parameters import number


@dataclass(frozen=True)
class PyramidParameters(ContributionParameters):
    """Handbook, section 3: 1 %, the next 4 %, the next 15 %, the remaining 80 %."""

    vip_share: int = number(1, _("VIP, top"), 1, 30, "%")
    major_share: int = number(4, _("Major, next"), 1, 30, "%")
    ordinary_share: int = number(15, _("Ordinary, next"), 1, 39, "%")


CLASSES = (
    Class(
        PyramidTier.VIP,
        PyramidTier.VIP.label,
        _("In the top %(vip_share)s%% by contribution."),
        _("A senior owner, terms made to measure, and a yearly talk between leaders."),
        tone="lotus",
    ),
    Class(
        PyramidTier.MAJOR,
        PyramidTier.MAJOR.label,
        _("In the next %(major_share)s%%."),
        _("A named owner, early notice of news, and help to grow into the top tier."),
        tone="azurite",
    ),
    Class(
        PyramidTier.ORDINARY,
        PyramidTier.ORDINARY.label,
        _("In the next %(ordinary_share)s%%."),
        _("Good standard service; invest where needs and growth point upwards."),
    ),
    Class(
        PyramidTier.SMALL,
        PyramidTier.SMALL.label,
        _("Among the remaining customers."),
        _("Self-service and simple rules; raise the smallest order before cutting the price."),
    ),
)
PYRAMID = Measure(
    key="pyramid",
    label=_("Customer pyramid"),
    grain="One row per customer who bought in the window: its tier by place in contribution.",
    rule=_(
        "Customers who bought in the window are ranked by contribution: the very top are VIP, the "
        "next major, the next ordinary, the many that remain small. Where all contribute the same, "
        "nobody has a tier."
    ),
    parameters=PyramidParameters,
    classes=CLASSES,
    profile=(Column("class", "pyramid_class", _("Pyramid tier"), classes=CLASSES),),
    figures=(CONTRIBUTION,),
    reasons={"": _("Contributed %(contribution)s in the window.")},
    missing=MISSING,
    before=(SQL,),
    comparison="""
        SELECT class, COUNT(*) AS customers, CAST(SUM(contribution) AS BIGINT) AS contribution,
            MIN(contribution) AS low, MAX(contribution) AS high
        FROM measure_pyramid GROUP BY class ORDER BY class
    """,
)
