"""What ABC and the pyramid rank by: the contribution of a customer in a window."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.insight.measures import Figure
from guanxi.insight.parameters import Parameters, choice, window

SQL = "contribution.sql"


def returns() -> Any:
    """The setting of what returns take off; the published references leave them out."""
    return choice(
        "ignored",
        _("Returns"),
        (("ignored", _("Left out")), ("deducted", _("Deducted"))),
    )


@dataclass(frozen=True)
class ContributionParameters(Parameters):
    """Handbook, section 3: margin over 12 months, revenue where no cost is known."""

    window: str = window(12)
    contribution: str = choice(
        "margin",
        _("Contribution"),
        (
            ("margin", _("Gross margin, revenue where no cost is known")),
            ("revenue", _("Revenue")),
        ),
    )
    returns: str = returns()


CONTRIBUTION = Figure("contribution", _("Contribution"), "money")
ONE_BUYER = _("Only one customer bought in the window, so there is nobody to compare it with.")
MISSING = {
    "purchase_in_window": _("No purchase in the window, so there is no contribution to rank."),
    "rate": _("Bought in a currency that has no exchange rate."),
    "positive_total": _(
        "The firm's contribution in the window is not positive, so shares mean nothing."
    ),
    "one_buyer": ONE_BUYER,
    "alike": _(
        "All who bought in the window contributed the same, so no place among them means anything."
    ),
}
