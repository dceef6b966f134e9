"""What the names in a roll-up lead to: fields of its rows, and of the records they point to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns


@dataclass(frozen=True)
class Step:
    """One field on a way: its noun, its name, and the relations that lead to it."""

    noun: str
    name: str
    chain: tuple[Field, ...] = ()


def steps_of(noun: str, names: Iterable[str]) -> Iterator[Step]:
    """Every field on the ways of ``names`` such as ``account.owner.name``, from ``noun`` on."""
    known = nouns()
    for name in names:
        yield from _steps(known.get(noun), name, known)


def asked_of_rows(where: Any) -> set[str]:
    """The names by which a filter asks of the rows themselves, none of rows that point to them."""
    if isinstance(where, Mapping):
        if "related" in where:
            return set()
        own = {str(where["field"])} if "field" in where else set()
        return own.union(*(asked_of_rows(part) for part in where.values()))
    if isinstance(where, list):
        return set().union(*(asked_of_rows(part) for part in where))
    return set()


def asked_of_related(noun: str, where: Any) -> set[tuple[str, str]]:
    """The (noun, field) pairs that a filter asks of rows that point to its own."""
    if isinstance(where, list):
        return set().union(*(asked_of_related(noun, part) for part in where))
    if not isinstance(where, Mapping):
        return set()
    if "related" not in where:
        return set().union(*(asked_of_related(noun, part) for part in where.values()))
    found = nouns().get(noun)
    lists = found.related_lists if found else ()
    for one in lists:
        if one.name == where["related"]:
            inner = where.get("where")
            asked = {(step.noun, step.name) for step in steps_of(one.noun, asked_of_rows(inner))}
            return asked | {(one.noun, one.by)} | asked_of_related(one.noun, inner)
    return set()


def _steps(noun: Noun[Any] | None, name: str, known: Mapping[str, Noun[Any]]) -> Iterator[Step]:
    chain: tuple[Field, ...] = ()
    while noun is not None:
        first, dot, name = name.partition(".")
        yield Step(noun.key, first, chain)
        field = noun.fields.get(first)
        if field is None:
            return
        yield from _lent(noun, field, chain, known)
        if not dot:
            return
        chain, noun = (*chain, field), known.get(field.target)


def _lent(
    noun: Noun[Any], field: Field, chain: tuple[Field, ...], known: Mapping[str, Noun[Any]]
) -> Iterator[Step]:
    """Where a field shows one of another record, such as the status of its order: that one."""
    head, is_through, rest = field.path.partition("__")
    if field.is_custom or not is_through:
        return
    relations = [one for one in noun.fields.values() if one.path == head and one.target in known]
    for relation in relations[:1]:
        target = known[relation.target]
        for one in target.fields.values():
            if one.path == rest:
                yield Step(target.key, one.name, (*chain, relation))
