"""What the page says, in one sentence for each drawing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.insight.value_ahead.figures import Spent, ValueAhead
from guanxi.insight.wording import count, money, percent

STILL = 8
SURE = 0.05
WHY = {
    "few_repeaters": gettext_lazy("Too few customers have bought again to learn from."),
    "not_converged": gettext_lazy("The model did not settle on these purchases."),
    "short_past": gettext_lazy("The past is too short to hold weeks out and learn from the rest."),
}


def main_finding(ahead: ValueAhead, months: int) -> SafeString:
    """What is to come, and on how few it rests."""
    high = next((one for one in ahead.known if one.key == "high"), None)
    if not ahead.value or high is None:
        return format_html("{}", _("No value ahead can be told yet."))
    text = _(
        "Within %(months)s months these customers will bring about %(value)s; "
        "%(share)s of it rests on %(number)s of them."
    )
    words = {
        "months": str(months),
        "value": money(ahead.value),
        "share": percent(high.value, ahead.value, 0),
        "number": count(high.customers),
    }
    strong = {name: format_html("<b>{}</b>", word) for name, word in words.items()}
    return mark_safe(escape(text) % strong)  # noqa: S308 every part is escaped


def chance_finding(ahead: ValueAhead) -> str:
    """Who surely still buys."""
    sure = sum(band.customers for band in ahead.chances if band.step >= STILL)
    return _("%(number)s of %(all)s still buy with a chance of 80%% or more") % {
        "number": count(sure),
        "all": count(ahead.customers),
    }


def check_finding(ahead: ValueAhead) -> str:
    """How far the model was off, beside the plain line."""
    actual = sum(one.actual for one in ahead.cohorts)
    if not actual:
        return ""
    predicted, naive = (
        sum(getattr(one, name) for one in ahead.cohorts) for name in ("predicted", "naive")
    )
    return _("Foretold within %(off)s; the old pace would have missed by %(naive)s") % {
        "off": percent(abs(predicted - actual), actual, 0),
        "naive": percent(abs(naive - actual), actual, 0),
    }


def spend_finding(spent: Sequence[Spent]) -> str:
    """How far the value of a purchase was off, beside everybody's own mean."""
    customers = sum(one.customers for one in spent)
    if not customers:
        return ""
    actual, predicted, own = (
        sum(getattr(one, name) * one.customers for one in spent)
        for name in ("actual", "predicted", "own")
    )
    return _("A purchase brought %(actual)s, foretold %(predicted)s; the own mean was %(own)s") % {
        "actual": money(round(actual / customers)),
        "predicted": money(round(predicted / customers)),
        "own": money(round(own / customers)),
    }


def state_of(fit: Mapping[str, Any]) -> str:
    """A warning where a model was not fitted this time; empty when all is well."""
    said = []
    for name in ("buying", "spend"):
        told = fit.get(name) or {}
        reason = WHY.get(told.get("why", ""), "")
        if told.get("status") == "kept":
            said.append(_("%(why)s The model of %(version)s still serves.") % {
                "why": reason, "version": told["version"],
            })  # fmt: skip
        elif told.get("status") == "none":
            said.append(str(reason))
    return " ".join(dict.fromkeys(said))


def no_check(fit: Mapping[str, Any]) -> str:
    """Why there is no check of the model; empty when there is one."""
    return str(WHY.get((fit.get("holdout") or {}).get("why", ""), ""))


def difference(fit: Mapping[str, Any]) -> str:
    """Whether the parts of the firm differ, where models were fitted apart."""
    test = fit.get("segments_differ")
    if not test:
        return ""
    text = _("They do not differ beyond chance (p = %(p)s); one model for all would do.")
    if test["p"] < SURE:
        text = _("They differ (likelihood ratio %(statistic)s, p = %(p)s).")
    words = {"statistic": f"{test['statistic']:.1f}", "p": f"{test['p']:.2g}"}
    return text % words
