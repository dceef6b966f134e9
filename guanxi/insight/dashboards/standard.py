"""The tiles that every dashboard can begin with, each a cube of its own."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanxi.insight.measures import Text
from guanxi.insight.olap.addresses import cube_of
from guanxi.insight.olap.state import CubeState


@dataclass(frozen=True)
class Standard:
    """A cube that the product brings: its key, its name, what it shows."""

    key: str
    label: Text
    state: CubeState

    @property
    def query(self) -> str:
        """What it shows, as the query of an address."""
        return self.state.query()


STANDARD = (
    Standard(
        "revenue", _("Revenue against last year"), cube_of("revenue", "month", compare="year")
    ),
    Standard("buyers", _("Customers who bought"), cube_of("customers", "month", compare="year")),
    Standard("order_value", _("Average order value"), cube_of("order_value", "month")),
    Standard(
        "margin", _("Gross margin by category"), cube_of("margin", "category", compare="year")
    ),
    Standard("best", _("Customers who bring most"), cube_of("revenue", "customer", top=10)),
    Standard("stages", _("Revenue by lifecycle stage"), cube_of("revenue", "lifecycle_class")),
    Standard("ahead", _("Value ahead by ABC class"), cube_of("value_ahead", "abc_class")),
    Standard("contacts", _("Contacts by channel"), cube_of("interactions", "channel")),
    Standard("owners", _("Revenue by owner"), cube_of("revenue", "owner", compare="period")),
)
BY_KEY = {one.key: one for one in STANDARD}
