"""Changing one place of a nested filter; a place is a path of positions such as "1.0"."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

Filter = Mapping[str, Any]
WORDS = ("all", "any", "none")
OTHER = {"all": "any", "any": "all", "none": "any"}


def read_filter(text: str) -> dict[str, Any]:
    """The filter in an address; anything that is no filter counts as none."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def written(filter: Filter) -> str:
    """The filter as it stands in an address."""
    return json.dumps(filter, ensure_ascii=False, separators=(",", ":")) if filter else ""


def as_group(filter: Filter) -> dict[str, Any]:
    """The filter as a group at the top: {"all": […]} when it was one condition or none."""
    if word_of(filter):
        return dict(filter)
    return {"all": [dict(filter)] if filter else []}


def word_of(filter: Filter) -> str:
    """ "all", "any" or "none" for a group, "" for a condition."""
    return next((word for word in WORDS if word in filter), "")


def parts_of(filter: Filter) -> Sequence[Filter]:
    """The parts of a group."""
    word = word_of(filter)
    parts = filter.get(word) if word else None
    return [part for part in parts if isinstance(part, Mapping)] if isinstance(parts, list) else []


def part_at(filter: Filter, place: str) -> Filter | None:
    """The condition or group at a place; None when there is none."""
    found: Filter = as_group(filter)
    for step in _steps(place):
        parts = parts_of(found)
        if step >= len(parts):
            return None
        found = parts[step]
    return found


def added(filter: Filter, condition: Filter, place: str = "") -> dict[str, Any]:
    """The filter with one more condition in the group at ``place``."""
    return _changed(as_group(filter), _steps(place), lambda group: _with_part(group, condition))


def joined(filter: Filter, condition: Filter, place: str) -> dict[str, Any]:
    """The filter with an "any" group of the condition at ``place`` and one more."""
    return _changed(as_group(filter), _steps(place), lambda old: {"any": [old, dict(condition)]})


def replaced(filter: Filter, condition: Filter, place: str) -> dict[str, Any]:
    """The filter with another condition at ``place``."""
    return _changed(as_group(filter), _steps(place), lambda _: dict(condition))


def switched(filter: Filter, place: str = "") -> dict[str, Any]:
    """The filter with and/or exchanged in the group at ``place``."""

    def switch(group: Filter) -> dict[str, Any]:
        word = word_of(group) or "all"
        return {OTHER[word]: list(parts_of(group))}

    return _changed(as_group(filter), _steps(place), switch)


def without(filter: Filter, place: str) -> dict[str, Any]:
    """The filter with the part at ``place`` dropped; empty groups go with it."""
    *parents, last = _steps(place)

    def drop(group: Filter) -> dict[str, Any]:
        word = word_of(group)
        return {word: [part for at, part in enumerate(parts_of(group)) if at != last]}

    return _tidied(_changed(as_group(filter), parents, drop), top=True)


def _steps(place: str) -> list[int]:
    return [int(step) for step in place.split(".") if step.isdigit()]


def _with_part(group: Filter, condition: Filter) -> dict[str, Any]:
    word = word_of(group) or "all"
    return {word: [*parts_of(group), dict(condition)]}


def _changed(filter: Filter, steps: Sequence[int], change: Any) -> dict[str, Any]:
    if not steps:
        return dict(change(filter))
    word, parts = word_of(filter), list(parts_of(filter))
    if steps[0] < len(parts):
        parts[steps[0]] = _changed(parts[steps[0]], steps[1:], change)
    return {word: parts}


def _tidied(filter: Filter, top: bool = False) -> dict[str, Any]:
    word = word_of(filter)
    if not word:
        return dict(filter)
    parts = [_tidied(part) for part in parts_of(filter)]
    parts = [part for part in parts if part]
    if not parts:
        return {}
    if len(parts) == 1 and word != "none" and not top:
        return parts[0]
    return {word: parts}
