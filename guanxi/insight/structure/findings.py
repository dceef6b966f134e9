"""What the drawings say, in one sentence each: the finding is the title."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanxi.insight.structure.figures import Structure
from guanxi.insight.structure.flow import FlowDrawing
from guanxi.insight.structure.heat import gone_quiet
from guanxi.insight.wording import count, money, percent

# Below this part of the customers they are counted: "0%" would say that there are none.
FEW = 0.01
WHOLE = "100.0%"


def main_finding(structure: Structure) -> SafeString:
    """The one sentence that matters on the page, its figures in bold."""
    totals, top = structure.totals, structure.top
    if top is None or totals.contribution <= 0:
        return format_html(
            "{}", _("Nothing was earned in the period, so there is no structure to show yet.")
        )
    text = _("The top %(part)s of customers bring %(share)s of contribution.")
    if totals.at_a_loss:
        text = _(
            "The top %(part)s of customers bring %(share)s of contribution; "
            "%(loss)s are served at a loss."
        )
    if totals.at_a_loss and totals.at_a_loss < totals.customers * FEW:
        text = ngettext(
            "The top %(part)s of customers bring %(share)s of contribution; "
            "%(few)s customer is served at a loss.",
            "The top %(part)s of customers bring %(share)s of contribution; "
            "%(few)s customers are served at a loss.",
            totals.at_a_loss,
        )
    words = {
        "part": percent(top.place, totals.customers, 0),
        "share": percent(top.reached, totals.contribution),
        "loss": percent(totals.at_a_loss, totals.customers, 0),
        "few": count(totals.at_a_loss),
    }
    strong = {name: format_html("<b>{}</b>", word) for name, word in words.items()}
    return mark_safe(escape(text) % strong)  # noqa: S308 every part is escaped


def before_returns(returned: int, parameters: Mapping[str, Any]) -> str:
    """What came back and is not taken off; empty where nothing did, or it is."""
    if not returned or parameters.get("returns") == "deducted":
        return ""
    return _("Counted before returns: goods for %(money)s came back in the period.") % {
        "money": money(returned)
    }


def curve_finding(structure: Structure) -> str:
    """What the curve says."""
    totals = structure.totals
    if totals.at_a_loss:
        peak = percent(totals.best, totals.contribution)
        if peak == WHOLE:
            return ngettext(
                "%(number)s customer costs a little more than it brings",
                "%(number)s customers cost a little more than they bring",
                totals.at_a_loss,
            ) % {"number": count(totals.at_a_loss)}
        return _("Contribution rises to %(peak)s, then falls") % {"peak": peak}
    needed = next((tier.customers for tier in structure.letters if tier.key == "A"), 0)
    if not needed:
        return _("No letters, for no place among these customers means anything")
    return ngettext(
        "%(number)s customer carries the business",
        "%(number)s customers carry the business",
        needed,
    ) % {"number": count(needed)}


def heat_finding(heat: dict[tuple[int, int], int]) -> str:
    """What the map says."""
    if not any(heat.values()):
        return _("Nobody has a score yet")
    quiet = gone_quiet(heat)
    if not quiet:
        return _("None of the best has gone quiet")
    return ngettext(
        "%(number)s of the best has gone quiet", "%(number)s of the best have gone quiet", quiet
    ) % {"number": count(quiet)}


def flow_finding(flow: FlowDrawing) -> str:
    """What the flow says."""
    return _("%(better)s moved up or recovered, %(worse)s slipped or ended") % {
        "better": count(flow.better),
        "worse": count(flow.worse),
    }
