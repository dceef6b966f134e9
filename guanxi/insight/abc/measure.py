"""ABC: which customers make up the first 80 % of what the firm earns."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanxi.insight.classes import AbcClass
from guanxi.insight.contribution import CONTRIBUTION, MISSING, SQL, ContributionParameters
from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import number


@dataclass(frozen=True)
class AbcParameters(ContributionParameters):
    """Handbook, section 3: 80 %, the next 15 %, the rest."""

    PARTS = (("a_share", "b_share"),)

    a_share: int = number(80, _("Share of A"), 1, 98, "%")
    b_share: int = number(15, _("Share of B"), 1, 98, "%")


CLASSES = (
    Class(
        AbcClass.A,
        AbcClass.A.label,
        _("Among those who bring the first %(a_share)s%% of contribution."),
        _("Name an owner, agree on a plan for the year, and visit on a fixed rhythm."),
        tone="azurite",
    ),
    Class(
        AbcClass.B,
        AbcClass.B.label,
        _("Among those who bring the next %(b_share)s%%."),
        _("Look for the ones that can become A: share of their needs, related products."),
    ),
    Class(
        AbcClass.C,
        AbcClass.C.label,
        _("Among those who bring the rest."),
        _("Serve at low cost: standard terms, self-service, telephone instead of visits."),
    ),
)
ABC = Measure(
    key="abc",
    label=_("ABC"),
    grain="One row per customer: its contribution in the window and its class by share.",
    rule=_(
        "Customers are ranked by contribution in the window; A make up the first share of the "
        "total, B the next, C the rest. Who crosses a border belongs to the class above it. "
        "Where several all contribute the same, nobody has a letter."
    ),
    parameters=AbcParameters,
    classes=CLASSES,
    profile=(
        Column("class", "abc_class", _("ABC class"), classes=CLASSES),
        Column("contribution", "abc_contribution", _("Contribution in the window"), "money"),
    ),
    figures=(
        CONTRIBUTION,
        Figure("revenue", _("Revenue"), "money"),
        Figure("costed_revenue", _("Revenue with a known cost"), "money"),
    ),
    reasons={
        "": _("Contributed %(contribution)s from revenue of %(revenue)s in the window."),
    },
    missing=MISSING,
    before=(SQL,),
    comparison="""
        SELECT class, COUNT(*) AS customers, CAST(SUM(contribution) AS BIGINT) AS contribution,
            CAST(SUM(revenue) AS BIGINT) AS revenue,
            CAST(SUM(costed_revenue) AS BIGINT) AS costed_revenue,
            MIN(contribution) AS low, MAX(contribution) AS high
        FROM measure_abc GROUP BY class ORDER BY class
    """,
)
