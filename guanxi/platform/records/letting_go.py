"""Custom relations of records whose target goes for good: no foreign key empties them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.bulk import stored_columns, update_all
from guanxi.platform.facts.publishing import Happening, publish_many
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.conditions import Conditions
from guanxi.platform.records.hooks import run_saved
from guanxi.platform.records.intake import store
from guanxi.platform.records.pointers import custom_relations_to
from guanxi.platform.records.values import json_value

Relation = tuple[Noun[Any], Field]
# For each record that is named: by which relations, and by which rows of each.
Named = dict[int, list[tuple[Relation, list[int]]]]


class Needed(Exception):
    """A living record must name what was to go."""


def named_by(noun: Noun[Any], pks: Collection[int]) -> Named:
    """Which rows name these records by a custom relation: one query for each relation."""
    found: Named = defaultdict(list)
    for pointing, field in custom_relations_to(noun):
        rows = pointing.base().alias(points_to=field.expression()).filter(points_to__in=pks)
        ids: dict[int, list[int]] = defaultdict(list)
        for pk, target in rows.order_by("pk").values_list("pk", field.expression()):
            ids[int(target)].append(pk)
        for target, holders in ids.items():
            found[target].append(((pointing, field), holders))
    return found


def let_go(relation: Relation, ids: Sequence[int], target: int, *, at: dt.datetime) -> None:
    """Empty the relation where it still names ``target``; Needed where it has to name something."""
    noun, field = relation
    conditions, happenings, emptied = Conditions(noun), [], []
    rows = noun.base().filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
    for row in rows:
        if field.value_of(row) != target:
            continue
        if field.required and row.deleted_at is None:
            raise Needed
        store(row, field, None)
        was = {field.name: target, **conditions.settle(row)}
        row.version += 1
        changes = {name: [json_value(value), None] for name, value in was.items()}
        said = {"version": row.version}
        happenings.append(Happening(f"{noun.key}.updated", noun.key, row.pk, changes, said))
        emptied.append((row, set(was)))
    records = [row for row, _ in emptied]
    columns = [one.name for one in stored_columns(noun.model) if not one.primary_key]
    update_all(records, columns)
    publish_many(happenings, actor=SYSTEM, at=at)
    living = [row for row in records if row.deleted_at is None]
    run_saved(noun, living, {name for _, names in emptied for name in names}, SYSTEM, at)
