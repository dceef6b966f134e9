"""Place in the network: centres of influence, and customers that hang on a single person."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.measures import RISK, Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters, number


@dataclass(frozen=True)
class NetworkParameters(Parameters):
    """Page and others 1999: damping 0.85."""

    damping_percent: int = number(85, _("Influence is passed on to"), 1, 99, "%")
    centre_tenths: int = number(
        20, _("A centre from this influence, the average being 10"), 10, 10_000
    )
    centre_degree: int = number(3, _("A centre from so many related customers"), 1, 1_000)


CLASSES = (
    Class(
        "centre",
        pgettext_lazy("network", "Centre of influence"),
        _("Related to %(centre_degree)s customers or more, with influence far above the average."),
        _("Win its opinion first: others listen to it. Ask for introductions and a reference."),
        tone="malachite",
    ),
    Class(
        "linked",
        pgettext_lazy("network", "Related"),
        _("Related to other customers."),
        _("Before speaking to it, look at what its relations have bought and said."),
        tone="azurite",
    ),
    Class(
        "alone",
        pgettext_lazy("network", "By itself"),
        _("No relation to another customer is known."),
        _("Ask who its parent, partners and suppliers are, and enter them."),
        tone="ash",
    ),
)
SEGMENTS = (
    Class(
        "no_person",
        pgettext_lazy("network", "No person known"),
        _("No person is recorded."),
        _("Enter whom you speak with; without a person there is no relation."),
        tone="cinnabar",
    ),
    Class(
        "single",
        pgettext_lazy("network", "Hangs on one person"),
        _("One person is all we know there."),
        _("Get to know two more people this quarter: one who decides, one who uses."),
        tone="gamboge",
    ),
    Class(
        "shared",
        pgettext_lazy("network", "Shares people"),
        _("Some of its people have posts at other customers too."),
        _("What is said here is known there: keep prices and promises in step."),
        tone="azurite",
    ),
    Class(
        "several",
        pgettext_lazy("network", "Known by several"),
        _("Several people are known there."),
        _("Keep every thread alive, those of users too."),
        tone="malachite",
    ),
)
NETWORK = Measure(
    key="network",
    label=_("Place in the network"),
    grain="One row per customer: its relations, its influence among customers, its people.",
    rule=_(
        "Customers are joined by parents, referrers, partners, suppliers and people with posts at "
        "both. Influence (PageRank) flows from a subsidiary to its parent and from who was "
        "referred to who referred; the average is 1."
    ),
    parameters=NetworkParameters,
    classes=CLASSES,
    segments=SEGMENTS,
    profile=(
        Column(
            "class", "network_class", _("Place in the network"), classes=CLASSES, is_indexed=False
        ),
        Column(
            "segment",
            "network_segment",
            _("People we know there"),
            classes=SEGMENTS,
            is_indexed=False,
        ),
        Column("influence", "network_influence", _("Influence among customers"), "decimal"),
    ),
    figures=(
        Figure("degree", _("Related customers"), "count"),
        Figure("influence", _("Influence among customers"), "decimal"),
        Figure("between_percent", _("Paths in its circle that lead through it"), "percent"),
        Figure("circle", _("Customers in its circle"), "count"),
        Figure("people", _("People known there"), "count"),
        Figure("shared", _("Of these with posts at other customers"), "count"),
    ),
    reasons={
        "plain": _("Related customers: %(degree)s. People known there: %(people)s."),
        "single": _("Related customers: %(degree)s. Only one person is known there."),
        "single_shared": _(
            "Related customers: %(degree)s. The only person known there has posts at other "
            "customers too."
        ),
    },
    missing={"relations": _("Neither a relation to another customer nor a person is recorded.")},
    causes="cause",
    theme=RISK,
    home="portfolio/network",
    step="guanxi.insight.portfolio.network.step:place",
    reads=("dim_customer", "dim_person", "fact_affiliation", "fact_relation"),
    makes=("network_place",),
)
