"""The tiles that every dashboard can begin with, each a cube of its own."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanxi.insight.measures import Text


@dataclass(frozen=True)
class Standard:
    """A cube that the product brings: its key, its name, its address."""

    key: str
    label: Text
    query: str


STANDARD = (
    Standard("revenue", _("Revenue against last year"), "measure=revenue&rows=month&compare=year"),
    Standard("buyers", _("Customers who bought"), "measure=customers&rows=month&compare=year"),
    Standard("order_value", _("Average order value"), "measure=order_value&rows=month"),
    Standard("margin", _("Gross margin by category"), "measure=margin&rows=category&compare=year"),
    Standard("best", _("Customers who bring most"), "measure=revenue&rows=customer&top=10"),
    Standard("stages", _("Revenue by lifecycle stage"), "measure=revenue&rows=lifecycle_class"),
    Standard("contacts", _("Contacts by channel"), "measure=interactions&rows=channel"),
    Standard("owners", _("Revenue by owner"), "measure=revenue&rows=owner&compare=period"),
)
BY_KEY = {one.key: one for one in STANDARD}
