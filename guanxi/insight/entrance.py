"""Where people come upon insight: its pages in the navigation."""

from django.utils.translation import gettext_lazy as _

from guanxi.insight import panels, profile
from guanxi.insight.access import READ, RUN
from guanxi.platform.pages import PageLink, add_page


def open_up() -> None:
    """Add the fields, pages and panels; called once when Django is ready."""
    profile.lend()
    add_page(PageLink("insight", _("Dashboard"), "/insight/dashboard/", READ))
    add_page(PageLink("insight", _("Cube"), "/insight/cube/", READ))
    add_page(PageLink("insight", _("Value structure"), "/insight/", READ))
    add_page(PageLink("insight", _("Value ahead"), "/insight/value-ahead/", READ))
    add_page(PageLink("insight", _("Portfolio"), "/insight/portfolio/", READ))
    add_page(PageLink("insight", _("Network"), "/insight/network/", READ))
    add_page(PageLink("insight", _("Measures"), "/insight/parameters/", READ))
    add_page(PageLink("insight", _("Warehouse"), "/insight/warehouse/", RUN))
    panels.show()
