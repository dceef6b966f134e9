"""Where people come upon insight: its pages in the navigation."""

from django.utils.translation import gettext_lazy as _

from guanxi.insight import panels, profile
from guanxi.insight.access import READ, RUN
from guanxi.insight.churn import loss_verbs
from guanxi.insight.experiments import nouns, telling, verbs
from guanxi.platform.pages import PageLink, add_page

__all__ = ["open_up", "verbs"]


def open_up() -> None:
    """Add the fields, nouns, verbs, pages and panels; called once when Django is ready."""
    profile.lend()
    nouns.lend()
    loss_verbs.lend()
    telling.show()
    add_page(PageLink("insight", _("Dashboard"), "/insight/dashboard/", READ))
    add_page(PageLink("insight", _("Cube"), "/insight/cube/", READ))
    add_page(PageLink("insight", _("Value structure"), "/insight/", READ))
    add_page(PageLink("insight", _("Value ahead"), "/insight/value-ahead/", READ))
    add_page(PageLink("insight", _("Portfolio"), "/insight/portfolio/", READ))
    add_page(PageLink("insight", _("Network"), "/insight/network/", READ))
    add_page(PageLink("insight", _("Risk of leaving"), "/insight/churn/", READ))
    add_page(PageLink("insight", _("What they buy together"), "/insight/together/", READ))
    add_page(PageLink("insight", _("Movement"), "/insight/movement/", READ))
    add_page(PageLink("insight", _("Cohorts"), "/insight/cohorts/", READ))
    add_page(PageLink("insight", _("Attribution"), "/insight/attribution/", READ))
    add_page(PageLink("insight", _("Scorecard"), "/insight/scorecard/", READ))
    add_page(PageLink("insight", _("Forecast"), "/insight/forecast/", READ))
    add_page(PageLink("insight", _("Satisfaction and loyalty"), "/insight/satisfaction/", READ))
    add_page(PageLink("insight", _("Measures"), "/insight/parameters/", READ))
    add_page(PageLink("insight", _("Warehouse"), "/insight/warehouse/", RUN))
    panels.show()
