"""Which records of the books the rows of a file mean."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import orjson
from django.db import connection

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.intake import custom_json
from guanxi.platform.records.values import is_blank
from guanxi.platform.rights.visibility import visible_to

Key = tuple[Any, ...]


@dataclass(frozen=True)
class MatchRule:
    """Records that agree in these columns are the same; ``name`` is what a report calls it.

    The first column must be filled; the others must be equal, filled or not. Two records that
    both have a value in a column of ``unless_different``, and not the same, are not one.
    """

    name: str
    columns: tuple[str, ...]
    unless_different: tuple[str, ...] = ()


LookAlikes = Callable[[Noun[Any], Sequence[Any], Actor], None]
_rules: dict[str, tuple[MatchRule, ...]] = {}
_look_alikes: list[LookAlikes] = []


def match_by(noun: str, *rules: MatchRule) -> None:
    """Let imports of a noun find exact duplicates by these rules, the surest first."""
    _rules[noun] = rules


def on_created(find: LookAlikes) -> LookAlikes:
    """Call ``find(noun, records, actor)`` for imported records, to queue those that look alike."""
    if find not in _look_alikes:
        _look_alikes.append(find)
    return find


def queue_look_alikes(noun: Noun[Any], records: Sequence[Any], actor: Actor) -> None:
    """Let every room that reviews duplicates look at new records."""
    for find in _look_alikes:
        find(noun, records, actor)


def rules_for(noun: Noun[Any], key: Sequence[str]) -> list[MatchRule]:
    """The rules in force: the key that the person chose, or those of the noun."""
    if key:
        return [MatchRule("+".join(key), tuple(key))]
    if noun.key in _rules:
        return list(_rules[noun.key])
    keys = [(one,) if isinstance(one, str) else tuple(one) for one in noun.import_keys]
    return [MatchRule("+".join(one), one) for one in keys]


@dataclass
class Matches:
    """For each record of a batch: the id it means, and the place of an equal one before it."""

    known: dict[int, tuple[int, str]]
    twins: dict[int, int]


class Meeting:
    """One rule applied to one noun: keys of new records, and the stored ones that have them."""

    def __init__(self, noun: Noun[Any], rule: MatchRule) -> None:
        self._noun = noun
        self.name = rule.name
        self._columns = [_Column(noun, name) for name in rule.columns]
        self._vetoes = [_Column(noun, name) for name in rule.unless_different]

    def key_of(self, record: Any) -> Key | None:
        """The record's key, or nothing where it has none."""
        first = self._columns[0].value_of(record)
        if is_blank(first):
            return None
        return (first, *(column.value_of(record) for column in self._columns[1:]))

    def stored(self, keys: set[Key]) -> dict[Key, list[tuple[int, Key]]]:
        """Living records that have one of these keys: id and what could keep them apart."""
        found: dict[Key, list[tuple[int, Key]]] = {}
        if not keys:
            return found
        width = len(self._columns)
        for pk, *values in self._rows([key[0] for key in keys]):
            tidy = tuple("" if value is None else value for value in values)
            if tidy[:width] in keys:
                found.setdefault(tidy[:width], []).append((pk, tidy[width:]))
        return found

    def is_kept_apart(self, record: Any, others: Key) -> bool:
        """Whether both have a number of their own that the other has not."""
        return any(
            (mine := column.value_of(record)) and other and mine != other
            for column, other in zip(self._vetoes, others, strict=True)
        )

    def marks_apart(self, record: Any) -> Key:
        """The numbers that could keep the record apart from another."""
        return tuple(column.value_of(record) for column in self._vetoes)

    def _rows(self, first_values: list[Any]) -> Iterable[Sequence[Any]]:
        columns = [*self._columns, *self._vetoes]
        is_plain = type(self._noun).base is Noun.base and not any(one.is_custom for one in columns)
        if is_plain and all(isinstance(value, str) for value in first_values):
            return _quick_rows(self._noun, [one.path for one in columns], first_values)
        rows = self._noun.base().filter(deleted_at=None)
        for one in columns:
            if one.field and one.is_custom:
                rows = rows.annotate(**{one.path: one.field.expression()})
        if self._columns[0].is_custom:
            first_values = [custom_json(value) for value in first_values]
        wanted = rows.filter(**{f"{self._columns[0].path}__in": first_values})
        return wanted.order_by("pk").values_list("pk", *(one.path for one in columns))


class _Column:
    """A field or plain column that a rule looks at."""

    def __init__(self, noun: Noun[Any], name: str) -> None:
        self.field = noun.fields.get(name)
        self.is_custom = bool(self.field and self.field.is_custom)
        if self.field is None:
            self.path = name
        elif self.is_custom:
            self.path = f"key_{self.field.custom_key}"
        else:
            self.path = f"{self.field.path}_id" if self.field.is_relation else self.field.path
        self._read = attrgetter("custom" if self.is_custom else self.path)

    def value_of(self, record: Any) -> Any:
        value = self._read(record)
        if self.is_custom and self.field:
            value = value.get(self.field.custom_key)
        return "" if value is None else value


def meetings(noun: Noun[Any], rules: Sequence[MatchRule]) -> list[Meeting]:
    """The rules, ready for the records of a noun."""
    return [Meeting(noun, rule) for rule in rules]


def matches_of(records: Sequence[Any], rules: Sequence[Meeting]) -> Matches:
    """Where the records of a batch are known already, in the books or earlier in the batch."""
    found = Matches({}, {})
    for rule in rules:
        keys = [rule.key_of(record) for record in records]
        stored = rule.stored({key for key in keys if key})
        first: dict[Key, int] = {}
        for place, key in enumerate(keys):
            if key is None or place in found.known:
                continue
            record = records[place]
            for pk, others in stored.get(key, ()):
                if not rule.is_kept_apart(record, others):
                    found.known[place] = (pk, rule.name)
                    break
            earlier = first.setdefault(key, place)
            if earlier == place or place in found.known:
                continue
            if not rule.is_kept_apart(record, rule.marks_apart(records[earlier])):
                found.twins.setdefault(place, earlier)
    return found


def marks_of(record: Any, rules: Sequence[Meeting]) -> set[int]:
    """One number for each key by which the record could be met again."""
    keys = ((rule.name, rule.key_of(record)) for rule in rules)
    return {hash(key) for key in keys if key[1]}


def editable_ids(noun: Noun[Any], ids: Iterable[int], actor: Actor) -> dict[int, Any]:
    """Of these records, the ones that the actor may change, loaded, by id."""
    return {one.pk: one for one in visible_to(actor, noun, "edit").filter(pk__in=list(ids))}


def _quick_rows(
    noun: Noun[Any], columns: Sequence[str], first_values: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Without the query builder, which takes longer over a thousand values than the database."""
    named = ", ".join(f'"{column}"' for column in columns)
    is_sqlite = connection.vendor == "sqlite"
    among = "IN (SELECT value FROM json_each(%s))" if is_sqlite else "= ANY(%s)"
    given = orjson.dumps(list(first_values)).decode() if is_sqlite else list(first_values)
    sql = (
        f'SELECT id, {named} FROM "{noun.model._meta.db_table}"'  # noqa: S608 - names of our own
        f' WHERE deleted_at IS NULL AND "{columns[0]}" {among} ORDER BY id'
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [given])
        return list(cursor.fetchall())
