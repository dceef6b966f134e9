"""Two factors on the page: what only spoils when poor, what pleases, with advice for each kind."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from guanxi.insight.regard.findings import WHY
from guanxi.insight.satisfaction.factors import Factor, Factors

KINDS = {
    "hygiene": pgettext_lazy("two factors", "Hygiene"),
    "motivator": pgettext_lazy("two factors", "Motivator"),
    "hybrid": pgettext_lazy("two factors", "Both"),
    "neither": pgettext_lazy("two factors", "Neither"),
    "unknown": pgettext_lazy("two factors", "Unknown"),
}
ADVICE = {
    "hygiene": gettext_lazy("Hold it where it does not annoy; more of it buys no satisfaction."),
    "motivator": gettext_lazy("Invest to stand out: its lack is forgiven, its presence pleases."),
    "hybrid": gettext_lazy("Worth every step, both up and down: measure it often."),
    "neither": gettext_lazy("Spend no more on it than it needs: it moves nobody either way."),
    "unknown": gettext_lazy("Too few answered low, high or between: ask more before acting."),
}
WHY_NOT = WHY | {
    "few_answers": gettext_lazy("Too few answers: ten low, ten high and ten between for a thing."),
    "all_alike": gettext_lazy("Everybody is as satisfied as everybody else; nothing shows why."),
    "not_converged": gettext_lazy("These things were always answered alike: no telling apart."),
}


def finding(found: Factors | str) -> str:
    """What spoils most and what pleases most."""
    if isinstance(found, str):
        return _(
            "What keeps customers from being dissatisfied, and what satisfies them, is not known"
        )
    spoiling = [one for one in found.factors if one.kind in {"hygiene", "hybrid"}]
    pleasing = [one for one in found.factors if one.kind in {"motivator", "hybrid"}]
    worst = min(spoiling, key=lambda one: one.penalty or 0).key if spoiling else ""
    best = max(pleasing, key=lambda one: one.reward or 0).key if pleasing else ""
    words = {"worst": worst, "best": best}
    if worst and best:
        return _("Poor “%(worst)s” spoils most; good “%(best)s” pleases most") % words
    if worst:
        return _("Poor “%(worst)s” spoils most; nothing surely pleases") % words
    if best:
        return _("Good “%(best)s” pleases most; nothing surely spoils") % words
    return _("Nothing that was asked moves satisfaction beyond chance")


def why_not(found: Factors | str) -> str:
    """Why there are no factors; empty where there are."""
    return str(WHY_NOT[found]) if isinstance(found, str) else ""


def fit(found: Factors | str) -> dict[str, Any]:
    """On how many sheets, and how much of the overall satisfaction is explained."""
    return {} if isinstance(found, str) else {"n": found.n, "explained": found.r_squared}


def rows(found: Factors | str) -> list[dict[str, Any]]:
    """Each thing with its two effects, drawn from the middle, its kind and what to do."""
    if isinstance(found, str):
        return []
    most = max((abs(x or 0) for one in found.factors for x in (one.penalty, one.reward)), default=0)
    return [_row(one, most or 1.0) for one in found.factors]


def _row(one: Factor, most: float) -> dict[str, Any]:
    lost, gained = (round(50 * abs(effect or 0) / most) for effect in (one.penalty, one.reward))
    return {
        "label": one.key,
        "told": one,
        "kind": KINDS[one.kind],
        "advice": ADVICE[one.kind],
        "penalty": _effect(one.penalty, one.penalty_error),
        "reward": _effect(one.reward, one.reward_error),
        "lost": lost if (one.penalty or 0) < 0 else 0,
        "lost_from": 50 - lost,
        "gained": gained if (one.reward or 0) > 0 else 0,
    }


def _effect(value: float | None, error: float | None) -> str:
    if value is None or error is None:
        return "—"
    return f"{value:+.1f} ± {error:.1f}".replace("-", "−")
