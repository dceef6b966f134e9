"""What the page says, in one sentence for each drawing."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guanxi.insight.churn.figures import Churn
from guanxi.insight.wording import agreeing, count, money, percent, sentences

WHY = {
    "short_past": gettext_lazy("The books do not go back far enough to learn from."),
    "few": gettext_lazy("Too few customers left, or too few stayed, to learn from."),
    "not_converged": gettext_lazy("The model did not settle on these books."),
    "no_better": gettext_lazy("The model foretold no better than the plain rule."),
    "leak": gettext_lazy("A sign was found to know the future; nothing was learned."),
}


def main_finding(found: Churn) -> SafeString:
    """How many may leave, and what is at risk with them."""
    near = [found.of(key) for key in ("at_risk", "leaving")]
    if not found.customers:
        return format_html("{}", _("No customer that you may see has bought yet."))
    if not any(one.customers for one in near):
        said = _("None of %(all)s customers is at risk or leaving.")
        return format_html("{}", said % {"all": count(found.customers)})
    number = sum(one.customers for one in near)
    words = {
        "customers": count(number),
        "all": count(found.customers),
        "money": money(sum(one.at_risk for one in near)),
    }
    said = ngettext(
        "%(customers)s of %(all)s customers is at risk or leaving, and %(money)s a year with it.",
        "%(customers)s of %(all)s customers are at risk or leaving, "
        "and %(money)s a year with them.",
        number,
    )
    if not any(one.valued for one in near):
        said = ngettext(
            "%(customers)s of %(all)s customers is at risk or leaving; its worth is not known.",
            "%(customers)s of %(all)s customers are at risk or leaving; their worth is not known.",
            number,
        )
    return format_html("{}", agreeing(said % words))


def state_of(fit: Mapping[str, Any]) -> str:
    """Which model tells, and why it is not the learned one where it is not."""
    why = str(WHY.get(str(fit.get("why")), ""))
    if fit.get("status") == "kept":
        model = {"model": fit.get("version", "")}
        return sentences(why, _("The last good model, %(model)s, still serves.") % model)
    if fit.get("used") == "learned":
        return ""
    return sentences(why, _("The plain rule of the own rhythm tells."))


def check_finding(fit: Mapping[str, Any]) -> str:
    """What the learned model is worth beside the rule, on a past that it had not seen."""
    held = fit.get("holdout")
    if not held:
        return _("The model is not checked yet")
    ours, rule = held["learned"], held["rule"]
    words = {"ours": _auc(ours), "rule": _auc(rule)}
    if ours["brier"] < rule["brier"]:
        return _("The model ranks %(ours)s of pairs rightly, the plain rule %(rule)s") % words
    return _("The plain rule, %(rule)s of pairs, does as well as the model, %(ours)s") % words


def survival_finding(found: Any) -> str:
    """How many of the latest full year are there a year later."""
    if not found:
        return _("No relationship has ended yet")
    first = found[0]
    return _("Of those who first bought in %(year)s, %(share)s are there a year later") % {
        "year": first.label,
        "share": percent(first.year_share, 1, 0),
    }


def _auc(judged: Mapping[str, Any]) -> str:
    return percent(judged["auc"] or 0, 1, 1)
