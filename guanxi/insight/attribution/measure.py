"""Attribution: what each channel of contact brought, by six ways of sharing an order out."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanxi.insight.kept import Kept
from guanxi.insight.measures import Measure
from guanxi.insight.parameters import Parameters, number, window


@dataclass(frozen=True)
class AttributionParameters(Parameters):
    """A year of orders, touches of 30 days, the weight of a touch halved every week."""

    window: str = window(12)
    days: int = number(30, _("A touch counts for"), 1, 365, _("days"))
    half_life: int = number(7, _("Time decay: weight halves in"), 1, 90, _("days"))


BORDERS = (
    ("fact_order_line", "ordered_on", "$as_of"),
    ("fact_order_line", "ordered_on", "$window_start"),
)
ATTRIBUTION = Measure(
    key="attribution",
    label=_("Attribution"),
    grain="One row per model and channel of contact: its orders, and the revenue given to it.",
    rule=_(
        "Contacts in the days before an order, since the order before it, share its revenue. Every "
        "model gives away exactly the revenue there was; orders without a contact go to none."
    ),
    parameters=AttributionParameters,
    classes=(),
    profile=(),
    figures=(),
    reasons={},
    missing={},
    before=("attribution/touches.sql",),
    kept=(
        Kept("counted", of=("fact_order_line",), borders=BORDERS),
        Kept("touches", of=("fact_order_line", "fact_interaction"), borders=BORDERS),
    ),
)
