"""The spans of days in which something held of one customer, as the warehouse keeps them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from guanxi.insight.registry import CUSTOMER_MEASURES
from guanxi.warehouse.engine import reading
from guanxi.warehouse.refresh import warehouse_file
from guanxi.warehouse.spans import CUSTOMER

Value = str | int | None
CLASS_FIELDS = {
    measure.key: f"profile_{column.name}"
    for measure in CUSTOMER_MEASURES
    for column in measure.profile
    if column.result == "class"
}
# The field of the customer that each remembered column of the star is read from.
TRAIT_FIELDS = {column: column.removesuffix("_id") for column in CUSTOMER.columns}
FIELDS = (*TRAIT_FIELDS.values(), *CLASS_FIELDS.values())


@dataclass(frozen=True)
class Span:
    """What a field of the customer held from the one day until before the other, or until now."""

    field: str
    value: Value
    since: dt.date
    until: dt.date | None

    def holds_on(self, day: dt.date) -> bool:
        """Whether it held on that day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Change:
    """The day on which a field of the customer went from one value to another."""

    on: dt.date
    field: str
    before: Value
    after: Value


def spans_of(account_id: int) -> list[Span]:
    """Every span of every field that is remembered, by field and in order of time."""
    listed = ", ".join(TRAIT_FIELDS)
    days = "valid_from, valid_to"
    with reading(warehouse_file()) as warehouse:
        classes = warehouse.execute(
            f"SELECT measure, class, {days} FROM dim_customer_class"  # noqa: S608 our own names
            " WHERE account_id = ? ORDER BY measure, valid_from",
            [account_id],
        ).fetchall()
        traits = warehouse.execute(
            f"SELECT {days}, {listed} FROM {CUSTOMER.history}"  # noqa: S608 our own names
            " WHERE account_id = ? ORDER BY valid_from",
            [account_id],
        ).fetchall()
    found = [
        Span(field, row[2 + place], row[0], row[1])
        for place, field in enumerate(TRAIT_FIELDS.values())
        for row in traits
    ]
    found += [
        Span(CLASS_FIELDS[measure], key, since, until)
        for measure, key, since, until in classes
        if measure in CLASS_FIELDS
    ]
    return [span for _field, spans in groupby(found, _field_of) for span in _joined(spans)]


def values_on(spans: list[Span], day: dt.date) -> dict[str, Span]:
    """What held on that day, by field; what is not known of it is not there."""
    return {span.field: span for span in spans if span.holds_on(day)}


def changes_in(spans: list[Span]) -> list[Change]:
    """Every change, the latest first."""
    pairs = [
        Change(now.since, now.field, was.value, now.value)
        for was, now in zip(spans, spans[1:], strict=False)
        if was.field == now.field
    ]
    return sorted(pairs, key=lambda one: one.on, reverse=True)


def _field_of(span: Span) -> str:
    return span.field


def _joined(spans: Iterator[Span]) -> list[Span]:
    """One field's spans; those that follow each other with the same value are one."""
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if last and last.value == span.value and last.until == span.since:
            found[-1] = Span(span.field, span.value, last.since, span.until)
        else:
            found.append(span)
    return found
