"""What the drawings say, in one sentence each: the finding is the title."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanxi.insight.structure.figures import TOP_PERCENT, Structure
from guanxi.insight.structure.flow import FlowDrawing
from guanxi.insight.structure.heat import gone_quiet
from guanxi.insight.wording import count, percent


def main_finding(structure: Structure) -> str:
    """The one sentence that matters on the page."""
    totals, top = structure.totals, structure.top
    if top is None or totals.contribution <= 0:
        return _("Nothing was earned in the period, so there is no structure to show yet.")
    words = {
        "part": f"{TOP_PERCENT}%",
        "share": percent(top.reached, totals.contribution),
        "loss": percent(totals.at_a_loss, totals.customers, 0),
    }
    if totals.at_a_loss:
        return (
            _(
                "The top %(part)s of customers bring %(share)s of contribution; "
                "%(loss)s are served at a loss."
            )
            % words
        )
    return _("The top %(part)s of customers bring %(share)s of contribution.") % words


def curve_finding(structure: Structure) -> str:
    """What the curve says."""
    totals = structure.totals
    if totals.at_a_loss:
        peak = percent(totals.best, totals.contribution)
        return _("Contribution rises to %(peak)s, then falls") % {"peak": peak}
    needed = next((tier.customers for tier in structure.letters if tier.key == "A"), 0)
    return ngettext(
        "%(number)s customer carries the business",
        "%(number)s customers carry the business",
        needed,
    ) % {"number": count(needed)}


def heat_finding(heat: dict[tuple[int, int], int]) -> str:
    """What the map says."""
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
