"""Creating and changing many records at once, by the same rules as one by one."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from django.db.models.base import ModelState

from guanxi.platform.actors.actor import Actor
from guanxi.platform.boards.places import Places
from guanxi.platform.boards.standing import begin, stand
from guanxi.platform.bulk import insert_all, stored_columns, update_all
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.publishing import Happening, publish_created, publish_many
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.record import STANDING
from guanxi.platform.records.alike import written_alike
from guanxi.platform.records.conditions import Conditions
from guanxi.platform.records.homes import Homes, follows_owner
from guanxi.platform.records.hooks import run_before, run_saved
from guanxi.platform.records.intake import require_unique, store
from guanxi.platform.records.values import is_blank, json_value
from guanxi.platform.records.whole_days import settle_days, was_whole

_PLAIN = frozenset([str, int, bool])


@dataclass(frozen=True)
class Making:
    """Who writes, when, and under which mark."""

    actor: Actor
    at: dt.datetime
    batch: str = ""


class Maker:
    """Makes and changes records of one noun from stored values; looks the noun up only once."""

    def __init__(self, noun: Noun[Any], making: Making, is_trial: bool = False) -> None:
        self.noun = noun
        self.making = making
        self.is_trial = is_trial
        self.fields = noun.fields
        self.conditions = Conditions(noun)
        self._homes = Homes()
        self._board_places = Places(noun, is_trial)
        self._unique = {name for name, one in self.fields.items() if one.is_custom and one.unique}
        self._upward = {
            name
            for name, one in self.fields.items()
            if one.target == noun.key and not one.is_custom
        }
        given = noun.defaults(making.actor)
        self._defaults = {
            name: value
            for name, value in given.items()
            if name in self.fields and self.fields[name].editable
        }
        self._blank = self._template()
        self._fresh = [k for k, v in self._blank.__dict__.items() if isinstance(v, list | dict)]
        self._places = {name: self._place(one) for name, one in self.fields.items()}
        self._told_of = lru_cache(maxsize=512)(self._told)
        # Where nothing is given for a conditional field, there is nothing to take out of it.
        conditional = [self.fields[name] for name in self.conditions.rules]
        self._is_always_settled = any(
            not is_blank(one.value_of(self._blank)) for one in conditional
        )

    def draft(self, values: Mapping[str, Any]) -> Any:
        """A new record with these values and all that follows from them, not yet checked."""
        record, making = self.filled(values), self.making
        run_before(self.noun, record, self.changed_by(values), making.actor, making.at)
        return record

    def filled(self, values: Mapping[str, Any]) -> Any:
        """A new record with these values, and nothing yet that follows from them."""
        record = self._copy()
        state, places = record.__dict__, self._places
        if follows_owner(self.noun, values):
            state["team_id"] = self._homes.of(values["owner"], state["team_id"])
        for name, value in values.items():
            place = places[name]
            if place is None:
                store(record, self.fields[name], value)
            else:
                state[place[0]] = place[1] if value is None else value
        if "created_at" in values and STANDING in state and STANDING not in values:
            # Who has a history and does not say when it came here has stood here all along.
            state[STANDING] = state["created_at"]
        settle_days(self.noun, record, values)
        if self._is_always_settled or not self.conditions.rules.keys().isdisjoint(values):
            self.conditions.settle(record)
        return record

    def changed_by(self, values: Mapping[str, Any]) -> set[str]:
        """The fields that are not blank in a new record with these values."""
        if all(values.values()):
            return values.keys() | self._begun(values)
        changed = {name for name, value in values.items() if value or not is_blank(value)}
        return changed | self._begun(values)

    def _begun(self, values: Mapping[str, Any]) -> set[str]:
        follows = {"team"} if follows_owner(self.noun, values) else set()
        return self._defaults.keys() | follows

    def _template(self) -> Any:
        making = self.making
        record = self.noun.model(created_at=making.at, updated_at=making.at)
        record.created_by_id = record.updated_by_id = making.actor.user_id
        begin(record, making.at)
        for name, value in self._defaults.items():
            store(record, self.fields[name], value)
        return record

    def _copy(self) -> Any:
        """A new record like the template; making one from its class takes fifty times as long."""
        model: Any = self.noun.model
        record = model.__new__(model)
        state = record.__dict__
        state.update(self._blank.__dict__)
        for name in self._fresh:
            state[name] = state[name].copy()
        state["_state"] = ModelState()
        return record

    def _place(self, field: Field) -> tuple[str, Any] | None:
        """The attribute that holds a field, with what stands there for nothing."""
        if field.is_custom or "__" in field.path:
            return None
        column: Any = self.noun.model._meta.get_field(field.path)
        if not hasattr(column, "attname"):
            return None
        return column.attname, None if column.null else getattr(self._blank, column.attname)

    def check(self, record: Any, values: Mapping[str, Any]) -> None:
        """Refuse a draft that breaks a rule."""
        self.conditions.require_filled(record)
        self.noun.check(record, {}, self.making.actor)
        self._board_places.take(record)
        if self._unique:
            require_unique(self.noun, record, self._unique & values.keys())

    def insert(self, records: Sequence[Any], given: Sequence[Iterable[str]]) -> None:
        """Insert checked drafts, each with the names given, their facts and their index."""
        self._board_places.settle()
        if not records:
            return
        insert_all(self.noun.model, records)
        making = self.making
        publish_created(
            self.noun.key,
            [
                (one.pk, self.first_values(one, names))
                for one, names in zip(records, given, strict=True)
            ],
            actor=making.actor,
            at=making.at,
            batch=making.batch,
        )
        changed = {*self._defaults, *(name for names in given for name in names)}
        run_saved(self.noun, records, changed, making.actor, making.at)

    def change(self, record: Any, values: Mapping[str, Any]) -> dict[str, list[Any]]:
        """Give a loaded record these values; what changed, as before and after; not yet saved."""
        before = {name: self.fields[name].value_of(record) for name in values}
        was = was_whole(self.noun, record)
        for name, value in values.items():
            store(record, self.fields[name], value)
        before = {**settle_days(self.noun, record, values, was), **before}
        before = {**self.conditions.settle(record), **before}
        made = {}
        for name, was in before.items():
            now = self.fields[name].value_of(record)
            if json_value(was) != json_value(now):
                made[name] = [json_value(was), json_value(now)]
        if made:
            for name, was in self._complete_or_restore(record, before, set(made)).items():
                made[name] = [json_value(was), json_value(self.fields[name].value_of(record))]
        return made

    def leads_upward(self, parts: Mapping[str, Any]) -> bool:
        """Whether a change says what a record stands below: the next is judged by it once saved."""
        return not self._upward.isdisjoint(parts)

    def save(self, changed: Sequence[tuple[Any, Mapping[str, list[Any]]]]) -> None:
        """Save records after ``change``, with their facts and their place in the index."""
        self._board_places.settle()
        if not changed:
            return
        records, making = [record for record, _ in changed], self.making
        names = [one.name for one in stored_columns(self.noun.model) if not one.primary_key]
        update_all(records, names)
        publish_many([self._updated(*one) for one in changed], actor=making.actor, at=making.at)
        touched = {name for _, parts in changed for name in parts}
        run_saved(self.noun, records, touched, making.actor, making.at)

    def check_again(self, record: Any) -> None:
        """In a trial: a draft of what an earlier part has made, checked then and rolled back."""
        self._board_places.take_again(record)

    def remember(self) -> None:
        """In a trial, before what was written is rolled back: let it count for what follows."""
        self._board_places.remember()

    def forget(self) -> None:
        """After a transaction that was rolled back: nothing of it counts but what is remembered."""
        self._board_places.forget()

    def first_values(self, record: Any, names: Iterable[str]) -> str:
        """The JSON of a new record's fact: for each filled field, nothing before and this after."""
        state, custom = record.__dict__, record.custom
        made = {
            name: (None, value if type(value) in _PLAIN else json_value(value))
            for name, column, key in self._told_of(tuple(names))
            if (value := state[column] if column else custom.get(key)) or not is_blank(value)
        }
        return orjson.dumps(made).decode()

    def many_first_values(
        self, records: Sequence[Any], given: Sequence[Iterable[str]]
    ) -> list[str]:
        """The same of many records; those with the same filled columns are written together."""
        by_names: dict[tuple[str, ...], list[int]] = {}
        for place, names in enumerate(given):
            by_names.setdefault(tuple(names), []).append(place)
        made = [""] * len(records)
        for names, places in by_names.items():
            told = self._told_of(names)
            some = [records[place] for place in places]
            written = written_alike([one.__dict__ for one in some], told)
            for place, record, text in zip(places, some, written, strict=True):
                made[place] = text or self.first_values(record, names)
        return made

    def _told(self, names: tuple[str, ...]) -> list[tuple[str, str, str]]:
        """What the fact of a new record tells: a field, and its column or its key in the JSON."""
        told = []
        for name in {**dict.fromkeys(names), **self._defaults}:
            place = self._places[name]
            told.append((name, place[0] if place else "", self.fields[name].custom_key))
        return told

    def _complete_or_restore(
        self, record: Any, before: Mapping[str, Any], changed: set[str]
    ) -> Mapping[str, Any]:
        """Another row may mean the same record: what was refused must not be saved with it."""
        try:
            return self._complete(record, before, changed)
        except RuleBroken:
            for name, was in before.items():
                store(record, self.fields[name], was)
            raise

    def _complete(
        self, record: Any, before: Mapping[str, Any], changed: set[str]
    ) -> Mapping[str, Any]:
        """Let follow what does; what that changed besides, as it was before."""
        actor, at = self.making.actor, self.making.at
        self.conditions.require_filled(record, changed)
        self.noun.check(record, {name: before[name] for name in changed}, actor)
        self._board_places.take(record, changed)
        run_before(self.noun, record, changed, actor, at)
        if self._unique & changed:
            require_unique(self.noun, record, self._unique & changed)
        record.version += 1
        if "updated_at" not in changed:
            record.updated_at, record.updated_by_id = at, actor.user_id
        return stand(self.noun, record, changed, at)

    def _updated(self, record: Any, parts: Mapping[str, Any]) -> Happening:
        kind, noun = f"{self.noun.key}.updated", self.noun.key
        data = {"version": record.version}
        return Happening(kind, noun, record.pk, parts, data, batch=self.making.batch)
