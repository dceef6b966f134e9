"""Rules as a map of products by products, and as rows of a table."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.functional import Promise

from guanxi.insight.needs.baskets.measure import BASKETS
from guanxi.insight.needs.together.baskets import Counted
from guanxi.insight.needs.together.figures import Rule

SIDE = 9
SHADES = 6
SHOWN_RULES = 25
# From here on a cell is as dark as it gets.
DARKEST = 12
LABELS = {str(one.key): one for one in BASKETS.classes}


@dataclass(frozen=True)
class Cell:
    """One pair of the map, with the baskets that hold both; without a rule it is empty."""

    shade: str
    lift: float | None = None
    together: int = 0
    href: str = ""


@dataclass(frozen=True)
class MapRow:
    """One product and what goes with it."""

    place: int
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class RuleRow:
    """One rule in words and figures, its baskets, and the list of who lacks its last product."""

    body: tuple[str, ...]
    head: str
    rule: Rule
    label: str | Promise
    tone: str
    part: int
    together_href: str
    href: str


def products_of(rules: tuple[Rule, ...]) -> set[int]:
    """Every product that the page may have to name."""
    return {product for rule in rules for product in (*rule.body, rule.head)}


def draw_map(
    rules: tuple[Rule, ...], names: Mapping[int, str], counted: Counted
) -> tuple[MapRow, ...]:
    """The products with most rules beyond chance, each with each; none where they are few."""
    pairs = {(rule.body[0], rule.head): rule for rule in rules if len(rule.body) == 1}
    beyond: dict[int, float] = {}
    for rule in pairs.values():
        more = rule.together * (1 - 1 / rule.lift)
        for product in (rule.body[0], rule.head):
            beyond[product] = beyond.get(product, 0) + more
    shown = sorted(beyond, key=lambda product: (-beyond[product], product))[:SIDE]
    if len(shown) < 2:
        return ()
    return tuple(
        MapRow(
            place,
            names.get(one, ""),
            tuple(_cell(pairs.get((one, other)), counted) for other in shown),
        )
        for place, one in enumerate(shown, start=1)
    )


def rule_rows(
    rules: tuple[Rule, ...], names: Mapping[int, str], counted: Counted
) -> tuple[RuleRow, ...]:
    """The rules with most baskets beyond chance; of a pair, the direction that is surer."""
    told: set[frozenset[int]] = set()
    rows: list[RuleRow] = []
    for rule in sorted(rules, key=_beyond_chance):
        together = frozenset((*rule.body, rule.head))
        if together in told or len(rows) == SHOWN_RULES:
            continue
        told.add(together)
        named = LABELS[rule.strength]
        rows.append(
            RuleRow(
                tuple(names.get(product, "") for product in rule.body),
                names.get(rule.head, ""),
                rule,
                named.label,
                named.tone,
                round(100 * rule.confidence),
                counted.holding(*rule.body, rule.head),
                lacking(rule.body, rule.head),
            )
        )
    return tuple(rows)


def lacking(body: tuple[int, ...], head: int) -> str:
    """The address of the customers who ordered all of the body, but never the head."""
    parts = [_ordered("any", product) for product in body] + [_ordered("none", head)]
    written = json.dumps({"all": parts}, separators=(",", ":"))
    return f"/account/?filter={quote(written)}"


def _ordered(operator: str, product: int) -> dict[str, object]:
    line = {"related": "lines", "where": {"field": "product", "value": product}}
    return {"related": "orders", "op": operator, "where": line}


def _cell(rule: Rule | None, counted: Counted) -> Cell:
    if rule is None:
        return Cell("h0")
    shade = min(SHADES, 1 + round((SHADES - 1) * (min(rule.lift, DARKEST) / DARKEST) ** 0.5))
    return Cell(f"h{shade}", rule.lift, rule.together, counted.holding(*rule.body, rule.head))


def _beyond_chance(rule: Rule) -> tuple[float, float, int]:
    return (-rule.together * (1 - 1 / rule.lift), -rule.confidence, rule.head)
