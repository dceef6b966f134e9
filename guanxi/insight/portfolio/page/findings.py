"""What the page says, in one sentence for each drawing."""

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanxi.insight.portfolio.page.drawing import Level, Matrix
from guanxi.insight.portfolio.page.figures import NOTHING, CreditUse, Portfolio
from guanxi.insight.wording import count, money, percent


def main_finding(portfolio: Portfolio) -> SafeString:
    """What is left after serving everybody, and how much some eat up."""
    totals = portfolio.whale.totals
    if not totals.customers:
        return format_html("{}", _("No cost to serve can be told yet."))
    eaten = totals.best - totals.contribution
    text = _("After cost to serve, customers leave %(left)s; nobody is served at a loss.")
    if totals.at_a_loss:
        text = _(
            "After cost to serve, customers leave %(left)s; %(number)s of them cost more than they "
            "bring and eat up %(eaten)s."
        )
    words = {
        "left": money(totals.contribution),
        "number": count(totals.at_a_loss),
        "eaten": money(eaten),
    }
    strong = {name: format_html("<b>{}</b>", word) for name, word in words.items()}
    return mark_safe(escape(text) % strong)  # noqa: S308 every part is escaped


def whale_finding(portfolio: Portfolio) -> str:
    """What the curve says."""
    totals = portfolio.whale.totals
    if totals.at_a_loss:
        peak = percent(totals.best, totals.contribution)
        return _("Profit rises to %(peak)s, then falls") % {"peak": peak}
    return _("Every customer leaves a profit")


def cost_finding(portfolio: Portfolio) -> str:
    """How much of what was brought goes into serving."""
    brought, cost = portfolio.whale.totals.revenue, sum(portfolio.costs.values())
    if brought <= 0:
        return _("Where the cost to serve arises")
    return _("Serving costs %(share)s of what customers bring") % {"share": percent(cost, brought)}


def matrix_finding(matrix: Matrix) -> str:
    """How many lie in the best field, of those that can be placed."""
    if not matrix.placed:
        return _("%(matrix)s: nobody can be placed yet") % {"matrix": matrix.label}
    best = matrix.rows[0][1]
    words = {"matrix": matrix.label, "number": count(best.customers), "name": best.label}
    return _("%(matrix)s: %(number)s in %(name)s") % words


def credit_finding(credit: CreditUse) -> str:
    """How many of those with a limit owe more than it, and by how much."""
    over, within = (credit.held.get(key, NOTHING).customers for key in ("over", "within"))
    if not over:
        return _("Credit: nobody stands over the limit")
    words = {
        "number": count(over),
        "share": percent(over, over + within),
        "beyond": money(credit.beyond),
    }
    return (
        ngettext(
            "Credit: %(number)s customer (%(share)s) stands over its limit, by %(beyond)s",
            "Credit: %(number)s customers (%(share)s) stand over their limits, by %(beyond)s",
            over,
        )
        % words
    )


def attention_finding(levels: tuple[Level, ...]) -> str:
    """How many are given less than fits."""
    too_little = sum(level.given[0][0] for level in levels)
    not_given = sum(level.given[3][0] for level in levels)
    if too_little:
        return ngettext(
            "%(number)s customer gets less attention than fits",
            "%(number)s customers get less attention than fits",
            too_little,
        ) % {"number": count(too_little)}
    if not any(level.customers for level in levels):
        return _("No level of attention can be told yet")
    if not not_given:
        return _("Everybody gets the attention that fits, or more")
    return ngettext(
        "%(number)s customer has no level of attention",
        "%(number)s customers have no level of attention",
        not_given,
    ) % {"number": count(not_given)}
