"""Up-selling: the dearer grade to which customers moved who had bought the same."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.kept import Kept
from guanxi.insight.measures import NEEDS, Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters, number, window


@dataclass(frozen=True)
class UpgradeParameters(Parameters):
    """Handbook, section 8: up-selling."""

    window: str = window(24)
    dearer: int = number(15, _("Dearer by at least"), 1, 500, "%")
    least_moves: int = number(3, _("Customers who moved, at least"), 2, 10_000)


CLASSES = (
    Class(
        "ready",
        pgettext_lazy("up-selling", "Could move up"),
        _("Others who bought the same moved on to a dearer product of its category."),
        _("Show what the dearer one does better, by the case of a customer who moved."),
        tone="lotus",
    ),
    Class(
        "none",
        pgettext_lazy("up-selling", "No grade above"),
        _("Nobody who bought the same moved on, or it has the dearest already."),
        _("Offer what goes with it rather than more of the same."),
        tone="ash",
    ),
)
UPGRADE = Measure(
    key="upgrade",
    label=_("Up-selling"),
    grain="One row per customer: the dearer product of a category to which others moved.",
    rule=_(
        "Compares products of one category by what was paid for them. Customers moved up who first "
        "bought one, and later for the first time a dearer one; where enough did, the others who "
        "hold no dearer one could. What is dearer and is known to earn the firm no more is no step "
        "up."
    ),
    parameters=UpgradeParameters,
    classes=CLASSES,
    profile=(
        Column("class", "upgrade_class", _("Up-selling"), classes=CLASSES),
        Column("product", "upgrade_product", _("Dearer product"), "text"),
        Column("present", "upgrade_from", _("In place of"), "text"),
        Column("more_margin", "upgrade_margin", _("More margin a piece"), "money"),
    ),
    figures=(
        Figure("present", _("Buys now"), "text"),
        Figure("product", _("Dearer product"), "text"),
        Figure("more_margin", _("More margin a piece"), "money"),
        Figure("moved", _("Customers who moved"), "count"),
        Figure("customers", _("Customers who bought the first"), "count"),
        Figure("last_on", _("Bought last"), "day"),
    ),
    reasons={
        "ready": _(
            "Buys %(present)s; %(moved)s of %(customers)s customers who did so moved to "
            "%(product)s."
        ),
        "none": _("No dearer product of its categories is one that others moved to."),
    },
    missing={"graded": _("No purchase of a product with a category and a price in the window.")},
    theme=NEEDS,
    home="needs/upgrade",
    stamps=("moved", "customers"),
    drifts=("more_margin",),
    causes="cause",
    step="guanxi.insight.needs.upgrade.step:learn",
    reads=("dim_customer", "dim_product", "fact_order_line", "purchase_day"),
    kept=(
        Kept(
            "own",
            of=("dim_customer", "fact_order_line"),
            borders=(
                ("fact_order_line", "ordered_on", "$as_of"),
                ("fact_order_line", "ordered_on", "$window_start"),
            ),
            learned=("upgrade_move",),
        ),
    ),
)
