"""In what a computed field results: type, decimals, and amounts in the firm's own currency only."""

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named

if TYPE_CHECKING:
    from guanxi.platform.custom.definitions import FieldDraft

RATE = "rate"
BASE = "base_"


def settled(draft: "FieldDraft") -> "FieldDraft":
    """The sound draft; a roll-up's result follows from what it measures, whatever was said.

    A relation has its index: every record it points to counts the rows that point to it.
    """
    if draft.type == "relation":
        return replace(draft, is_indexed=True)
    if draft.type != "rollup":
        return draft
    rollup = draft.settings["rollup"]
    if rollup["measure"] == "count":
        follows: dict[str, Any] = {"result": "number", "decimals": 0}
        return replace(draft, settings={**draft.settings, **follows})
    of = noun_named(rollup["noun"]).field(rollup["of"])
    follows = {"result": of.type}
    if of.type == "number" and rollup["measure"] != "avg":
        follows["decimals"] = draft.settings.get("decimals", of.decimals)
    return replace(draft, settings={**draft.settings, **follows})


def require_one_currency(child: Noun[Any], of: Field) -> None:
    """Refuse to add up, or to compare, amounts of which each has a currency of its own."""
    if not of.currency_path:
        return
    base = _own_amounts(child)
    if base:
        raise RuleBroken(
            _(
                "“%(name)s” is in each record's own currency and cannot be added up;"
                " use “%(base)s” instead."
            )
            % {"name": of.name, "base": base[0]}
        )
    raise RuleBroken(
        _(
            "“%(name)s” is in each record's own currency and cannot be added up;"
            " convert it by a formula first."
        )
        % {"name": of.name}
    )


def require_own_currency(noun: Noun[Any], sources: Collection[str]) -> None:
    """Refuse a formula that takes amounts in another currency for the firm's own.

    One that reads a rate converts them itself.
    """
    if any(source.rpartition(".")[2] == RATE for source in sources):
        return
    for source in sorted(sources):
        relation, dot, name = source.rpartition(".")
        holder = noun_named(noun.field(relation).target) if dot else noun
        field = holder.field(name)
        if not field.currency_path:
            continue
        beside = field.currency_path.replace("__", ".").rpartition(".")
        rate = relation + dot + beside[0] + beside[1] + RATE
        base = [relation + dot + one for one in _own_amounts(holder)]
        raise _not_ours(source, base, rate if _is_there(noun, rate) else "")


def _not_ours(source: str, base: list[str], rate: str) -> RuleBroken:
    if base and rate:
        said = _(
            "“%(name)s” is in each record's own currency;"
            " read “%(base)s”, or multiply it by “%(rate)s”."
        )
    elif rate:
        said = _("“%(name)s” is in each record's own currency; multiply it by “%(rate)s”.")
    elif base:
        said = _("“%(name)s” is in each record's own currency; read “%(base)s” instead.")
    else:
        said = _("“%(name)s” is in each record's own currency; choose a number as the result.")
    return RuleBroken(said % {"name": source, "base": base[0] if base else "", "rate": rate})


def _own_amounts(noun: Noun[Any]) -> list[str]:
    """The amounts of a noun that it keeps in the firm's currency as well."""
    fields = noun.fields.items()
    amounts = [name for name, one in fields if one.type == "money" and not one.currency_path]
    return [name for name in amounts if name.startswith(BASE)]


def _is_there(noun: Noun[Any], source: str) -> bool:
    relation, dot, name = source.partition(".")
    if not dot:
        return source in noun.fields
    held = noun.fields.get(relation)
    return held is not None and bool(held.target) and name in noun_named(held.target).fields
