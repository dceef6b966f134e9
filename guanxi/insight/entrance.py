"""Where people come upon insight: its pages in the navigation."""

from django.utils.translation import gettext_lazy as _

from guanxi.insight import panels, profile, shelves
from guanxi.insight.access import READ, RUN
from guanxi.insight.churn import loss_verbs
from guanxi.insight.concerns import lending, own
from guanxi.insight.definitions.dashboards import Cubes, Dashboards
from guanxi.insight.definitions.measures import Measures
from guanxi.insight.experiments import following, nouns, telling, verbs
from guanxi.insight.gaps import nouns as gap_nouns
from guanxi.insight.olap import letters
from guanxi.insight.past import lending as past
from guanxi.platform.definitions.parts import add_parts
from guanxi.platform.pages import PageLink, add_page

__all__ = ["following", "gap_nouns", "letters", "open_up", "verbs"]

SHELVES = (
    (
        shelves.VALUE,
        (
            (_("Value structure"), "/insight/"),
            (_("Value ahead"), "/insight/value-ahead/"),
            (_("Portfolio"), "/insight/portfolio/"),
            (_("Network"), "/insight/network/"),
            (_("Forecast"), "/insight/forecast/"),
        ),
    ),
    (
        shelves.COURSE,
        (
            (_("Risk of leaving"), "/insight/churn/"),
            (_("Movement"), "/insight/movement/"),
            (_("Cohorts"), "/insight/cohorts/"),
        ),
    ),
    (
        shelves.BOND,
        (
            (_("Satisfaction and loyalty"), "/insight/satisfaction/"),
            (_("What they buy together"), "/insight/together/"),
            (_("Groups of buyers"), "/insight/groups/"),
            (_("Points of attention"), "/insight/attention/"),
        ),
    ),
    (
        shelves.WORKS,
        (
            (_("Scorecard"), "/insight/scorecard/"),
            (_("Attribution"), "/insight/attribution/"),
        ),
    ),
    (shelves.SOURCE, ((_("Measures"), "/insight/parameters/"),)),
)


def open_up() -> None:
    """Add the fields, nouns, verbs, pages and panels; called once when Django is ready."""
    profile.lend()
    nouns.lend()
    loss_verbs.lend()
    lending.lend()
    past.lend()
    telling.show()
    add_page(PageLink("insight", _("Dashboard"), "/insight/dashboard/", READ))
    add_page(PageLink("insight", _("Cube"), "/insight/cube/", READ))
    for shelf, pages in SHELVES:
        for label, href in pages:
            add_page(PageLink("insight", label, href, READ, shelf))
    add_page(PageLink("insight", _("Warehouse"), "/insight/warehouse/", RUN, shelves.SOURCE))
    panels.show()
    own.show()
    add_parts(Measures(), Cubes(), Dashboards())
