"""Which records of the books the rows of a file mean."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.intake import custom_json
from guanxi.platform.records.values import is_blank
from guanxi.platform.rights.visibility import visible_to

Key = tuple[Any, ...]
MOST_PARAMETERS = 900


@dataclass(frozen=True)
class MatchRule:
    """Records that agree in these columns are the same; ``name`` is what a report calls it.

    The first column must be filled; the others must be equal, filled or not.
    """

    name: str
    columns: tuple[str, ...]


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


def matches_of(noun: Noun[Any], records: Sequence[Any], rules: Sequence[MatchRule]) -> Matches:
    """Where the records of a batch are known already, in the books or earlier in the batch."""
    found = Matches({}, {})
    for rule in rules:
        keys = [_key_of(noun, record, rule) for record in records]
        stored = _stored(noun, rule, {key for key in keys if key})
        first: dict[Key, int] = {}
        for place, key in enumerate(keys):
            if key is None or place in found.known:
                continue
            if key in stored:
                found.known[place] = (stored[key], rule.name)
                continue
            earlier = first.setdefault(key, place)
            if earlier != place:
                found.twins.setdefault(place, earlier)
    return found


def marks_of(noun: Noun[Any], record: Any, rules: Sequence[MatchRule]) -> set[int]:
    """One number for each key by which the record could be met again."""
    keys = ((rule.name, _key_of(noun, record, rule)) for rule in rules)
    return {hash(key) for key in keys if key[1]}


def editable_ids(noun: Noun[Any], ids: Iterable[int], actor: Actor) -> dict[int, Any]:
    """Of these records, the ones that the actor may change, loaded, by id."""
    return {one.pk: one for one in visible_to(actor, noun, "edit").filter(pk__in=list(ids))}


def _key_of(noun: Noun[Any], record: Any, rule: MatchRule) -> Key | None:
    values = tuple(_value(noun, record, name) for name in rule.columns)
    return None if is_blank(values[0]) else values


def _value(noun: Noun[Any], record: Any, name: str) -> Any:
    field = noun.fields.get(name)
    value = field.value_of(record) if field else getattr(record, name)
    return "" if value is None else value


def _stored(noun: Noun[Any], rule: MatchRule, keys: set[Key]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    wanted = list(keys)
    for start in range(0, len(wanted), MOST_PARAMETERS):
        part = wanted[start : start + MOST_PARAMETERS]
        for pk, *values in _rows(noun, rule, [key[0] for key in part]):
            key = tuple("" if value is None else value for value in values)
            if key in keys:
                found.setdefault(key, pk)
    return found


def _rows(noun: Noun[Any], rule: MatchRule, first_values: list[Any]) -> Iterable[Sequence[Any]]:
    rows, paths = noun.base().filter(deleted_at=None), []
    for place, name in enumerate(rule.columns):
        field = noun.fields.get(name)
        if field and field.is_custom:
            rows = rows.annotate(**{f"key_{place}": field.expression()})
            paths.append(f"key_{place}")
        elif field:
            paths.append(f"{field.path}_id" if field.is_relation else field.path)
        else:
            paths.append(name)
    is_custom = paths[0] == "key_0"
    values = [custom_json(value) if is_custom else value for value in first_values]
    return rows.filter(Q(**{f"{paths[0]}__in": values})).order_by("pk").values_list("pk", *paths)
