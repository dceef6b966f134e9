"""Rows that the database itself refuses: which field it is, and who has its value."""

from collections.abc import Mapping
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.imports.plan import Prepared, Problem
from guanxi.platform.imports.recipes import Recipe
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.doubles import Double, double_in, refusal_of

REFUSED = "refused_by_database"


def problem_of(fault: BaseException, recipe: Recipe, row: Prepared, actor: Actor) -> Problem:
    """What to tell of the only row of a batch, once what the database refused is rolled back."""
    double = double_in(fault)
    noun = _noun_of(recipe, double) if double else None
    if double is None or noun is None:
        return Problem("", REFUSED)
    told = refusal_of(noun, double.columns, _held(noun, row.values), actor)
    for name, message in told.fields.items():
        if recipe.key == noun.key:
            return Problem(name, "taken", str(message))
        return Problem("", "taken", f"{noun.own_fields[name].label}: {message}")
    return Problem("", "taken", str(told.message))


def _noun_of(recipe: Recipe, double: Double) -> Noun[Any] | None:
    nouns = (noun_named(key) for key in recipe.nouns())
    return next((one for one in nouns if one.model._meta.db_table == double.table), None)


def _held(noun: Noun[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The clean values of a row by the columns of its record."""
    return {one.path: values[name] for name, one in noun.own_fields.items() if name in values}
