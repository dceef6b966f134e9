"""Every row that points at a record, in whatever room, moved to another and back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from guanxi.platform.bulk import update_all
from guanxi.platform.custom.models import CustomRecord
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.pointers import custom_relations_to, pointers

Moved = Mapping[str, Any]
_BATCH = 500


@dataclass(frozen=True)
class Reference:
    """One way in which rows point: ``column`` of ``model``, among the rows where ``only`` holds.

    A custom relation is a ``field``, and its ``column`` the key in the JSON column.
    """

    model: type[models.Model]
    column: str
    only: Q
    field: Field | None = None

    @property
    def rows(self) -> models.QuerySet[Any]:
        """The rows that can point."""
        return self.model._base_manager.filter(self.only)

    def pointing_at(self, *pks: int) -> models.QuerySet[Any]:
        """The rows that point at one of ``pks``."""
        if self.field:
            rows: models.QuerySet[Any] = self.rows.alias(points_to=self.field.expression())
            return rows.filter(points_to__in=pks)
        return self.rows.filter(**{f"{self.column}__in": pks})


def references_to(noun: Noun[Any]) -> Iterator[Reference]:
    """Every reference to records of ``noun``; one-to-one rows stay with their record."""
    for relation in noun.model._meta.related_objects:
        if relation.one_to_many and isinstance(relation.related_model, type):
            yield Reference(relation.related_model, relation.field.attname, Q())
    for pointer in pointers():
        yield Reference(pointer.model, pointer.record, Q(**{pointer.noun: noun.key}))
    for pointing, field in custom_relations_to(noun):
        only = Q(noun=pointing.key) if pointing.model is CustomRecord else Q()
        yield Reference(pointing.model, field.custom_key, only, field)


def move_all(noun: Noun[Any], gone: int, kept: int) -> list[Moved]:
    """Point every row from ``gone`` to ``kept``; rows that would stand there twice stay behind."""
    moved: list[Moved] = []
    for reference in references_to(noun):
        staying = _staying(reference, gone, kept)
        rows = reference.pointing_at(gone).exclude(pk__in=staying)
        ids = list(rows.order_by("pk").values_list("pk", flat=True))
        if ids:
            _repoint(reference.model, reference.column, ids, gone, kept)
            moved.append(
                {"model": reference.model._meta.label, "column": reference.column, "ids": ids}
            )
    return moved


def move_back(moved: Sequence[Moved], kept: int, gone: int) -> int:
    """Point the moved rows that still point at ``kept`` to ``gone`` again; how many did."""
    return sum(
        _repoint(apps.get_model(one["model"]), one["column"], one["ids"], kept, gone)
        for one in moved
    )


def _repoint(
    model: type[models.Model], column: str, ids: Sequence[int], source: int, target: int
) -> int:
    changed = 0
    for start in range(0, len(ids), _BATCH):
        rows = model._base_manager.filter(pk__in=ids[start : start + _BATCH])
        if column.startswith("cf_"):
            changed += _repoint_custom(rows, column, source, target)
        else:
            changed += rows.filter(**{column: source}).update(**{column: target})
    return changed


def _repoint_custom(rows: models.QuerySet[Any], key: str, source: int, target: int) -> int:
    held = rows.order_by("pk").select_for_update(of=("self",))
    pointing = [row for row in held if row.custom.get(key) == source]
    for row in pointing:
        row.custom[key] = target
    update_all(pointing, ["custom"])
    return len(pointing)


def _staying(reference: Reference, gone: int, kept: int) -> set[int]:
    """Rows at ``gone`` that would break a constraint, or point at themselves, at ``kept``."""
    if reference.field:
        return _staying_by_custom(reference, reference.field, gone, kept)
    found: set[int] = set()
    for other in _other_columns(reference):
        found |= set(
            reference.pointing_at(gone).filter(**{other: kept}).values_list("pk", flat=True)
        )
    for columns, condition in _unique_with(reference):
        twins = reference.pointing_at(kept).filter(condition)
        twins = twins.filter(**{column: OuterRef(column) for column in columns})
        same = reference.pointing_at(gone).filter(condition).filter(Exists(twins))
        found |= set(same.values_list("pk", flat=True))
    return found


def _staying_by_custom(reference: Reference, field: Field, gone: int, kept: int) -> set[int]:
    """All, where only one row may name a record and one names ``kept``."""
    living = reference.pointing_at(kept).filter(deleted_at=None)
    if not field.unique or not living.exists():
        return set()
    return set(reference.pointing_at(gone).values_list("pk", flat=True))


def _other_columns(reference: Reference) -> Iterator[str]:
    """Further columns of the row that point at the same table, such as a relation's other side."""
    field: Any = _column(reference)
    if field.is_relation and field.related_model is reference.model:
        # The same customer may well be both parent and referrer of another.
        yield "pk"
        return
    for one in reference.model._meta.concrete_fields:
        if one is not field and _leads_alike(one, field):
            yield one.attname


def _column(reference: Reference) -> Any:
    fields = reference.model._meta.concrete_fields
    return next(one for one in fields if reference.column in (one.name, one.attname))


def _leads_alike(one: Any, other: Any) -> bool:
    return bool(one.is_relation and other.is_relation and one.related_model is other.related_model)


def _unique_with(reference: Reference) -> Iterator[tuple[list[str], Q]]:
    meta = reference.model._meta
    for constraint in meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint):
            continue
        columns = [meta.get_field(name).attname for name in constraint.fields]  # type: ignore[union-attr]
        if reference.column in columns:
            others = [column for column in columns if column != reference.column]
            yield others, constraint.condition or Q()
