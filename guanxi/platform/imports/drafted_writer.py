"""Writes rows whose records were made ready by the reading process."""

from collections.abc import Iterator, Sequence
from typing import Any

from guanxi.platform.imports.matching import Meeting, matches_of
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.plan import Drafted
from guanxi.platform.imports.recipes import Outcome
from guanxi.platform.imports.remembered import Remembered
from guanxi.platform.imports.signs import Sign, signs_in
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.bulk_writing import Making
from guanxi.platform.records.drafting import insert_drafts


class DraftedWriter:
    """Inserts drafts that are new and counts the others; known records are left as they are."""

    def __init__(
        self,
        noun: Noun[Any],
        making: Making,
        options: Options,
        rules: Sequence[Meeting],
        remembered: Remembered,
    ) -> None:
        self._noun = noun
        self._making = making
        self._rules = rules
        self._is_dry = options.dry_run
        self._makes_all = options.duplicates == "create"
        self._remembered = remembered

    def write(self, drafted: Drafted, outcome: Outcome) -> None:
        """Create or skip each row."""
        if self._makes_all:
            self._insert(drafted, outcome)
            return
        waiting: Drafted | None = (
            self._not_yet_told_of(drafted, outcome) if self._is_dry else drafted
        )
        while waiting and waiting.numbers:
            waiting = self._round(waiting, outcome)

    def _round(self, drafted: Drafted, outcome: Outcome) -> Drafted | None:
        """Insert what is decided; rows that mean a record of this very round wait for the next."""
        matches = matches_of(signs_in(drafted.met_by, self._rules), self._rules)
        if not matches.known and not matches.twins:
            self._insert(drafted, outcome)
            return None
        numbers = drafted.numbers
        for place, (_, rule) in matches.known.items():
            outcome.skipped += 1
            outcome.note(f"duplicate:{rule}", numbers[place])
        later = matches.twins.keys() - matches.known.keys()
        met = matches.known.keys() | later
        places = range(len(numbers))
        self._insert(drafted.only([place not in met for place in places]), outcome)
        return drafted.only([place in later for place in places]) if later else None

    def _insert(self, drafted: Drafted, outcome: Outcome) -> None:
        if not drafted.numbers:
            return
        insert_drafts(self._noun, drafted.drafts, self._making)
        outcome.created += len(drafted.numbers)
        if self._is_dry:
            for signs in self._by_row(drafted):
                self._remembered.add(signs)

    def _not_yet_told_of(self, drafted: Drafted, outcome: Outcome) -> Drafted:
        """In a trial: rows that mean what an earlier part made are counted, the others remain."""
        rules = self._remembered.rules_of([*self._by_row(drafted)])
        for number, rule in zip(drafted.numbers, rules, strict=True):
            if rule is not None:
                outcome.skipped += 1
                outcome.note(f"duplicate:{rule}", number)
        return drafted.only([rule is None for rule in rules]) if any(rules) else drafted

    def _by_row(self, drafted: Drafted) -> Iterator[tuple[Sign, ...]]:
        return zip(*signs_in(drafted.met_by, self._rules), strict=True)
