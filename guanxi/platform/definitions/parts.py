"""The kinds of definitions that there are: those of the platform, and those of rooms above it."""

from guanxi.platform.definitions.part import Part

_parts: list[Part] = []


def add_parts(*more: Part) -> None:
    """Let definitions of these kinds be written and brought in, after those before them."""
    known = {one.key for one in _parts}
    _parts.extend(one for one in more if one.key not in known)


def parts() -> tuple[Part, ...]:
    """Every kind, in the order in which they are made."""
    return tuple(_parts)
