"""What the scorecard says: one sentence for each figure, with what is missing where it is."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanxi.customers.choices import Channel
from guanxi.insight.olap.addresses import cube_address
from guanxi.insight.scorecard.figures import Score
from guanxi.insight.wording import agreeing, count, money, percent

YEAR = dt.timedelta(364)
# As in scorecard.sql: what nobody met a customer by.
NO_CONTACT = ("note", "purchase")
HELD = {"customers": "to_keep", "won": "won", "returned": "returned"}


@dataclass(frozen=True)
class Said:
    """A sentence about a figure, and where to look further; `lacks` says why there is no figure."""

    name: str
    figure: str
    text: str
    href: str = ""
    lacks: str = ""


def share(part: int, whole: int) -> str:
    """A share without places; a dash without a whole."""
    return percent(part, whole, 0)


def working(found: Score) -> list[Said]:
    """How the firm deals with its customers."""
    return [
        Said(
            _("Contacts"),
            count(found["contacts"]),
            agreeing(
                _("with %(customers)s customers on %(channels)s channels within a year")
                % {"customers": count(found["contacted"]), "channels": count(found["channels"])}
            ),
            _contacts(found),
        ),
        Said(
            _("Channels that complement each other"),
            share(found["by_several"], found["contacted"]),
            _("of the customers contacted were met on more than one channel"),
        ),
        Said(
            _("Answered within a day"),
            share(found["answered_soon"], found["asked"]),
            _("of %(asked)s incoming contacts; %(week)s within a week")
            % {
                "asked": count(found["asked"]),
                "week": share(found["answered_in_a_week"], found["asked"]),
            },
            lacks="" if found["asked"] else _("No incoming contact is recorded."),
        ),
        Said(
            _("Catalogue kept fresh"),
            share(found["products_changed"], found["products"]),
            _("of %(products)s products were changed within a year")
            % {"products": count(found["products"])},
            "/product/",
        ),
        *_promotion(found),
    ]


def _promotion(found: Score) -> list[Said]:
    """What was done to win purchases, and what customers spent."""
    buyers = found.buyers
    lacks = "" if buyers else _("Nobody bought within a year.")
    if buyers and not found.revenue:
        lacks = _("Unknown: it was bought in currencies without an exchange rate.")
    return [
        Said(
            _("Campaigns"),
            "",
            "",
            lacks=_("Unknown: campaigns are not recorded yet. What is tried is, as experiments."),
        ),
        Said(
            _("Promotion cost"),
            "",
            "",
            lacks=_("Unknown: what campaigns and advertising cost is not recorded yet."),
        ),
        Said(
            _("Spend of a customer"),
            "" if lacks else money(round(found.revenue / buyers)),
            _("on average, of the %(customers)s who bought within a year")
            % {"customers": count(buyers)},
            cube_address("customer_revenue", "month"),
            lacks=lacks,
        ),
    ]


def _contacts(found: Score) -> str:
    """The cube that adds up to the contacts of the year."""
    channels = tuple(one for one in Channel.values if one not in NO_CONTACT)
    first, last = (found.as_of - YEAR).isoformat(), found.as_of.isoformat()
    return cube_address(
        "interactions",
        "channel",
        filters={"channel": channels},
        period="own",
        first=first,
        last=last,
    )


def keeping(found: Score) -> list[Said]:
    """Who was won and kept, and at what cost."""
    winning, retained = found.cost_of("winning"), found.cost_of("keeping")
    lacks = _("No contact is recorded by which customers were won and kept.")
    said = _("Winning one costs %(winning)s as set, keeping one for a year %(keeping)s of contacts")
    if not found.winning_set:
        said = _("Winning one costs %(winning)s, keeping one for a year %(keeping)s, of contacts")
    return [
        Said(
            _("Kept"),
            share(found["kept"], found["to_keep"]),
            _(
                "of %(customers)s customers of the year before bought again; %(won)s were won, "
                "%(returned)s came back after a longer pause"
            )
            % {name: count(found[key]) for name, key in HELD.items()},
            "/insight/cohorts/",
        ),
        Said(
            _("Winning beside keeping"),
            "" if found.ratio is None else f"{found.ratio:.1f}×",
            ""
            if winning is None or retained is None
            else said % {"winning": money(round(winning)), "keeping": money(round(retained))},
            lacks=lacks if found.ratio is None else "",
        ),
    ]


def using(found: Score) -> list[Said]:
    """How well this system is used: data, process, people."""
    customers = found["customers"]
    return [
        Said(
            _("With an owner"),
            share(found["owned"], customers),
            _("of the customers; the others are nobody's"),
            '/account/?filter={"all":[{"field":"owner","op":"empty"}]}',
        ),
        Said(
            _("With a next step"),
            share(found["with_next_step"], customers),
            _("have something open that is due today or later"),
            "/activity/",
        ),
        Said(
            _("Contacted lately"),
            share(found["recent"], customers),
            _("were contacted within 90 days"),
        ),
        Said(
            _("Complete"),
            percent(found.complete or 0, 1, 0) if customers else "—",
            _("of industry, province, city and source are filled in"),
        ),
        Said(
            _("Return on the programme"),
            "",
            "",
            lacks=_(
                "Unknown: what this system and the work with it cost is not recorded. What a "
                "treatment brought beside a control group, experiments tell."
            ),
        ),
    ]


@dataclass(frozen=True)
class Cell:
    """One of the four ways to grow: what it brought, and its part in the growth."""

    label: str
    revenue: int
    change: int


def cells(found: Score) -> list[Cell]:
    """Present and new customers by present and new products; what was before counts as present."""
    return [
        Cell(
            pgettext("way to grow", "Present customers, present products"),
            found["old_old"],
            found["old_old"] - found["revenue_before"],
        ),
        Cell(
            pgettext("way to grow", "Present customers, new products"),
            found["old_new"],
            found["old_new"],
        ),
        Cell(
            pgettext("way to grow", "New customers, present products"),
            found["new_old"],
            found["new_old"],
        ),
        Cell(
            pgettext("way to grow", "New customers, new products"),
            found["new_new"],
            found["new_new"],
        ),
    ]


def main_finding(found: Score) -> str:
    """Where growth really came from."""
    change = found.revenue - found["revenue_before"]
    if found.is_unrated:
        return _("What was bought has no exchange rate, so growth cannot be told.")
    if not found["revenue_before"]:
        return _("There is no year before to compare with, so growth cannot be told yet.")
    ways = cells(found)
    best = (
        max(ways, key=lambda one: one.change)
        if change >= 0
        else min(ways, key=lambda one: one.change)
    )
    words = {
        "change": percent(abs(change), found["revenue_before"], 0),
        "way": best.label,
        "amount": money(best.change),
    }
    if change < 0:
        text = _("Revenue fell by %(change)s in a year, most of it in “%(way)s”: %(amount)s.")
    else:
        text = _("Revenue rose by %(change)s in a year, most of it in “%(way)s”: %(amount)s.")
    return text % words
