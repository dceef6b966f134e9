"""Where nouns ask for the fields and nouns made at run time."""

from collections.abc import Mapping
from typing import Any, Protocol

from guanxi.platform.nouns.fields import Field


class Extension(Protocol):
    """Lends fields to nouns, and further nouns to the registry."""

    def fields(self, noun: str) -> dict[str, Field]:
        """Further fields of ``noun`` by name."""
        ...

    def nouns(self) -> dict[str, Any]:
        """Further nouns by key."""
        ...

    def related(self, noun: str) -> tuple[Any, ...]:
        """Further lists of rows that point to ``noun``."""
        ...

    def arrangement(self, noun: str) -> Any:
        """The sections that an administrator made of the fields of ``noun``; None without."""
        ...

    def pages(self, noun: str) -> Mapping[int | None, Any]:
        """What an administrator made of the page of ``noun``, by role; None is for everybody."""
        ...

    def vacant_lines(self, noun: str) -> frozenset[int]:
        """Lines of the index where fields stood that are searched no more, until it is anew."""
        ...

    def refresh(self) -> None:
        """Take over what other processes have changed, before something new is begun."""
        ...


class _Nothing:
    def fields(self, noun: str) -> dict[str, Field]:
        return {}

    def nouns(self) -> dict[str, Any]:
        return {}

    def related(self, noun: str) -> tuple[Any, ...]:
        return ()

    def arrangement(self, noun: str) -> Any:
        return None

    def pages(self, noun: str) -> Mapping[int | None, Any]:
        return {}

    def vacant_lines(self, noun: str) -> frozenset[int]:
        return frozenset()

    def refresh(self) -> None:
        pass


_held: list[Extension] = [_Nothing()]


def extend_with(extension: Extension) -> None:
    """Let nouns be extended by ``extension`` from now on."""
    _held[0] = extension


def extend_with_nothing() -> None:
    """Let nouns stand alone, in a process that must not ask the database."""
    _held[0] = _Nothing()


def extension() -> Extension:
    """The extension in force."""
    return _held[0]
