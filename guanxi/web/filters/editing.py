"""Changing one place of a nested filter.

A place is a path of positions such as "1.0"; "w" steps into what a related condition asks of its
rows, as in "0.w.1".
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

Filter = Mapping[str, Any]
WORDS = ("all", "any", "none")
OTHER = {"all": "any", "any": "all", "none": "any"}
WITHIN = "w"
Step = int | str


def read_filter(text: str) -> dict[str, Any]:
    """The filter in an address; anything that is no filter counts as none."""
    try:
        # It refuses what is nested beyond reason, half a sign, and numbers that nothing holds.
        found = orjson.loads(text) if text else {}
    except orjson.JSONDecodeError:
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
    for step in steps_of(place):
        if step == WITHIN:
            found = as_group(found.get("where") or {})
            continue
        parts = parts_of(found)
        if not isinstance(step, int) or step >= len(parts):
            return None
        found = parts[step]
    return found


def last_place(filter: Filter, place: str = "") -> str:
    """The place of the last part of the group at ``place``."""
    group = part_at(filter, place)
    return f"{place}.{len(parts_of(group or {})) - 1}".lstrip(".")


def added(filter: Filter, condition: Filter, place: str = "") -> dict[str, Any]:
    """The filter with one more condition in the group at ``place``."""
    return _changed(as_group(filter), steps_of(place), lambda group: _with_part(group, condition))


def joined(filter: Filter, condition: Filter, place: str) -> dict[str, Any]:
    """The filter with an "any" group of the condition at ``place`` and one more."""
    return _changed(as_group(filter), steps_of(place), lambda old: {"any": [old, dict(condition)]})


def replaced(filter: Filter, condition: Filter, place: str) -> dict[str, Any]:
    """The filter with another condition at ``place``."""
    return _changed(as_group(filter), steps_of(place), lambda _: dict(condition))


def switched(filter: Filter, place: str = "") -> dict[str, Any]:
    """The filter with and/or exchanged in the group at ``place``."""

    def switch(group: Filter) -> dict[str, Any]:
        word = word_of(group) or "all"
        return {OTHER[word]: list(parts_of(group))}

    return _changed(as_group(filter), steps_of(place), switch)


def negated(filter: Filter, place: str = "") -> dict[str, Any]:
    """The filter with the group at ``place`` turned into "none of these", or back."""

    def turn(group: Filter) -> dict[str, Any]:
        word = "all" if word_of(group) == "none" else "none"
        return {word: list(parts_of(group))}

    return _changed(as_group(filter), steps_of(place), turn)


def bracketed(filter: Filter, place: str) -> dict[str, Any]:
    """The filter with the condition at ``place`` in a bracket of its own."""
    return _changed(as_group(filter), steps_of(place), lambda old: {"all": [old]})


def without(filter: Filter, place: str) -> dict[str, Any]:
    """The filter with the part at ``place`` dropped; empty groups go with it."""
    *parents, last = steps_of(place)

    def drop(group: Filter) -> dict[str, Any]:
        word = word_of(group)
        return {word: [part for at, part in enumerate(parts_of(group)) if at != last]}

    return _tidied(_changed(as_group(filter), parents, drop), top=True)


def steps_of(place: str) -> list[Step]:
    """The steps of a place; whatever is none is left out."""
    steps = [step for step in place.split(".") if step.isdigit() or step == WITHIN]
    return [step if step == WITHIN else int(step) for step in steps]


def _with_part(group: Filter, condition: Filter) -> dict[str, Any]:
    word = word_of(group) or "all"
    return {word: [*parts_of(group), dict(condition)]}


def _changed(filter: Filter, steps: Sequence[Step], change: Any) -> dict[str, Any]:
    if not steps:
        return dict(change(filter))
    step = steps[0]
    if step == WITHIN:
        inner = as_group(filter.get("where") or {})
        return {**filter, "where": _changed(inner, steps[1:], change)}
    word, parts = word_of(filter), list(parts_of(filter))
    if isinstance(step, int) and step < len(parts):
        parts[step] = _changed(parts[step], steps[1:], change)
    return {word: parts} if word else dict(filter)


def _tidied(filter: Filter, top: bool = False) -> dict[str, Any]:
    word = word_of(filter)
    if not word and filter.get("where") is not None:
        where = _tidied(filter["where"])
        return {**filter, "where": where} if where else _but(filter, "where")
    if not word:
        return dict(filter)
    parts = [_tidied(part) for part in parts_of(filter)]
    parts = [part for part in parts if part]
    if not parts:
        return {}
    if len(parts) == 1 and word != "none" and not top:
        return parts[0]
    return {word: parts}


def _but(filter: Filter, name: str) -> dict[str, Any]:
    return {key: value for key, value in filter.items() if key != name}
