"""A computed field tells no more than what it is computed from."""

from collections.abc import Mapping

from guanxi.platform.custom.graph import FieldName, graph

RESTRICTING = ("hidden", "masked")


def restricted_by_sources(modes: Mapping[str, Mapping[str, str]]) -> dict[FieldName, str]:
    """The computed fields that read a hidden or masked one, however far back, with their mode.

    What a role says of a computed field itself goes before this.
    """
    found: dict[FieldName, str] = {}
    waiting = [one for held in graph().by_noun.values() for one in held]
    grew = True
    while grew:
        grew = False
        for one in waiting:
            name = (one.noun, one.name)
            met = {_mode(modes, found, source) for source in one.sources}
            mode = next((word for word in RESTRICTING if word in met), "")
            if mode and found.get(name) != mode:
                found[name] = mode
                grew = True
    return found


def _mode(
    modes: Mapping[str, Mapping[str, str]], found: Mapping[FieldName, str], source: FieldName
) -> str:
    noun, name = source
    return modes.get(noun, {}).get(name) or found.get(source, "full")
