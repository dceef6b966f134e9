"""The heads of a list: what each column is called and where a press on it leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.fields import Field, Label
from guanxi.platform.nouns.noun import Noun
from guanxi.web.lists.rows import FIGURES, Column
from guanxi.web.lists.state import ListState

UNSORTABLE = {"relation", "multi", "json"}


@dataclass(frozen=True)
class Head:
    """One column head; ``href`` is empty where the column cannot be sorted."""

    label: Label
    href: str
    direction: str
    classes: str
    name: str = ""

    @property
    def icon(self) -> str:
        """The arrow of a sorted column."""
        return {"ascending": "arrow-up", "descending": "arrow-down"}.get(self.direction, "")


def heads(actor: Actor, noun: Noun[Any], columns: list[Column], state: ListState) -> dict[str, Any]:
    """The head of the title and those of the other columns, for the list's template."""
    sort = state.sort or noun.sort
    named = _head(actor, noun, noun.field(noun.title), sort, state)
    others = [_head(actor, noun, one.field, sort, state) for one in columns]
    return {"named_head": named, "heads": others, "heads_key": _key(noun, [named, *others])}


def _key(noun: Noun[Any], shown: Iterable[Head]) -> str:
    """All that heads show beside the labels of their fields, so that ones written may stand."""
    said = [f"{one.name} {one.direction} {one.classes} {one.href}" for one in shown]
    return "\n".join([noun.key, *said])


def _head(actor: Actor, noun: Noun[Any], one: Field, sort: str, state: ListState) -> Head:
    direction = ""
    if sort.removeprefix("-") == one.name:
        direction = "descending" if sort.startswith("-") else "ascending"
    figures_first = one.type in FIGURES or one.type in {"date", "datetime"}
    turned = {"": "-" if figures_first else "", "ascending": "-", "descending": ""}[direction]
    href = state.sorted_by(f"{turned}{one.name}") if _sortable(actor, noun, one) else ""
    return Head(one.label, href, direction, "num" if one.type in FIGURES else "", one.name)


def _sortable(actor: Actor, noun: Noun[Any], one: Field) -> bool:
    mode = actor.field_mode(noun.key, one.name)
    return one.type not in UNSORTABLE and mode not in {"hidden", "masked"}
