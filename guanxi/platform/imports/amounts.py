"""Amounts whose currency is that of the record they come to, not of the file."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import reduce
from typing import Any

from guanxi.platform.cleaning import Cell, clean_amount
from guanxi.platform.imports.plan import Prepared, Problem
from guanxi.platform.money.amounts import minor_units
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.registry import noun_named


class Stated(int):
    """An amount as a file states it; minor units of the firm's own currency until it is settled."""

    amount: Decimal
    cell: Cell
    decimal: str

    def __new__(cls, amount: Decimal, cell: Cell, decimal: str) -> "Stated":
        """The amount of ``cell``, whose mark before the fraction is ``decimal``."""
        stated = super().__new__(cls, minor_units(amount))
        stated.amount, stated.cell, stated.decimal = amount, cell, decimal
        return stated

    def __reduce__(self) -> tuple[type["Stated"], tuple[Decimal, Cell, str]]:
        """It is read in one process and settled in another."""
        return Stated, (self.amount, self.cell, self.decimal)

    def settled(self, currency: str) -> int | None:
        """Minor units of ``currency``; nothing where the cell names another."""
        named = clean_amount(self.cell, self.decimal, currency)[1]
        return minor_units(self.amount, currency) if named in ("", currency) else None


class Amounts:
    """Settles the amounts of one noun's rows: by a record the row names, or by its own record."""

    def __init__(self, mapped: Mapping[str, Field]) -> None:
        self._fields = [one for one in mapped.values() if one.currency_path]
        self._beside = {one.path: one for one in mapped.values() if one.is_relation}

    def by_relation(self, rows: list[Prepared]) -> list[Prepared]:
        """The rows with what the related record tells the currency of; ids stand for names."""
        for field in self._fields:
            first, _, rest = field.currency_path.partition("__")
            if relation := rest and self._beside.get(first):
                named = {row.values.get(relation.name) for row in rows}
                currencies = _told(relation, rest, named)
                rows = [_settled(row, field, currencies, relation.name) for row in rows]
        return rows

    def unsettled(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values as plain numbers, for a draft that may turn out to be there already."""
        names = [one.name for one in self._fields]
        waiting = {
            name: int(values[name]) for name in names if isinstance(values.get(name), Stated)
        }
        return {**values, **waiting} if waiting else values

    def by_record(
        self, record: Any, values: dict[str, Any]
    ) -> tuple[dict[str, Any], list[Problem]]:
        """The values of a row in the currency of its record, and what is in another."""
        problems = []
        for field in self._fields:
            stated = values.get(field.name)
            if not isinstance(stated, Stated):
                continue
            path = field.currency_path.split("__")
            currency = reduce(lambda one, name: getattr(one, name, ""), path, record)
            settled = stated.settled(str(currency))
            values = {**values, field.name: settled}
            if settled is None:
                problems.append(Problem(field.name, "other_currency", str(stated.cell)))
        return values, problems


def _told(relation: Field, rest: str, ids: Iterable[Any]) -> dict[int, str]:
    rows = noun_named(relation.target).model.objects.filter(pk__in=[pk for pk in ids if pk])
    return dict(rows.values_list("pk", rest))


def _settled(row: Prepared, field: Field, currencies: dict[int, str], relation: str) -> Prepared:
    stated, currency = row.values.get(field.name), currencies.get(row.values.get(relation) or 0)
    if not isinstance(stated, Stated) or not currency:
        return row
    settled = stated.settled(currency)
    if settled is not None:
        return row._replace(values={**row.values, field.name: settled})
    problem = Problem(field.name, "other_currency", str(stated.cell))
    return row._replace(problems=(*row.problems, problem))
