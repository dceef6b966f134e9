"""Marks of computed classes: each glyph carries the figures behind its word."""

from functools import lru_cache

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanxi.web.look.icons import icon

FULL, TOP = 13.0, 1.5
SCORES = 5
LIFECYCLE_SPOTS = {
    "explore": (2.6, 11.2),
    "growth": (5.0, 6.2),
    "stable": (8.0, 3.5),
    "decline": (11.2, 6.6),
    "ended": (13.6, 11.4),
}
ARC = "M1.5 13C4 12.500 4 3.500 8 3.500S12 12.500 14.500 13"
SOON = 0.8


@lru_cache(1024)
def rfm_mark(scores: tuple[int, int, int], label: str, kind: str = "") -> SafeString:
    """Three bars for recency, frequency and money; kind is "", "risk" or "lost"."""
    bars = "".join(_bar(1 + 5 * place, score) for place, score in enumerate(scores))
    title = "R {} · F {} · M {}".format(*scores)
    return mark_safe(  # noqa: S308 - label and kind are escaped, the rest are numbers
        f'<span class="{escape(f"mark {kind}".rstrip())}" title="{title}">'
        f'<svg viewBox="0 0 16 16" aria-hidden="true">{bars}</svg>{escape(label)}</span>'
    )


@lru_cache(64)
def lifecycle_mark(stage: str, label: str) -> SafeString:
    """A dot on the arc of a relationship: explore, growth, stable, decline, ended."""
    x, y = LIFECYCLE_SPOTS[stage]
    return format_html(
        '<span class="mark {}"><svg viewBox="0 0 16 16" aria-hidden="true">'
        '<path class="arc" d="{}"/>'
        '<circle class="spot" cx="{}" cy="{}" r="2.6"/></svg>{}</span>',
        stage,
        ARC,
        x,
        y,
        label,
    )


@lru_cache(64)
def letter(value: str) -> SafeString:
    """The letter of an ABC class in its box."""
    return format_html('<span class="letter {}">{}</span>', value.lower(), value)


def badge(label: str, tone: str = "") -> SafeString:
    """A state in a word."""
    return format_html('<span class="{}">{}</span>', f"badge {tone}".rstrip(), label)


def age(days: int, limit: int = 0, since: str = "") -> SafeString:
    """Days in a stage against its limit: quiet, then soon, then late by sign, word and colour.

    ``since`` is the day it came there; a limit of 0 never warns.
    """
    said = ngettext("%(days)d day in stage", "%(days)d days in stage", days) % {"days": days}
    said = said if days else _("in stage since today")
    title = _("in its stage since %(day)s") % {"day": since} if since else ""
    if limit and days > limit:
        over = ngettext(
            "longer than %(days)d day there", "longer than %(days)d days there", limit
        ) % {"days": limit}
        title = _(", ").join(filter(None, (title, over)))
        return _aged("late", icon("warn"), said, title)
    if limit and days >= limit * SOON:
        return _aged("soon", icon("clock"), said, title)
    return _aged("fresh", "", said, title)


def _aged(tone: str, sign: str, said: str, title: str) -> SafeString:
    unseen = format_html('<span class="unseen"> {}</span>', title) if title else ""
    return format_html(
        '<span class="age {}" title="{}">{}{}{}</span>', tone, title, sign, said, unseen
    )


def due(said: str, tone: str) -> SafeString:
    """A day or hour by which something is to be done, as soon or as late."""
    word = format_html('<span class="unseen"> {}</span>', _("late")) if tone == "late" else ""
    return format_html('<span class="age {}">{}{}{}</span>', tone, icon("clock"), said, word)


def _bar(x: int, score: int) -> str:
    height = FULL * score / SCORES
    return _column("rest", x, FULL) + _column("bar", x, height)


def _column(kind: str, x: int, height: float) -> str:
    top = TOP + FULL - height
    return f'<rect class="{kind}" x="{x}" y="{top:g}" width="3.5" height="{height:g}" rx="1"/>'
