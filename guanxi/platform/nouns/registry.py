"""Every noun of this installation: the rooms' own and those an administrator made."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from guanxi.platform.nouns.extension import extension
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun, Related

N = TypeVar("N", bound=type[Noun[Any]])
_nouns: dict[str, Noun[Any]] = {}


def register(noun: N) -> N:
    """Class decorator: make the noun known to every door."""
    _nouns[noun.key] = noun()
    return noun


def nouns() -> dict[str, Noun[Any]]:
    """Every noun by key, custom nouns last."""
    return {**_nouns, **extension().nouns()}


def noun_named(key: str) -> Noun[Any]:
    """The noun with this key; KeyError when there is none."""
    found = _nouns.get(key)
    return found if found is not None else nouns()[key]


def declared_nouns() -> tuple[Noun[Any], ...]:
    """The nouns that the rooms declare in code."""
    return tuple(_nouns.values())


def declared_noun(key: str) -> Noun[Any] | None:
    """The noun with this key that a room declares in code, if one does."""
    return _nouns.get(key)


def noun_of(model: type) -> Noun[Any]:
    """The noun declared for ``model``; KeyError when there is none."""
    for noun in _nouns.values():
        if noun.model is model:
            return noun
    raise KeyError(model.__name__)


def noun_of_record(record: Any) -> Noun[Any]:
    """The noun of a record; those made at run time share a table that names it."""
    made = nouns().get(str(getattr(record, "noun", "")))
    return made if made is not None and made.model is type(record) else noun_of(type(record))


def lend_related(key: str, related: Related) -> None:
    """Show rows of a higher room on the page of the noun ``key``, which does not know them."""
    noun = type(noun_named(key))
    if all(one.name != related.name for one in noun.related):
        noun.related = (*noun.related, related)


def lend_fields(key: str, declared: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Give the noun ``key`` fields that a higher room computes, declared as in the noun itself."""
    noun = noun_named(key)
    known = [entry for entry in noun.declared if not isinstance(entry, str | Field)]
    paths = {path for path, _more in known}
    type(noun).declared = (*noun.declared, *(one for one in declared if one[0] not in paths))
    noun.__dict__.pop("own_fields", None)
