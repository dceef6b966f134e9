"""What the page says, in one sentence for each table."""

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guanxi.insight.movement.chain import LIVING, Chain
from guanxi.insight.movement.figures import Moved
from guanxi.insight.movement.holdout import HeldOut
from guanxi.insight.movement.matrix import Matrix
from guanxi.insight.structure.flow import label_of
from guanxi.insight.wording import count, money, percent

UP, DOWN = ("recovered", "rose", "returned"), ("fell", "slipped", "left")


def main_finding(found: Moved) -> SafeString:
    """Who got nearer and who went further away."""
    known = sum(number for key, number in found.classes.items() if key != "unknown")
    if not known:
        return format_html("{}", _("Nobody has bought yet, so nobody can have moved."))
    up, down = (sum(found.classes.get(key, 0) for key in way) for way in (UP, DOWN))
    if not up and not down:
        return format_html("{}", _("No customer came nearer, and none moved away."))
    words = {
        "up": count(up),
        "down": count(down),
        "fell": count(found.classes.get("fell", 0)),
    }
    text = _(
        "%(up)s customers came nearer and %(down)s moved away; %(fell)s fell from the upper half."
    )
    strong = {name: format_html("<b>{}</b>", word) for name, word in words.items()}
    return mark_safe(escape(text) % strong)  # noqa: S308 every part is escaped


def matrix_finding(matrix: Matrix) -> str:
    """How many went which way."""
    return _("%(better)s moved up, %(worse)s moved down") % {
        "better": count(matrix.better),
        "worse": count(matrix.worse),
    }


def chain_finding(chain: Chain) -> str:
    """The stage from which most is lost in a quarter."""
    ending = {stage: chain.chances(stage).get("ended", 0.0) for stage in LIVING}
    worst = max(ending, key=lambda stage: ending[stage])
    if not ending[worst]:
        return _("No relationship was seen to end in these quarters")
    return _("Of those in “%(stage)s”, %(share)s end within a quarter") % {
        "stage": label_of(worst),
        "share": percent(ending[worst], 1),
    }


def check_finding(held: HeldOut | None) -> str:
    """How well the chances of the quarters before foretold the last one."""
    if held is None:
        return _("The chances of moves cannot be checked yet: two quarters are too few")
    words = {
        "ours": percent(held.misplaced(held.foretold), 1),
        "plain": percent(held.misplaced(held.before), 1),
    }
    if not held.is_worse:
        return _(
            "Of the last quarter %(ours)s were foretold amiss, %(plain)s by “all as before”"
        ) % (words)
    return (
        _("“All as before” foretold the last quarter better: %(plain)s amiss, not %(ours)s") % words
    )


def value_finding(chain: Chain, held: HeldOut | None) -> str:
    """Where a customer is worth most; nothing where the chances foretell worse than no change."""
    if held and held.is_worse:
        return _("How long a relationship still lasts and what it brings cannot be foretold")
    values = {stage: value for stage, value in chain.value_left().items() if value}
    if not values:
        return _("What a stage is still worth cannot be told yet")
    best = max(values, key=lambda stage: values[stage])
    return _("A customer in “%(stage)s” still brings about %(value)s") % {
        "stage": label_of(best),
        "value": money(round(values[best])),
    }
