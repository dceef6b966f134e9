"""A formula tried on one real record before anybody keeps it."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.definitions import FieldDraft, require_computable
from guanxi.platform.custom.figures import Parents, formula_value
from guanxi.platform.custom.graph import computed_of
from guanxi.platform.custom.made import field_of
from guanxi.platform.custom.models import CustomField
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.rights.administering import require_administrator
from guanxi.platform.rights.visibility import visible_to

LOOKED_AT = 50


@dataclass(frozen=True)
class Trial:
    """What a formula gives for a record; ``record`` is None where there is none yet."""

    field: Field
    record: Any = None
    value: Any = None


def try_formula(
    noun: Noun[Any],
    draft: FieldDraft,
    present: CustomField | None = None,
    *,
    nth: int = 0,
    actor: Actor,
) -> Trial:
    """The value for the ``nth`` of the newest records that it gives one for, round and round.

    RuleBroken says what is wrong with the formula, and where.
    """
    require_administrator(actor)
    require_computable(noun, draft, present)
    row = CustomField(pk=present.pk if present else 0, noun=noun.key, **vars(draft))
    one, field = computed_of(row), field_of(row)
    is_closed = any(
        actor.field_mode(key, name) not in {"read", "full"} for key, name in one.sources
    )
    newest = visible_to(actor, noun).order_by("-pk")
    records = [] if is_closed else list(islice(newest, LOOKED_AT))
    if not records or one.formula is None:
        return Trial(field)
    parents = Parents(noun, one.hops).load(records)
    given = [(each, formula_value(one, one.formula, each, parents)) for each in records]
    filled = [pair for pair in given if pair[1] is not None] or given[:1]
    record, value = filled[nth % len(filled)]
    return Trial(field, record, value)
