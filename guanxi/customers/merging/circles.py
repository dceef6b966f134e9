"""Records that would stand above themselves once two of them are one, or two again."""

from collections.abc import Collection, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.customers.merging.values import choosable
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.holding import hold


def drop_what_leads_back(
    noun: Noun[Any], chosen: dict[str, Any], take: Collection[str], pks: Collection[int]
) -> None:
    """Leave unfilled what nobody asked for and what leads up to one of the two records."""
    for name in _upward(noun):
        value = chosen.get(name)
        if value and name not in take and not set(pks).isdisjoint(_above(noun, name, value)):
            del chosen[name]


def refuse_circles(noun: Noun[Any], pks: Collection[int]) -> None:
    """Refuse to go on where one of these records now stands above itself."""
    for name in _upward(noun):
        hold(f"{noun.key}.{name}")
    problems = {
        name: _("This would lead back to the customer itself.")
        for name in _upward(noun)
        if any(pk in list(_above(noun, name, pk))[1:] for pk in pks)
    }
    if problems:
        raise RuleBroken(
            _("One stands above the other by way of a third; part them there first."), problems
        )


def _upward(noun: Noun[Any]) -> list[str]:
    return [
        name
        for name, one in choosable(noun).items()
        if one.target == noun.key and not one.is_custom
    ]


def _above(noun: Noun[Any], name: str, pk: int | None) -> Iterator[int]:
    """The record and those above it, the one closing a circle last."""
    column, seen = f"{noun.field(name).path}_id", set()
    while pk:
        yield pk
        if pk in seen:
            return
        seen.add(pk)
        pk = noun.model._base_manager.filter(pk=pk).values_list(column, flat=True).first()
