"""What earlier parts of a trial made, once it has been taken back."""

from collections.abc import Iterable, Sequence
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.imports.matching import Meeting, are_apart, matches_of
from guanxi.platform.imports.naming import There
from guanxi.platform.imports.plan import Prepared, Problem
from guanxi.platform.imports.signs import Key, Sign, signs_of
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.doubles import there_is
from guanxi.platform.records.values import is_blank

OTHER_BOOKS = "of_other_books"


class Remembered:
    """By what each new record is met again, and what rows of the same file may call it.

    ``named_by`` are the columns by whose texts a relation finds such records.
    """

    def __init__(self, noun: Noun[Any], rules: Sequence[Meeting], named_by: Sequence[str]) -> None:
        self._noun = noun
        self._rules = rules
        self._ranks = {rule.name: rank for rank, rule in enumerate(rules)}
        self._unique = [one for one in noun.fields.values() if one.unique]
        # What the record is called that has a number of its own.
        self._taken: dict[int, str] = {}
        self._named_by = named_by
        # Hashes: a trial of a million rows has some million keys.
        self._met: dict[int, tuple[Key, ...]] = {}
        self._numbers: set[There] = set()
        self._names: set[str] = set()

    def add(self, signs: Sequence[Sign]) -> None:
        """Remember one more record by its signs."""
        shared: dict[Key, Key] = {}
        for rule, (key, own) in zip(self._rules, signs, strict=True):
            if key is None:
                continue
            mark, own = hash((rule.name, key)), shared.setdefault(own, own)
            before = self._met.get(mark, ())
            if own not in before:
                self._met[mark] = (*before, own)

    def add_row(self, row: Prepared, record: Any) -> None:
        """Remember the record of one more row."""
        if row.there:
            self._numbers.add(row.there.bare)
        else:
            self.add(row.signs)
        if numbers := self._numbers_of(record):
            title = self._noun.title_of(record)
            self._taken.update((hash(one), title) for one in numbers)
        self._add_names(record)

    def add_named(self, records: Iterable[Any]) -> None:
        """Remember records that were made because rows named them."""
        for record in records:
            self.add([signs[0] for signs in signs_of([record], self._rules)])
            self._add_names(record)

    def rules_that_meet(self, rows: Sequence[Prepared]) -> list[str | None]:
        """By which rule each row means one of them; two numbers of other books are two records."""
        found = self.rules_of([row.signs for row in rows])
        return [
            self._rule_of_number(row.there) if row.there else rule
            for row, rule in zip(rows, found, strict=True)
        ]

    def rules_of(self, signs: Sequence[Sequence[Sign]]) -> list[str | None]:
        """The same for signs alone; what is in the books and met as surely comes before them."""
        found = [self._rule_of(one) for one in signs]
        met = [place for place, rule in enumerate(found) if rule is not None]
        if not met:
            return found
        known = matches_of([*zip(*(signs[place] for place in met), strict=True)], self._rules).known
        for number, (_pk, rule) in known.items():
            if self._ranks[rule] <= self._ranks[found[met[number]] or rule]:
                found[met[number]] = None
        return found

    def clash_of(self, record: Any, actor: Actor) -> Problem | None:
        """What is wrong with a new record that has a number of its own which one of them has."""
        for number in self._numbers_of(record):
            if title := self._taken.get(hash(number)):
                return Problem(number[0], "taken", str(there_is(self._noun, 0, title, actor)))
        return None

    def has(self, name: str | There) -> bool:
        """Whether a row of this file made what another calls so."""
        if isinstance(name, There):
            return name.bare in self._numbers or name.title in self._names
        return name in self._names

    def _numbers_of(self, record: Any) -> list[tuple[str, bool, Any]]:
        values = ((one, one.value_of(record)) for one in self._unique)
        return [(one.name, one.is_custom, value) for one, value in values if not is_blank(value)]

    def _rule_of_number(self, there: There) -> str | None:
        return OTHER_BOOKS if there.bare in self._numbers else None

    def _rule_of(self, signs: Sequence[Sign]) -> str | None:
        for rule, (key, own) in zip(self._rules, signs, strict=True):
            met = self._met.get(hash((rule.name, key)), ()) if key is not None else ()
            if any(not are_apart(own, others) for others in met):
                return rule.name
        return None

    def _add_names(self, record: Any) -> None:
        self._names.update(text for path in self._named_by if (text := getattr(record, path)))
