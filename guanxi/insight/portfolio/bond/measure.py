"""Bond levels: the deepest bond that the books show, beside the one that is entered."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.customers.choices import BondLevel
from guanxi.insight.kept import AS_OF, Kept
from guanxi.insight.measures import LOYALTY, Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters, number


@dataclass(frozen=True)
class BondParameters(Parameters):
    """Handbook, section 1: financial, social, structural."""

    least_people: int = number(2, _("Social: people known, at least"), 1, 50)
    least_meetings: int = number(2, _("Social: visits and meetings in a year, at least"), 1, 100)
    discount_from: int = number(30, _("Financial: bought on discount from"), 1, 100, "%")


CLASSES = (
    Class(
        "structural",
        BondLevel.STRUCTURAL.label,
        _("A partnership or alliance joins us, or leaving would cost it learning or a contract."),
        _("Keep what is joined in order: review it together each year, and join the next process."),
        tone="malachite",
    ),
    Class(
        "social",
        BondLevel.SOCIAL.label,
        _("%(least_people)s people or more are known, met %(least_meetings)s times in a year."),
        _("Build on the people: join a system or a process, which a competitor copies least."),
        tone="azurite",
    ),
    Class(
        "financial",
        BondLevel.FINANCIAL.label,
        _("Little holds it but the price: %(discount_from)s%% or more is bought on discount."),
        _("A price is copied in a day: meet two people there before the next discount."),
        tone="gamboge",
    ),
    Class(
        "none",
        pgettext_lazy("bond", "No bond found"),
        _("None of the three is found in the books."),
        _("Begin where it costs least: get to know a second person, and visit once."),
        tone="ash",
    ),
)
SEGMENTS = (
    Class(
        "borne_out",
        pgettext_lazy("bond", "As entered"),
        _("The books show the bond that is entered."),
        _("Go on to the next deeper one."),
        tone="malachite",
    ),
    Class(
        "hoped",
        pgettext_lazy("bond", "Entered deeper than found"),
        _("The bond that is entered is deeper than the books show."),
        _("Say what it rests on, or enter the level that holds."),
        tone="gamboge",
    ),
    Class(
        "deeper",
        pgettext_lazy("bond", "Found deeper than entered"),
        _("The books show a deeper bond than is entered."),
        _("Enter it, so that nobody treats the customer as one for the price."),
        tone="azurite",
    ),
    Class(
        "not_entered",
        pgettext_lazy("bond", "No bond entered"),
        _("No bond level is entered."),
        _("Enter it on the customer: what is found here is a proposal."),
        tone="ash",
    ),
)
BOND = Measure(
    key="bond",
    label=_("Bond"),
    grain="One row per customer: the deepest bond that the books show, beside the one entered.",
    rule=_(
        "The deepest bond of which the books show a sign counts: joined by agreement, contract or "
        "learning (structural), people who know each other and meet (social), price (financial). "
        "The deeper, the harder to copy."
    ),
    parameters=BondParameters,
    classes=CLASSES,
    segments=SEGMENTS,
    profile=(
        Column("class", "bond_class", _("Bond found"), classes=CLASSES, is_indexed=False),
        Column("segment", "bond_segment", _("Bond entered"), classes=SEGMENTS, is_indexed=False),
    ),
    figures=(
        Figure("people", _("People known"), "count"),
        Figure("meetings", _("Visits and meetings within a year"), "count"),
        Figure("discount_share", _("Bought on discount"), "percent"),
    ),
    reasons={
        "agreement": _("A partnership or alliance is entered as the type of relation."),
        "switching": _("It is noted that leaving us would cost it learning or a contract."),
        "met": _(
            "%(people)s people are known, and there were %(meetings)s visits and meetings within a "
            "year."
        ),
        "discounts": _(
            "%(discount_share)s of what it bought within a year was on discount; people known: "
            "%(people)s, visits and meetings: %(meetings)s."
        ),
        "nothing": _(
            "People known: %(people)s; visits and meetings within a year: %(meetings)s; bought on "
            "discount: %(discount_share)s."
        ),
        "no_purchase": _(
            "People known: %(people)s; visits and meetings within a year: %(meetings)s; nothing "
            "was bought within a year."
        ),
    },
    missing={"relations": _("No person, no contact and no purchase within a year is recorded.")},
    causes="cause",
    theme=LOYALTY,
    kept=(
        Kept(
            "met",
            of=("fact_interaction",),
            borders=(
                ("fact_interaction", "happened_on", AS_OF),
                ("fact_interaction", "happened_on", f"{AS_OF} - 365"),
            ),
        ),
        Kept(
            "bought",
            of=("fact_order_line",),
            borders=(
                ("fact_order_line", "ordered_on", AS_OF),
                ("fact_order_line", "ordered_on", f"{AS_OF} - 365"),
            ),
        ),
    ),
    home="portfolio/bond",
    is_compact=True,
)
