"""What the page says, in one sentence for each part."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from guanxi.insight.needs.together.drawing import RuleRow
from guanxi.insight.wording import count, percent

METHODS = {
    "blend": gettext_lazy("Own purchases, what goes with them, what sells now"),
    "plain": gettext_lazy("The customer's own most frequent"),
    "popular": gettext_lazy("What sells best just now"),
}
KINDS = {
    "all": pgettext_lazy("products", "All together"),
    "again": pgettext_lazy("products", "Bought before"),
    "new": pgettext_lazy("products", "New to the customer"),
}


def main_finding(rows: tuple[RuleRow, ...], baskets: int) -> SafeString:
    """The rule with most baskets beyond chance, in words."""
    if not baskets:
        text = _("Nothing was bought yet that could be told of as bought together.")
        return format_html("{}", text)
    if not rows:
        return format_html("{}", _("Nothing is bought together more often than chance explains."))
    first = rows[0]
    text = _("Customers who order %(body)s order %(head)s %(lift)s times as often as others.")
    words = {
        "body": pgettext("products", " and ").join(first.body),
        "head": first.head,
        "lift": f"{first.rule.lift:.1f}",
    }
    strong = {name: format_html("<b>{}</b>", word) for name, word in words.items()}
    return mark_safe(escape(text) % strong)  # noqa: S308 every part is escaped


def counted(fit: Mapping[str, Any], rules: int) -> str:
    """How much was counted, where the figures are those of the whole firm."""
    text = _("%(rules)s rules, from %(baskets)s baskets; %(left_out)s very large ones left out")
    return text % {
        "rules": count(rules),
        "baskets": count(fit.get("n", 0)),
        "left_out": count(fit.get("left_out", 0)),
    }


def check_finding(fit: Mapping[str, Any]) -> str:
    """How the forecast did beside the plain line, and which is used."""
    precision = (fit.get("holdout") or {}).get("precision")
    if not precision:
        return _("The forecast is not checked yet: too few customers bought in the days held out.")
    ours, plain = (precision[name]["all"]["value"] for name in ("blend", "plain"))
    words = {"ours": percent(ours, 1), "plain": percent(plain, 1)}
    if ours > plain:
        return (
            _("Of ten products named, %(ours)s were bought; the plain line hits %(plain)s") % words
        )
    return _("The plain line hits %(plain)s against %(ours)s, so it is what is used") % words


def check_rows(fit: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each method with its share of hits, by kind of product."""
    precision = (fit.get("holdout") or {}).get("precision") or {}
    return [
        {
            "label": label,
            "shares": [
                (percent(one["value"], 1), percent(2 * one["standard_error"], 1))
                for kind in KINDS
                for one in [precision[name][kind]]
            ],
        }
        for name, label in METHODS.items()
        if name in precision
    ]
