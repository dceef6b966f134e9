"""What the page says, in one sentence for each drawing, and what it calls things."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from guanxi.insight.regard.drawing import Line
from guanxi.insight.regard.figures import Quarter, Regard, Zone, rate_of
from guanxi.insight.satisfaction.rates import Rate, differ
from guanxi.insight.satisfaction.servqual import Quality
from guanxi.insight.wording import count, percent

LATENTS = {
    "image": pgettext_lazy("satisfaction index", "Image"),
    "expectation": pgettext_lazy("satisfaction index", "Expectations"),
    "quality": pgettext_lazy("satisfaction index", "Perceived quality"),
    "value": pgettext_lazy("satisfaction index", "Perceived value"),
    "satisfaction": pgettext_lazy("satisfaction index", "Satisfaction"),
    "complaints": pgettext_lazy("satisfaction index", "Complaints handled"),
    "loyalty": pgettext_lazy("satisfaction index", "Loyalty"),
}
DIMENSION_NAMES = {
    "tangibles": gettext_lazy("Tangibles"),
    "reliability": gettext_lazy("Reliability"),
    "responsiveness": gettext_lazy("Responsiveness"),
    "assurance": gettext_lazy("Assurance"),
    "empathy": gettext_lazy("Empathy"),
}
CATEGORIES = {
    "A": gettext_lazy("Attractive"),
    "O": gettext_lazy("One-dimensional"),
    "M": gettext_lazy("Must be"),
    "I": pgettext_lazy("Kano", "Indifferent"),
    "R": pgettext_lazy("Kano", "Reverse"),
    "Q": pgettext_lazy("Kano", "Questionable"),
}
EQUITY_NAMES = {
    "value": gettext_lazy("Value equity"),
    "brand": gettext_lazy("Brand equity"),
    "relationship": gettext_lazy("Relationship equity"),
    "": gettext_lazy("Other"),
}
KINDS = {
    "nps": gettext_lazy("NPS"),
    "satisfaction": gettext_lazy("Satisfied customers (CSAT)"),
    "ces": gettext_lazy("Found it easy (CES)"),
    "attitude": gettext_lazy("Attitude, 0–100"),
    "intent": gettext_lazy("Intent to buy again, 0–100"),
}
WHY = {
    "few_sheets": gettext_lazy("Too few whole sheets to fit the model."),
    "not_asked": gettext_lazy("Not asked yet."),
    "not_converged": gettext_lazy("The model did not settle on these answers."),
    "few_answers": gettext_lazy("Too few answers for so many drivers: ten of the rarer for each."),
    "all_alike": gettext_lazy("Everybody answered alike, so nothing can move the intent."),
}


def main_finding(regard: Regard, latest: Sequence[Quarter]) -> SafeString:
    """Who loves us, who is only held, and how surely that is known."""
    score = rate_of("nps", latest)
    held = regard.classes.get("contentment", {}).get("hostage", 0)
    if score is None:
        return format_html("{}", _("How customers buy is known; what they think is not, yet."))
    text = _(
        "NPS %(score)s (%(low)s to %(high)s) from %(answers)s answers; %(held)s customers buy "
        "often though they are not satisfied."
    )
    words = {
        "score": signed(score.value),
        "low": signed(score.low),
        "high": signed(score.high),
        "answers": count(score.n),
        "held": count(held),
    }
    strong = {name: format_html("<b>{}</b>", word) for name, word in words.items()}
    return mark_safe(escape(text) % strong)  # noqa: S308 every part is escaped


def trend_finding(line: Line | None) -> str:
    """Whether the score moved beyond chance."""
    if line is None:
        return _("One quarter of answers is no trend yet")
    first, last = line.dots[0].rate, line.dots[-1].rate
    words = {"first": signed(first.value), "last": signed(last.value)}
    if not differ(first, last):
        return _("NPS went from %(first)s to %(last)s, which may be chance") % words
    if last.value > first.value:
        return _("NPS rose from %(first)s to %(last)s, more than chance explains") % words
    return _("NPS fell from %(first)s to %(last)s, more than chance explains") % words


def steps(zones: Sequence[Zone]) -> list[dict[str, Any]]:
    """From each zone to the next: the change of repurchase and its arc elasticity."""
    found = []
    for one, other in pairwise(zones):
        moved = other.again.value - one.again.value
        mean = (other.again.value + one.again.value) / 2
        part = 2 * (other.satisfaction - one.satisfaction)
        whole = other.satisfaction + one.satisfaction
        relative = part / whole if whole else 0
        elasticity = moved / mean / relative if mean and relative else None
        found.append(
            {
                "start": one.label,
                "end": other.label,
                "low": one.satisfaction,
                "high": other.satisfaction,
                "moved": 100 * moved,
                "elasticity": elasticity,
                "is_sure": differ(one.again, other.again),
            }
        )
    return found


def trap_finding(found: Sequence[Mapping[str, Any]]) -> str:
    """Where a point of satisfaction moves repurchase."""
    sure = [one for one in found if one["is_sure"] and one["elasticity"]]
    if not sure:
        return _("No step in satisfaction moves repurchase beyond chance")
    most = max(sure, key=lambda one: float(one["elasticity"]))
    words = {"start": most["start"], "end": most["end"]}
    return _("Satisfaction moves repurchase most from %(start)s to %(end)s") % words


def importance_finding(told: Mapping[str, Any]) -> str:
    """What moves satisfaction most, and how well we do in it."""
    effects = (told.get("effects") or {}).get("satisfaction") or {}
    if not effects:
        return _("What moves satisfaction is not known yet")
    name = max(effects, key=lambda key: float(effects[key]))
    words = {"what": str(LATENTS[name]), "index": f"{told['indices'][name]:.0f}"}
    return _("%(what)s moves satisfaction most, and stands at %(index)s of 100") % words


def index_finding(told: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    """The index, and what it was."""
    if "indices" not in told:
        return str(WHY.get(told.get("why", ""), WHY["not_asked"]))
    now = told["indices"]["satisfaction"]
    if "indices" not in before:
        return _("Satisfaction index %(now)s of 100") % {"now": f"{now:.1f}"}
    words = {"now": f"{now:.1f}", "then": f"{before['indices']['satisfaction']:.1f}"}
    return _("Satisfaction index %(now)s of 100, after %(then)s the year before") % words


def quality_finding(quality: Quality) -> str:
    """Where service falls short most."""
    gaps = [(one.gap, one.key) for one in quality.dimensions if one.gap is not None]
    if not gaps:
        best = max(quality.dimensions, key=lambda one: one.perceived)
        return _("Best perceived: %(what)s") % {"what": DIMENSION_NAMES[best.key]}
    gap, key = min(gaps)
    if gap >= 0:
        return _("Service meets what was expected in every dimension")
    return _("Service falls short most in %(what)s") % {"what": str(DIMENSION_NAMES[key]).lower()}


def signed(value: float) -> str:
    """A score with its sign."""
    shown = f"{value:+.0f}"
    # Zero has no side, and neither has what is rounded to it.
    return "0" if shown in ("+0", "-0") else shown.replace("-", "−")


def interval(rate: Rate, kind: str) -> str:
    """The interval of a rate in words; a dash where one answer knows none."""
    if rate.low != rate.low:  # NaN: one answer knows none
        return "—"
    if kind == "nps":
        return f"{signed(rate.low)} – {signed(rate.high)}"
    return f"{rate.low:.0f} – {rate.high:.0f}"


def shown(rate: Rate, kind: str) -> str:
    """The figure of a rate as its kind is written."""
    if kind == "nps":
        return signed(rate.value)
    return percent(rate.value, 100, 0) if kind in {"satisfaction", "ces"} else f"{rate.value:.0f}"
