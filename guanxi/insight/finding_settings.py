"""Measures under the headings of their themes, and those in which a word is found."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.insight.measures import THEMES, Text

FIRM = "firm"
SHELVES: dict[str, Text] = {**THEMES, FIRM: _("The firm as a whole")}

Shown = dict[str, Any]
Shelf = tuple[str, Text, list[Shown]]


def on_shelves(shown: Iterable[Shown]) -> list[Shelf]:
    """The measures by theme, those about the firm last; a theme without any is left out."""
    placed: dict[str, list[Shown]] = {key: [] for key in SHELVES}
    for one in shown:
        measure = one["measure"]
        placed[measure.theme if measure.is_of_customers else FIRM].append(one)
    return [(key, SHELVES[key], placed[key]) for key in SHELVES if placed[key]]


def in_which(shown: Iterable[Shown], sought: str) -> list[Shown]:
    """The measures whose name, rule, settings or classes have every word that is sought."""
    words = sought.casefold().split()
    return [one for one in shown if all(word in _told(one) for word in words)]


def _told(one: Shown) -> str:
    measure = one["measure"]
    said = [measure.key, measure.label, measure.rule]
    said += [field.bounds.label for field in one["fields"]]
    said += [each[0].label for each in (*one["classes"], *one["segments"])]
    return "\n".join(map(str, said)).casefold()
