"""Which parts stand on the page of a record, and in which order, for the people of a role."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from guanxi.platform.nouns.extension import extension


@dataclass(frozen=True)
class PageOrder:
    """Parts by name: those ``shown``, in order, and those put ``away``.

    A part that neither names has come since; it is shown after the one that it follows when
    nobody arranges anything.
    """

    shown: tuple[str, ...] = ()
    away: frozenset[str] = frozenset()

    def arranged(self, parts: Iterable[str]) -> list[str]:
        """Those of the ``parts``, given as they were declared, that are shown, in order."""
        declared = [one for one in parts if one not in self.away]
        found = [one for one in self.shown if one in declared]
        before = ""
        for one in declared:
            if one not in found:
                found.insert(found.index(before) + 1 if before else 0, one)
            before = one
        return found


AS_DECLARED = PageOrder()


def page_order(noun: str, roles: Collection[int]) -> PageOrder:
    """The page of a noun for whoever holds these roles.

    A part is put away only where each of the roles puts it away; the order is that of the first
    role that has one of its own, else everybody's.
    """
    kept: Mapping[int | None, PageOrder] = extension().pages(noun)
    if not kept:
        return AS_DECLARED
    usual = kept.get(None, AS_DECLARED)
    held: Sequence[PageOrder] = [kept.get(role, usual) for role in sorted(roles)] or [usual]
    own = next((kept[role] for role in sorted(roles) if role in kept), usual)
    return PageOrder(own.shown, frozenset.intersection(*(one.away for one in held)))
