"""The value of one computed field: a formula from its record, roll-ups for many records at once."""

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.db.models import Avg, Count, Max, Min, Sum
from django.utils import timezone

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.custom.formulas import Formula, result_type_fits
from guanxi.platform.custom.functions import Day, moment_of
from guanxi.platform.custom.graph import Computed, Rollup
from guanxi.platform.money.amounts import currency_of, exponent, major_units
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.values import json_value
from guanxi.platform.rights.visibility import condition, visible_to

GREATEST = Decimal(10) ** 15
_AGGREGATES = {"count": Count, "sum": Sum, "min": Min, "max": Max, "avg": Avg}


def formula_value(one: Computed, formula: Formula, record: Any, parents: "Parents") -> Any:
    """What the formula gives for ``record``, as it is kept in the JSON column."""
    values = {source: _source(source, record, parents) for source in formula.sources}
    found = formula.value(values)
    return kept(found, one) if result_type_fits(found, one.result) else None


class Parents:
    """The values that formulas read from related records, fetched once per relation."""

    def __init__(self, noun: Noun[Any], hops: Collection[tuple[str, str]]) -> None:
        self.noun, self.hops = noun, hops
        self.records: dict[str, dict[int, Any]] = {}

    def load(self, records: Collection[Any]) -> "Parents":
        """Fetch what the ``records`` point to."""
        fields = self.noun.fields
        for relation in {hop[0] for hop in self.hops if hop[0] in fields}:
            ids = {fields[relation].value_of(record) for record in records} - {None}
            target = noun_named(fields[relation].target)
            self.records[relation] = target.base().in_bulk(ids) if ids else {}
        return self

    def value(self, record: Any, relation: str, name: str) -> Any:
        """The value of ``relation.name``, as formulas see it."""
        field = self.noun.fields.get(relation)
        parent = self.records.get(relation, {}).get(field.value_of(record)) if field else None
        if field is None or parent is None:
            return None
        target = noun_named(field.target).fields.get(name)
        return as_operand(target, target.value_of(parent)) if target else None


def _source(source: str, record: Any, parents: Parents) -> Any:
    relation, dot, name = source.partition(".")
    if dot:
        return parents.value(record, relation, name)
    field = parents.noun.fields.get(source)
    return as_operand(field, field.value_of(record)) if field else None


def as_operand(field: Field, value: Any) -> Any:
    """A stored value as formulas calculate with it: money in whole units, times as days."""
    if value is None or value == "":
        return None
    if field.type == "money":
        return major_units(int(value), currency_of(value, field.currency))
    if field.type in {"date", "datetime"}:
        return _day(value)
    if isinstance(value, float | int) and not isinstance(value, bool):
        return Decimal(str(value))
    return value


def _day(value: Any) -> dt.date:
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value) if "T" in value else dt.date.fromisoformat(value)
    return Day.of(timezone.localtime(value)) if isinstance(value, dt.datetime) else value


def kept(value: Any, one: Computed) -> Any:
    """A formula's outcome as it is kept: minor units for money, ISO days, plain numbers."""
    if one.result == "text":
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if one.result == "datetime":
        return json_value(moment_of(value))
    if isinstance(value, dt.date):
        return value.isoformat()
    if one.result == "boolean":
        return bool(value)
    return _kept_number(Decimal(value), one)


def _kept_number(value: Decimal, one: Computed) -> int | float | None:
    if not value.is_finite() or abs(value) >= GREATEST:
        return None
    if one.result == "money":
        places = exponent(settings.BASE_CURRENCY)
        return int(value.scaleb(places).quantize(Decimal(1), ROUND_HALF_UP))
    try:
        rounded = value.quantize(Decimal(1).scaleb(-one.decimals), ROUND_HALF_UP)
    except InvalidOperation:
        return None
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def rollup_values(one: Computed, rollup: Rollup, ids: Collection[int]) -> Mapping[int, Any]:
    """The figure by record id for the records ``ids``, in one query."""
    child = noun_named(rollup.noun)
    rows = visible_to(SYSTEM, child).filter(condition(SYSTEM, child, rollup.where)).order_by()
    rows = rows.annotate(rolled_up_to=child.field(rollup.by).expression())
    of = child.field(rollup.of).expression() if rollup.of else "pk"
    grouped = rows.filter(rolled_up_to__in=list(ids)).values("rolled_up_to")
    measured = grouped.annotate(figure=_AGGREGATES[rollup.measure](of))
    figures = dict(measured.values_list("rolled_up_to", "figure"))
    blank = 0 if rollup.measure in {"count", "sum"} else None
    return {pk: _kept_figure(figures.get(pk, blank), one) for pk in ids}


def _kept_figure(value: Any, one: Computed) -> Any:
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    if one.result == "money":
        return int(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP))
    return _kept_number(Decimal(str(value)), one)
