"""Creating and changing many records at once, by the same rules as one by one."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.bulk import insert_all, stored_columns, update_all
from guanxi.platform.facts.publishing import Happening, publish_many
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.hooks import run_before, run_saved
from guanxi.platform.records.intake import require_unique, store
from guanxi.platform.records.values import is_blank, json_value


@dataclass(frozen=True)
class Making:
    """Who writes, when, and under which mark."""

    actor: Actor
    at: dt.datetime
    batch: str = ""


class Maker:
    """Makes and changes records of one noun from stored values; looks the noun up only once."""

    def __init__(self, noun: Noun[Any], making: Making) -> None:
        self.noun = noun
        self.making = making
        self.fields = noun.fields
        self._unique = {name for name, one in self.fields.items() if one.is_custom and one.unique}
        given = noun.defaults(making.actor)
        self._defaults = {
            name: value
            for name, value in given.items()
            if name in self.fields and self.fields[name].editable
        }

    def draft(self, values: Mapping[str, Any]) -> Any:
        """A new record with these values and all that follows from them, not yet checked."""
        making = self.making
        record = self.noun.model(created_at=making.at, updated_at=making.at)
        record.created_by_id = record.updated_by_id = making.actor.user_id
        given = {**self._defaults, **values} if self._defaults else values
        for name, value in given.items():
            store(record, self.fields[name], value)
        changed = {name for name, value in given.items() if not is_blank(value)}
        run_before(self.noun, record, changed, making.actor, making.at)
        return record

    def check(self, record: Any, values: Mapping[str, Any]) -> None:
        """Refuse a draft that breaks a rule."""
        self.noun.check(record, {}, self.making.actor)
        if self._unique:
            require_unique(self.noun, record, self._unique & values.keys())

    def insert(self, records: Sequence[Any], given: Sequence[Iterable[str]]) -> None:
        """Insert checked drafts, each with the names given, their facts and their index."""
        if not records:
            return
        insert_all(self.noun.model, records)
        kind, making = f"{self.noun.key}.created", self.making
        facts = [
            Happening(kind, self.noun.key, one.pk, self._made(one, names), batch=making.batch)
            for one, names in zip(records, given, strict=True)
        ]
        publish_many(facts, actor=making.actor, at=making.at)
        changed = {*self._defaults, *(name for names in given for name in names)}
        run_saved(self.noun, records, changed, making.actor, making.at)

    def change(self, record: Any, values: Mapping[str, Any]) -> dict[str, list[Any]]:
        """Give a loaded record these values; what changed, as before and after; not yet saved."""
        before = {name: self.fields[name].value_of(record) for name in values}
        for name, value in values.items():
            store(record, self.fields[name], value)
        made = {}
        for name, was in before.items():
            now = self.fields[name].value_of(record)
            if json_value(was) != json_value(now):
                made[name] = [json_value(was), json_value(now)]
        if made:
            self._complete(record, before, set(made))
        return made

    def save(self, changed: Sequence[tuple[Any, Mapping[str, list[Any]]]]) -> None:
        """Save records after ``change``, with their facts and their place in the index."""
        if not changed:
            return
        records, making = [record for record, _ in changed], self.making
        names = [one.name for one in stored_columns(self.noun.model) if not one.primary_key]
        update_all(records, names)
        publish_many([self._updated(*one) for one in changed], actor=making.actor, at=making.at)
        touched = {name for _, parts in changed for name in parts}
        run_saved(self.noun, records, touched, making.actor, making.at)

    def _made(self, record: Any, names: Iterable[str]) -> dict[str, Any]:
        made = {}
        for name in {*self._defaults, *names}:
            value = self.fields[name].value_of(record)
            if not is_blank(value):
                made[name] = [None, json_value(value)]
        return made

    def _complete(self, record: Any, before: Mapping[str, Any], changed: set[str]) -> None:
        actor, at = self.making.actor, self.making.at
        self.noun.check(record, before, actor)
        run_before(self.noun, record, changed, actor, at)
        if self._unique & changed:
            require_unique(self.noun, record, self._unique & changed)
        record.version += 1
        if "updated_at" not in changed:
            record.updated_at, record.updated_by_id = at, actor.user_id

    def _updated(self, record: Any, parts: Mapping[str, Any]) -> Happening:
        kind, noun = f"{self.noun.key}.updated", self.noun.key
        data = {"version": record.version}
        return Happening(kind, noun, record.pk, parts, data, batch=self.making.batch)


def create_many(noun: Noun[Any], values: Sequence[Mapping[str, Any]], making: Making) -> list[Any]:
    """New records with stored values; RuleBroken when any of them is refused."""
    maker = Maker(noun, making)
    records = [maker.draft(one) for one in values]
    for record, one in zip(records, values, strict=True):
        maker.check(record, one)
    maker.insert(records, values)
    return records
