"""Which records of the books the rows of a file mean."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection

from guanxi.platform.actors.actor import Actor
from guanxi.platform.imports.signs import Key, MatchRule, Sign, SignReader
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.holding import held
from guanxi.platform.records.intake import custom_json
from guanxi.platform.rights.visibility import visible_to

LookAlikes = Callable[[Noun[Any], Actor, dt.datetime], None]
_rules: dict[str, tuple[MatchRule, ...]] = {}
_look_alikes: list[LookAlikes] = []


def match_by(noun: str, *rules: MatchRule) -> None:
    """Let imports of a noun find exact duplicates by these rules, the surest first."""
    _rules[noun] = rules


def on_created(find: LookAlikes) -> LookAlikes:
    """Call ``find(noun, actor, at)`` when an import has ended that made records of a noun.

    Called in the transaction that ends the import: whoever needs time for it enqueues a job.
    """
    if find not in _look_alikes:
        _look_alikes.append(find)
    return find


def tell_of_created(noun: Noun[Any], actor: Actor, at: dt.datetime) -> None:
    """Let every room that reviews duplicates look at the records of an import."""
    for find in _look_alikes:
        find(noun, actor, at)


def rules_for(noun: Noun[Any], key: Sequence[str]) -> list[MatchRule]:
    """The rules in force: the key that the person chose, or those of the noun."""
    if key:
        return [MatchRule("+".join(key), tuple(key))]
    if noun.key in _rules:
        return list(_rules[noun.key])
    keys = [(one,) if isinstance(one, str) else tuple(one) for one in noun.import_keys]
    # Two that have the same name and not the same number are two.
    own = tuple(one for (one, *more) in keys if not more and noun.fields[one].unique)
    return [MatchRule("+".join(one), one, () if one[0] in own else own) for one in keys]


@dataclass
class Matches:
    """For each record of a batch: the id it means, and the place of an equal one before it."""

    known: dict[int, tuple[int, str]]
    twins: dict[int, int]


class Meeting(SignReader):
    """One rule applied to one noun: signs of new records, and the stored ones that have them."""

    def __init__(self, noun: Noun[Any], rule: MatchRule) -> None:
        super().__init__(noun, rule)
        self._noun = noun

    def stored(self, keys: set[Key]) -> dict[Key, list[tuple[int, Key]]]:
        """Living records that have one of these keys: id and what could keep them apart."""
        found: dict[Key, list[tuple[int, Key]]] = {}
        if not keys:
            return found
        width = len(self.columns)
        for pk, *values in self._rows([key[0] for key in keys]):
            tidy = tuple("" if value is None else value for value in values)
            if tidy[:width] in keys:
                found.setdefault(tidy[:width], []).append((pk, tidy[width:]))
        return found

    def _rows(self, first_values: list[Any]) -> Iterable[Sequence[Any]]:
        columns = [*self.columns, *self.vetoes]
        is_plain = type(self._noun).base is Noun.base and not any(one.is_custom for one in columns)
        if is_plain and all(isinstance(value, str) for value in first_values):
            return _quick_rows(self._noun, [one.path for one in columns], first_values)
        rows = self._noun.base().filter(deleted_at=None)
        for one in columns:
            if one.field and one.is_custom:
                rows = rows.annotate(**{one.path: one.field.expression()})
        if self.columns[0].is_custom:
            first_values = [custom_json(value) for value in first_values]
        wanted = rows.filter(**{f"{self.columns[0].path}__in": first_values})
        return wanted.order_by("pk").values_list("pk", *(one.path for one in columns))


def meetings(noun: Noun[Any], rules: Sequence[MatchRule]) -> list[Meeting]:
    """The rules, ready for the records of a noun."""
    return [Meeting(noun, rule) for rule in rules]


def matches_of(signs: Sequence[Sequence[Sign]], rules: Sequence[Meeting]) -> Matches:
    """Where records are known already, in the books or earlier among them.

    ``signs`` has under each rule the signs of all records.
    """
    found = Matches({}, {})
    for under, rule in zip(signs, rules, strict=True):
        keys = [key for key, _ in under if key is not None]
        different = set(keys)
        stored = rule.stored(different)
        if stored or len(different) < len(keys):
            _match(under, stored, rule.name, found)
    return found


def are_apart(own: Key, others: Key) -> bool:
    """Whether both have a number of their own that the other has not."""
    return any(mine and other and mine != other for mine, other in zip(own, others, strict=True))


def editable_ids(noun: Noun[Any], ids: Iterable[int], actor: Actor) -> dict[int, Any]:
    """Of these records, the ones that the actor may change, fresh and locked, by id.

    All columns are written back: what somebody saves meanwhile would be lost without a word.
    """
    rows = visible_to(actor, noun, "edit").filter(pk__in=list(ids))
    return {one.pk: one for one in held(rows).order_by("pk")}


def _match(
    signs: Sequence[Sign], stored: dict[Key, list[tuple[int, Key]]], rule: str, found: Matches
) -> None:
    first: dict[Key, int] = {}
    for place, (key, own) in enumerate(signs):
        if key is None or place in found.known:
            continue
        met = next((pk for pk, others in stored.get(key, ()) if not are_apart(own, others)), None)
        if met is not None:
            found.known[place] = (met, rule)
            continue
        earlier = first.setdefault(key, place)
        if earlier != place and not are_apart(own, signs[earlier][1]):
            found.twins.setdefault(place, earlier)


def _quick_rows(
    noun: Noun[Any], columns: Sequence[str], first_values: list[str]
) -> list[tuple[Any, ...]]:
    """Without the query builder, which takes longer over a thousand values than the database."""
    table = noun.model._meta.db_table
    named = ", ".join(f'one."{column}"' for column in columns)
    same = f'one.deleted_at IS NULL AND one."{columns[0]}"'
    if connection.vendor == "sqlite":
        sql = (
            f'SELECT one.id, {named} FROM "{table}" one'  # noqa: S608 - names of our own
            f" WHERE {same} IN (SELECT value FROM json_each(%s)) ORDER BY one.id"
        )
    else:
        # Left to choose, the planner reads the whole table instead; OFFSET 0 is how one says
        # that every value is to be looked up.
        sql = (
            "SELECT found.* FROM json_array_elements_text(%s::json) AS given(value), LATERAL"  # noqa: S608
            f' (SELECT one.id, {named} FROM "{table}" one WHERE {same} = given.value OFFSET 0)'
            " AS found ORDER BY found.id"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, [orjson.dumps(first_values).decode()])
        return list(cursor.fetchall())
