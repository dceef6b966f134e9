"""What the page says, in one sentence for each drawing."""

from collections.abc import Sequence

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanxi.insight.forecast.asked import Asked
from guanxi.insight.forecast.drawing import amount
from guanxi.insight.forecast.figures import Line, Past, Told
from guanxi.insight.wording import percent

A_YEAR = {"month": 12, "week": 52}


def main_finding(asked: Asked, found: Told, line: Line | None) -> SafeString:
    """What comes next, how sure, and against the year before."""
    if line is None:
        return format_html(
            "{}", _("The past is too short to foretell anything: eight whole steps are needed.")
        )
    text = _("Next: about %(value)s, with a chance of 80%% between %(low)s and %(high)s.")
    words = {
        "value": amount(float(line.ahead[0]), asked.figure),
        "low": amount(float(line.low[0]), asked.figure),
        "high": amount(float(line.high[0]), asked.figure),
    }
    strong = {name: format_html("<b>{}</b>", word) for name, word in words.items()}
    return mark_safe(escape(text) % strong)  # noqa: S308 every part is escaped


def ahead_finding(asked: Asked, found: Told, line: Line) -> str:
    """All steps ahead together beside the same steps a year before."""
    history, year = found.history(line.member), A_YEAR[asked.step]
    together = float(line.ahead.sum())
    words = {"number": str(len(line.ahead)), "value": amount(together, asked.figure)}
    before = (
        history[-year : len(history) - year + len(line.ahead)].sum()
        if len(history) >= year
        else 0.0
    )
    if not before:
        return _("%(number)s steps ahead together: %(value)s") % words
    change = percent(together - before, before, 0)
    if change.strip("−") == percent(0, 1, 0):
        return _("%(number)s steps ahead together: %(value)s, as in the year before") % words
    words["change"] = ("+" if together > before else "") + change
    return _("%(number)s steps ahead together: %(value)s, %(change)s on the year before") % words


def past_finding(pasts: Sequence[Past]) -> str:
    """How far off the last steps were, and to which side, beside the plain line."""
    known = [one for one in pasts if one.actual]
    if not known:
        return _("There is no past to judge it by yet")
    off = sum(abs(one.foretold - one.actual) / one.actual for one in known) / len(known)
    plain = sum(abs(one.naive - one.actual) / one.actual for one in known) / len(known)
    actual = sum(one.actual for one in known)
    bias = sum(one.foretold - one.actual for one in known)
    text = ngettext(
        "Over the last %(number)s step off by %(off)s, “as last time” by %(naive)s; bias %(bias)s",
        "Over the last %(number)s steps off by %(off)s, “as last time” by %(naive)s; bias %(bias)s",
        len(known),
    )
    return text % {
        "off": percent(off, 1),
        "naive": percent(plain, 1),
        "number": len(known),
        "bias": percent(bias, actual),
    }


def lines_finding(found: Told) -> str:
    """Whether choosing pays: the errors over all series beside those of the plain line."""
    known = [line for line in found.lines if line.mase is not None]
    if not known:
        return ""
    mase = sum(line.mase or 0 for line in known) / len(known)
    plain = sum(line.mase_naive or 0 for line in known) / len(known)
    return _("Mean scaled error %(mase)s over all series, as last time %(naive)s") % {
        "mase": f"{mase:.2f}",
        "naive": f"{plain:.2f}",
    }
