"""A file whose rows are records of one noun."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Message, RuleBroken
from guanxi.platform.imports.matching import (
    editable_ids,
    marks_of,
    matches_of,
    meetings,
    queue_look_alikes,
    rules_for,
)
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.plan import Prepared, Problem
from guanxi.platform.imports.recipes import Outcome, Recipe, declared_recipes
from guanxi.platform.imports.relations import Relations
from guanxi.platform.nouns.fields import Field, Label
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.bulk_writing import Maker, Making
from guanxi.platform.records.values import is_blank
from guanxi.platform.rights.visibility import require
from guanxi.platform.search.content import searched_fields
from guanxi.platform.search.searching import READY

# Who may import may say who made a record and when, so that history moves house with it.
ORIGIN = ("created_at", "created_by", "updated_at", "updated_by")

_TEXTS = frozenset(["text", "phone", "email", "url"])
Pair = tuple[Prepared, Any]


@dataclass(frozen=True)
class NounRecipe:
    """Imports records of one noun."""

    key: str

    @property
    def noun(self) -> Noun[Any]:
        """The noun of the records."""
        return noun_named(self.key)

    @property
    def label(self) -> Label:
        """What such records are called."""
        return self.noun.plural

    @property
    def words(self) -> Mapping[str, Message]:
        """It has no notes of its own."""
        return {}

    def fields(self, actor: Actor) -> Mapping[str, Field]:
        """Every field the actor may write, and author and times besides."""
        noun = self.noun
        return {
            name: one
            for name, one in noun.fields.items()
            if (one.editable or name in ORIGIN)
            and not one.kind.is_computed
            and actor.field_mode(noun.key, name) == "full"
        }

    def require(self, actor: Actor) -> None:
        """Refuse an actor without the right to import this noun."""
        require(actor, self.noun.permission("import"))
        require(actor, self.noun.permission("create"))

    def missing(self, mapped: set[str], options: Options) -> list[Field]:
        """Required fields that no column fills, unless records are only updated."""
        if options.mode == "update":
            return [self.noun.fields[name] for name in options.key if name not in mapped]
        return [
            one
            for name, one in self.noun.fields.items()
            if one.required and one.default is None and name not in mapped
        ]

    def searched(self, mapped: set[str]) -> tuple[str, ...]:
        """The searched fields, unless one is no plain text or has a value before it is given."""
        noun = self.noun
        if not noun.search or noun.title not in mapped:
            return ()
        found = searched_fields(noun)
        is_told = all(
            one.type in _TEXTS and (name in mapped or one.default in (None, ""))
            for name, one in found.items()
        )
        return tuple(found) if is_told else ()

    def writer(self, making: Making, options: Options, mapped: Mapping[str, Field]) -> "NounWriter":
        """The writer of one run."""
        return NounWriter(self.noun, making, options, mapped)

    def nouns(self) -> Sequence[str]:
        """The noun itself."""
        return (self.key,)


def recipe_named(key: str) -> Recipe:
    """The recipe or noun of this name; RuleBroken when there is none."""
    declared = declared_recipes()
    if key in declared:
        return declared[key]
    if key in nouns():
        return NounRecipe(key)
    raise RuleBroken(_("Nothing called “%(name)s” can be imported.") % {"name": key})


class NounWriter:
    """Decides for each row whether it is new, known or refused, and writes what follows."""

    def __init__(
        self, noun: Noun[Any], making: Making, options: Options, mapped: Mapping[str, Field]
    ) -> None:
        self._noun = noun
        self._options = options
        self._maker = Maker(noun, making)
        self._rules = meetings(noun, rules_for(noun, options.key))
        self._relations = Relations(making, create_missing=options.create_related)
        self._related = [one for one in mapped.values() if one.is_relation]
        self._required = [name for name, one in noun.fields.items() if one.required]
        self._told_of: set[int] = set()

    def reset(self) -> None:
        """Forget relations that were made in a transaction that failed."""
        self._relations.forget()

    def write(self, rows: Sequence[Prepared]) -> Outcome:
        """Create, update, skip or reject each row."""
        outcome = Outcome()
        resolved = self._relations.resolve(self._related, list(rows)) if self._related else rows
        good: list[Pair] = []
        for row in resolved:
            if row.problems:
                outcome.reject(row)
            else:
                good.append((row, self._drafted(row)))
        while good:
            good = self._round(good, outcome)
        return outcome

    def _drafted(self, row: Prepared) -> Any:
        record = self._maker.draft(row.values)
        if row.findable:
            record.__dict__[READY] = row.findable
        return record

    def _round(self, good: list[Pair], outcome: Outcome) -> list[Pair]:
        """Write what is decided; rows that mean a record of this very round wait for the next."""
        if self._options.mode == "create" and self._options.duplicates == "create":
            self._create(good, outcome)
            return []
        good = self._not_yet_told_of(good, outcome)
        matches = matches_of([record for _, record in good], self._rules)
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
        """In a dry run nothing stays in the books, so what earlier rows made is kept here."""
        if not self._told_of:
            return good
        fresh = []
        for row, record in good:
            marks = marks_of(record, self._rules)
            if self._told_of.isdisjoint(marks):
                fresh.append((row, record))
            elif self._options.mode == "create" and self._options.duplicates == "skip":
                outcome.skipped += 1
                outcome.note("duplicate:in_file", row.number)
            else:
                outcome.updated += 1
        return fresh

    def _create(self, pairs: list[Pair], outcome: Outcome) -> None:
        accepted = [pair for pair in pairs if self._is_accepted(*pair, outcome)]
        if not accepted:
            return
        records = [record for _, record in accepted]
        self._maker.insert(records, [row.values for row, _ in accepted])
        outcome.created += len(records)
        if self._options.dry_run:
            for record in records:
                self._told_of |= marks_of(record, self._rules)
            return
        queue_look_alikes(self._noun, records, self._maker.making.actor)

    def _is_accepted(self, row: Prepared, record: Any, outcome: Outcome) -> bool:
        if self._options.mode == "update":
            outcome.reject(row, Problem("", "not_found"))
            return False
        missing = [name for name in self._required if is_blank(row.values.get(name))]
        missing = [name for name in missing if is_blank(self._maker.fields[name].value_of(record))]
        if missing:
            outcome.reject(row, *(Problem(name, "missing") for name in missing))
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
            try:
                parts = self._maker.change(record, self._wanted(record, row.values))
            except RuleBroken as refused:
                outcome.reject(row, *_told(refused))
                continue
            if parts:
                changed.append((record, parts))
        self._maker.save(changed)
        outcome.updated += len(changed)
        outcome.skipped += sum(1 for _, pk, _ in known if pk in records) - len(changed)

    def _wanted(self, record: Any, values: Mapping[str, Any]) -> dict[str, Any]:
        fill = self._options.mode == "create" and self._options.duplicates == "fill"
        return {
            name: value
            for name, value in values.items()
            if (self._options.blanks_clear or not is_blank(value))
            and (not fill or is_blank(self._maker.fields[name].value_of(record)))
        }


def _told(refused: RuleBroken) -> list[Problem]:
    if not refused.fields:
        return [Problem("", "rule", str(refused.message))]
    return [Problem(name, "rule", str(message)) for name, message in refused.fields.items()]
