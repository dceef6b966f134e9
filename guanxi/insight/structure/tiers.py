"""Who brings what: the tiers of the pyramid as rows of a table."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from guanxi.insight.abc.measure import ABC
from guanxi.insight.measures import UNKNOWN
from guanxi.insight.pyramid.measure import PYRAMID
from guanxi.insight.structure.figures import Structure, Tier
from guanxi.insight.structure.links import list_where

FULL_BAR = 100


@dataclass(frozen=True)
class TierRow:
    """One tier, with links to its customers and to those of them in decline."""

    label: str | Promise
    about: str | Promise
    customers: int
    href: str
    contribution: int
    share: float | None
    bar: int
    is_loss: bool
    margin_rate: float | None
    declining: int
    declining_href: str
    ended: int
    ended_href: str


def tier_rows(structure: Structure, parameters: Mapping[str, object]) -> tuple[TierRow, ...]:
    """The tiers from the top down; customers who did not buy are not in the pyramid."""
    found = {tier.key: tier for tier in structure.tiers if tier.key != UNKNOWN}
    most = max((abs(tier.contribution) for tier in found.values()), default=0)
    total = sum(tier.contribution for tier in found.values())
    return tuple(
        _row(found[str(one.key)], one.label, one.rule_with(parameters), most, total)
        for one in PYRAMID.classes
        if str(one.key) in found
    )


def _row(tier: Tier, label: str | Promise, about: str | Promise, most: int, total: int) -> TierRow:
    of_tier = ("pyramid_class", "is", tier.key)
    return TierRow(
        label=label,
        about=about,
        customers=tier.customers,
        href=list_where(of_tier),
        contribution=tier.contribution,
        share=tier.contribution / total if total > 0 else None,
        bar=round(FULL_BAR * abs(tier.contribution) / most) if most else 0,
        is_loss=tier.contribution < 0,
        margin_rate=tier.contribution / tier.revenue if tier.costed_revenue else None,
        declining=tier.declining,
        declining_href=list_where(of_tier, ("lifecycle_class", "is", "decline")),
        ended=tier.ended,
        ended_href=list_where(of_tier, ("lifecycle_class", "is", "ended")),
    )


@dataclass(frozen=True)
class LetterRow:
    """One letter: its part of the customers beside its part of the contribution."""

    key: str
    about: str
    customers: int
    href: str
    part: float
    contribution: int
    share: float | None
    part_bar: int
    share_bar: int


def letter_rows(structure: Structure, parameters: Mapping[str, object]) -> tuple[LetterRow, ...]:
    """A, B and C with what each brings."""
    found = {tier.key: tier for tier in structure.letters if tier.key != UNKNOWN}
    customers = sum(tier.customers for tier in found.values())
    total = sum(tier.contribution for tier in found.values())
    rules = {str(one.key): one.rule_with(parameters) for one in ABC.classes}
    return tuple(_letter(found[key], rules[key], customers, total) for key in rules if key in found)


def _letter(tier: Tier, about: str, customers: int, total: int) -> LetterRow:
    part = tier.customers / customers
    share = tier.contribution / total if total > 0 else None
    return LetterRow(
        key=tier.key,
        about=about,
        customers=tier.customers,
        href=list_where(("abc_class", "is", tier.key)),
        part=part,
        contribution=tier.contribution,
        share=share,
        part_bar=round(FULL_BAR * part),
        share_bar=max(0, min(FULL_BAR, round(FULL_BAR * (share or 0)))),
    )
