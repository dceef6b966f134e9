"""What the page says: how many groups there are, and what each is like in a sentence."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from guanxi.insight.needs.clusters.measure import CLUSTERS
from guanxi.insight.needs.groups.figures import Group, Groups
from guanxi.insight.wording import count, percent

# From so many standard deviations on, a group is said to differ from all customers.
DIFFERS = 0.5
# A group buys mostly what more than two of five of its customers buy mostly.
MOSTLY = 0.4
WORDS = {
    ("often", 1): pgettext_lazy("what a group is like", "buys often"),
    ("often", -1): pgettext_lazy("what a group is like", "buys seldom"),
    ("much", 1): pgettext_lazy("what a group is like", "for much each time"),
    ("much", -1): pgettext_lazy("what a group is like", "for little each time"),
    ("lately", 1): pgettext_lazy("what a group is like", "most of it lately"),
    ("lately", -1): pgettext_lazy("what a group is like", "hardly anything lately"),
    ("quiet", 1): pgettext_lazy("what a group is like", "quiet for long"),
    ("quiet", -1): pgettext_lazy("what a group is like", "bought just now"),
    ("back", 1): pgettext_lazy("what a group is like", "sends much back"),
}


def main_finding(groups: Groups, labels: Mapping[str, Any]) -> SafeString:
    """Which group brings most, and how many customers that is."""
    if not groups.found:
        return format_html("{}", _("Nobody you can see stands in a group."))
    first = groups.found[0]
    text = _(
        "The group “%(name)s” is %(part)s of the customers and brings %(share)s of the revenue."
    )
    words = {
        "name": str(labels[first.key].label),
        "part": percent(first.customers, groups.customers, 0),
        "share": percent(first.revenue, groups.revenue, 0),
    }
    strong = {name: format_html("<b>{}</b>", word) for name, word in words.items()}
    return mark_safe(escape(text) % strong)  # noqa: S308 every part is escaped


def none_found(fit: Mapping[str, Any]) -> str:
    """Why there are no groups; empty where there are."""
    return str(CLUSTERS.missing.get(fit.get("why", ""), ""))


def number_finding(fit: Mapping[str, Any]) -> str:
    """Why so many groups and not more or fewer."""
    tried = fit.get("tried") or []
    if not fit.get("groups"):
        best = max(tried, key=lambda one: one["silhouette"], default=None)
        if best is None:
            return ""
        text = _("The best of %(tried)s numbers of groups reaches a silhouette of %(silhouette)s")
        return text % {"tried": len(tried), "silhouette": f"{best['silhouette']:.2f}"}
    text = _("%(groups)s groups are best apart, and each comes again by %(stability)s or more")
    words = {
        "groups": len(fit["groups"]),
        "stability": percent(min(one["stability"] for one in fit["groups"]), 1, 0),
    }
    return text % words


def profile_of(group: Group, z: Mapping[str, float], said: Mapping[str, str]) -> str:
    """What the group is like, in one sentence: how it buys, and what, by categories ``said``."""
    told = [str(word) for (name, sign), word in WORDS.items() if sign * z[name] >= DIFFERS] or [
        pgettext("what a group is like", "buys as most do")
    ]
    comma = pgettext("between words on a group", ", ")
    text = told[0][:1].upper() + comma.join(told)[1:]
    if group.mostly and group.mostly[0][1] >= MOSTLY * group.customers:
        text += pgettext("what a group is like", "; mostly %(category)s") % {
            "category": said[group.mostly[0][0]]
        }
    return text + pgettext("end of a sentence", ".")


def mostly_of(group: Group, most: int = 3) -> list[tuple[str, str]]:
    """The categories that its customers buy mostly, with how many do."""
    return [(category, count(customers)) for category, customers in group.mostly[:most]]
