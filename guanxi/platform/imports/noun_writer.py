"""Writes rows that are records of one noun."""

from collections.abc import Mapping
from itertools import repeat
from typing import Any

from guanxi.platform.errors import RuleBroken
from guanxi.platform.imports.amounts import Amounts
from guanxi.platform.imports.counterparts import Counterparts
from guanxi.platform.imports.drafted_writer import DraftedWriter
from guanxi.platform.imports.matching import (
    editable_ids,
    matches_of,
    meetings,
    rules_for,
)
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.plan import Batch, Prepared, Problem
from guanxi.platform.imports.recipes import Outcome
from guanxi.platform.imports.relations import Relations, called_by
from guanxi.platform.imports.remembered import Remembered
from guanxi.platform.imports.signs import signs_of
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.bulk_writing import Maker, Making
from guanxi.platform.records.values import is_blank
from guanxi.platform.search.searching import READY

Pair = tuple[Prepared, Any]
Parts = dict[str, list[Any]]
# Who may import may say who made a record and when, so that history moves house with it.
ORIGIN = ("created_at", "created_by", "updated_at", "updated_by", "stage_since")


class NounWriter:
    """Decides for each row whether it is new, known or refused, and writes what follows."""

    def __init__(
        self, noun: Noun[Any], making: Making, options: Options, mapped: Mapping[str, Field]
    ) -> None:
        self._noun = noun
        self._options = options
        self._maker = Maker(noun, making, is_trial=options.dry_run)
        self._rules = meetings(noun, rules_for(noun, options.key))
        self._remembered = Remembered(noun, self._rules, self._named_by(mapped))
        self._relations = Relations(
            self._maker, self._remembered, create_missing=options.create_related
        )
        self._related = [one for one in mapped.values() if one.is_relation or one.type == "file"]
        self._amounts = Amounts(mapped)
        self._required = [name for name, one in noun.fields.items() if one.is_always_required]
        self._counterparts = Counterparts(noun)
        self._drafted = DraftedWriter(noun, making, options, self._rules, self._remembered)

    def reset(self) -> None:
        """Forget what was made in a transaction that was rolled back."""
        self._relations.forget()
        self._maker.forget()

    def _named_by(self, mapped: Mapping[str, Field]) -> list[str]:
        """By which columns rows name each other, where a trial has to know it."""
        is_named = any(one.target == self._noun.key for one in mapped.values())
        return called_by(self._noun) if is_named and self._options.dry_run else []

    def write(self, batch: Batch) -> Outcome:
        """Create, update, skip or reject each row; those that are drafted come first."""
        outcome, rows = Outcome(), batch.rows
        if batch.drafted:
            self._drafted.write(batch.drafted, outcome)
        resolved = self._relations.resolve(self._related, rows) if self._related else rows
        resolved = self._amounts.by_relation(resolved)
        good: list[Pair] = []
        for row in resolved:
            if row.problems:
                outcome.reject(row, *self._also_missing(row))
            else:
                good.append((row, self._drafted_from(row)))
        good = self._signed(good)
        while good:
            good = self._round(good, outcome)
        if self._options.dry_run:
            self._maker.remember()
            self._relations.remember()
        return outcome

    def _also_missing(self, row: Prepared) -> list[Problem]:
        """What a faulty row would be rejected for next, so that it is corrected only once."""
        if self._options.mode != "create" or any(not one.field for one in row.problems):
            return []
        fields, told = self._noun.fields, {one.field for one in row.problems}
        return [
            Problem(name, "missing")
            for name in self._required
            if name not in told and fields[name].default is None and is_blank(row.values.get(name))
        ]

    def _drafted_from(self, row: Prepared) -> Any:
        record = self._maker.draft(self._amounts.unsettled(row.values))
        if row.findable:
            record.__dict__[READY] = row.findable
        return record

    def _signed(self, good: list[Pair]) -> list[Pair]:
        by_rule = signs_of([record for _, record in good], self._rules)
        by_row = zip(*by_rule, strict=True) if by_rule else repeat(())
        return [
            (row._replace(signs=signs), record)
            for (row, record), signs in zip(good, by_row, strict=False)
        ]

    def _round(self, good: list[Pair], outcome: Outcome) -> list[Pair]:
        """Write what is decided; rows that mean a record of this very round wait for the next."""
        if self._options.mode == "create" and self._options.duplicates == "create":
            self._create(good, outcome)
            return []
        good = self._not_yet_told_of(good, outcome)
        if not good:
            return []
        matches = matches_of(list(zip(*(row.signs for row, _ in good), strict=True)), self._rules)
        matches = self._counterparts.settle([row for row, _ in good], matches)
        new, known, later = [], [], []
        for place, pair in enumerate(good):
            if place in matches.known:
                known.append((pair[0], *matches.known[place]))
            elif place in matches.twins:
                later.append(pair)
            else:
                new.append(pair)
        self._meet(known, outcome)
        self._create(new, outcome)
        return later

    def _not_yet_told_of(self, good: list[Pair], outcome: Outcome) -> list[Pair]:
        """In a trial: rows that mean what an earlier part made are counted, the others remain."""
        if not self._options.dry_run:
            return good
        fresh = []
        rules = self._remembered.rules_that_meet([row for row, _ in good])
        for (row, record), rule in zip(good, rules, strict=True):
            if rule is None:
                fresh.append((row, record))
            elif self._options.mode == "create" and self._options.duplicates == "skip":
                outcome.skipped += 1
                outcome.note(f"duplicate:{rule}", row.number)
            else:
                outcome.updated += 1
        return fresh

    def _create(self, pairs: list[Pair], outcome: Outcome) -> None:
        accepted = [pair for pair in pairs if self._is_accepted(*pair, outcome)]
        self._maker.insert([one for _, one in accepted], [row.values for row, _ in accepted])
        outcome.created += len(accepted)
        self._counterparts.keep((row, one.pk) for row, one in accepted)
        for row, record in accepted:
            self._tell_idle(row.number, row.values, record, outcome)
        if self._options.dry_run:
            for row, record in accepted:
                self._remembered.add_row(row, record)

    def _is_accepted(self, row: Prepared, record: Any, outcome: Outcome) -> bool:
        if self._options.mode == "update":
            outcome.reject(row, Problem("", "not_found"))
            return False
        missing = [name for name in self._required if is_blank(row.values.get(name))]
        missing = [name for name in missing if is_blank(self._maker.fields[name].value_of(record))]
        missing += self._maker.conditions.unfilled(record)
        if missing:
            outcome.reject(row, *(Problem(name, "missing") for name in missing))
            return False
        if strange := self._amounts.by_record(record, row.values)[1]:
            outcome.reject(row, *strange)
            return False
        if clash := self._remembered.clash_of(record, self._maker.making.actor):
            outcome.reject(row, clash)
            return False
        return self._is_within_rules(row, record, outcome)

    def _is_within_rules(self, row: Prepared, record: Any, outcome: Outcome) -> bool:
        try:
            self._maker.check(record, row.values)
        except RuleBroken as refused:
            outcome.reject(row, *_told(refused))
            return False
        return True

    def _meet(self, known: list[tuple[Prepared, int, str]], outcome: Outcome) -> None:
        self._counterparts.keep((row, pk) for row, pk, _rule in known)
        skipped = self._options.mode == "create" and self._options.duplicates == "skip"
        if skipped:
            for row, _pk, rule in known:
                outcome.skipped += 1
                outcome.note(f"duplicate:{rule}", row.number)
            return
        self._update(known, outcome)

    def _update(self, known: list[tuple[Prepared, int, str]], outcome: Outcome) -> None:
        records = editable_ids(self._noun, {pk for _, pk, _ in known}, self._maker.making.actor)
        changed = []
        for row, pk, _rule in known:
            record = records.get(pk)
            if record is None:
                outcome.reject(row, Problem("", "may_not_change"))
                continue
            parts = self._changed(row, record, outcome)
            if not parts:
                outcome.skipped += parts is not None
                continue
            outcome.updated += 1
            if self._maker.leads_upward(parts):
                self._maker.save([(record, parts)])
            else:
                changed.append((record, parts))
        self._maker.save(changed)

    def _changed(self, row: Prepared, record: Any, outcome: Outcome) -> Parts | None:
        """What a row changes of a record that is there; None where it is refused."""
        values, problems = self._amounts.by_record(record, row.values)
        wanted = self._wanted(record, values)
        emptied = [one for one in self._required if is_blank(wanted.get(one, one))]
        problems += [Problem(name, "missing") for name in emptied]
        try:
            parts = {} if problems else self._maker.change(record, wanted)
        except RuleBroken as refused:
            problems = _told(refused)
        if problems:
            outcome.reject(row, *problems)
            return None
        self._tell_idle(row.number, wanted, record, outcome)
        return parts

    def _tell_idle(
        self, number: int, values: Mapping[str, Any], record: Any, outcome: Outcome
    ) -> None:
        """Count the cells whose field does not apply to their record, which holds nothing there."""
        for name in self._maker.conditions.left_out(record, values):
            outcome.note(f"idle:{name}", number)

    def _wanted(self, record: Any, values: Mapping[str, Any]) -> dict[str, Any]:
        fill = self._options.mode == "create" and self._options.duplicates == "fill"
        return {
            name: value
            for name, value in values.items()
            if (not is_blank(value) or (self._options.blanks_clear and name not in ORIGIN))
            and (not fill or is_blank(self._maker.fields[name].value_of(record)))
        }


def _told(refused: RuleBroken) -> list[Problem]:
    if not refused.fields:
        return [Problem("", "rule", str(refused.message))]
    return [Problem(name, "rule", str(message)) for name, message in refused.fields.items()]
