"""What a file from elsewhere may hold at a place, told before anything is made of it."""

from collections.abc import Mapping
from typing import Any

Shape = Any
ANYTHING: Shape = object


def fits(value: Any, shape: Shape) -> bool:
    """Whether the value is of the shape: a type, [of each], {str: of each}, or a record of them.

    A tuple is one of several shapes. Of a record each part may be missing, and none is more.
    """
    if isinstance(shape, tuple):
        return any(fits(value, one) for one in shape)
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(one, shape[0]) for one in value)
    if isinstance(shape, Mapping):
        return isinstance(value, dict) and _is_record(value, shape)
    if shape is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, shape)


def _is_record(value: Mapping[str, Any], shape: Mapping[Any, Shape]) -> bool:
    if str in shape:
        return all(fits(one, shape[str]) for one in value.values())
    return all(name in shape and fits(one, shape[name]) for name, one in value.items())


def empty_of(shape: Shape) -> Any:
    """What stands for a part that is missing."""
    first = shape[0] if isinstance(shape, tuple) else shape
    if isinstance(first, list):
        return []
    if isinstance(first, Mapping):
        return {}
    return None if first is object else first()
