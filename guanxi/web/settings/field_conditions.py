"""What the form of a field says of conditions: in words, and kept where it could not say them."""

import json
from collections.abc import Mapping
from typing import Any

from guanxi.platform.custom.models import CustomField
from guanxi.platform.errors import InvalidFilter
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.views.models import SavedView
from guanxi.platform.views.reading import label_of
from guanxi.web.filters.chips import ChipMaker, sentence

# Stands for a condition that says more than the form can, and stays as it is.
SAID_BEFORE = "="
SIMPLE = ("is", "has_any", "not_empty")
Given = Mapping[str, str]


def is_simple(condition: Mapping[str, Any]) -> bool:
    """Whether the form can say the condition: one field with a value, or with any."""
    value = condition.get("value")
    is_one = not isinstance(value, list) or len(value) == 1
    return not condition or (
        condition.get("op", "is") in SIMPLE and "field" in condition and is_one
    )


def condition_kept(row: CustomField, given: Given) -> dict[str, Any]:
    """The condition of the field as settings, unless the form says another or none."""
    shown = row.settings.get("visible_when")
    stays = given.get("when_field", SAID_BEFORE) == SAID_BEFORE
    return {"visible_when": shown} if shown and stays else {}


def condition_said(row: CustomField) -> str:
    """A condition that the form cannot say, in words; "" for one that it can."""
    shown = row.settings.get("visible_when") or {}
    return "" if is_simple(shown) else said(noun_named(row.noun), shown)


def only_offered(given: Given) -> list[tuple[str, str]]:
    """Which rows a roll-up may be of: those of the filter it has, and of the views for everyone."""
    noun = nouns().get(given.get("over", "").partition(".")[0])
    if noun is None:
        return []
    public = SavedView.objects.filter(noun=noun.key, reach=SavedView.Reach.PUBLIC)
    views = [one for one in public.order_by("position", "pk") if one.filter and not one.text]
    offered = {json.dumps(one.filter): label_of(one) for one in views}
    now = where_given(given)
    words = said(noun, now) if now else ""
    if words and json.dumps(now) not in offered:
        offered = {json.dumps(now): words, **offered}
    return list(offered.items())


def where_given(given: Given) -> dict[str, Any]:
    """The filter of a roll-up as the form carries it."""
    try:
        found = json.loads(given.get("only") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def said(noun: Noun[Any], condition: Mapping[str, Any]) -> str:
    """A condition in words; "" where it does not fit the noun."""
    try:
        return sentence(ChipMaker(dict(condition)).chips(noun))
    except (InvalidFilter, KeyError):
        return ""
