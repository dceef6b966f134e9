"""The cards of a board: what of a record stands on one."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags

from guanxi.platform.actors.actor import Actor
from guanxi.platform.glossary.saying import WORDS, title_said
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.record import STANDING
from guanxi.platform.records.reading import ListQuery, readable_names
from guanxi.platform.records.titles import Titles
from guanxi.platform.records.values import Masked
from guanxi.web.lists.cells import CellContext, writer_of
from guanxi.web.lists.marks import Row, mark_of, with_read
from guanxi.web.lists.state import ListState

LINE = 3
UNKNOWN = "—"


@dataclass(frozen=True)
class Card:
    """One record on the board."""

    pk: int
    title: str
    above: str
    line: list[str]
    owner: str
    owner_key: int
    age: str = ""


class CardMaker:
    """Makes the cards of one board; the fields it is divided by are not said again on a card."""

    def __init__(self, actor: Actor, noun: Noun[Any], divided_by: Iterable[str]) -> None:
        self._noun = noun
        beside = _told(noun, [one for one in noun.columns if one not in {noun.title, *divided_by}])
        shown = readable_names(actor, noun, beside)[: LINE + 2]
        aged = [] if STANDING in shown else readable_names(actor, noun, [STANDING])
        self._names = [*readable_names(actor, noun, [noun.title]), *shown, *aged]
        self._read = readable_names(actor, noun, with_read(noun, self._names))

    def query(self, state: ListState, filter: Mapping[str, Any], limit: int) -> ListQuery:
        """What is read for ``limit`` cards of the rows within ``filter``."""
        return ListQuery(filter, state.sort, self._read, limit, state.cursor, state.text)

    def cards(
        self,
        rows: Iterable[dict[str, Any]],
        columns: Sequence[Field],
        titles: Titles,
        at: dt.datetime,
    ) -> list[Card]:
        """A card for each row."""
        shown = [one for one in columns if one.name in self._names]
        context = CellContext(at, titles)
        # Made once for all cards: to make one takes longer than to use it.
        writers = {one.name: _writer(self._noun, one, context) for one in shown}
        return [_card(self._noun, row, shown, titles, writers) for row in rows]


def _told(noun: Noun[Any], columns: list[str]) -> list[str]:
    """The columns that say something without their heads: one amount, which shows its currency."""
    fields = noun.fields
    signs = {one.currency_path for one in fields.values()}
    further = [one for one in columns if one in fields and fields[one].type == "money"][1:]
    return [one for one in columns if one not in signs and one not in further]


def _card(
    noun: Noun[Any],
    row: dict[str, Any],
    columns: Sequence[Field],
    titles: Titles,
    writers: Mapping[str, Callable[[Row], str]],
) -> Card:
    filled = [one for one in columns if row[one.name] not in (None, "", [])]
    plain = [one for one in filled if not isinstance(row[one.name], Masked)]
    owner = next((one for one in plain if one.type == "user"), None)
    above = next((one for one in plain if one.type == "relation"), None)
    beside = {noun.title, STANDING}
    line = [one for one in filled if one not in (owner, above) and one.name not in beside][:LINE]
    aged = next((one for one in plain if one.name == STANDING), None)
    if noun.board is not None and row.get(noun.board.by) in noun.board.closed:
        # Where work is over nothing waits, and nobody asks how long.
        aged = None
    line.sort(key=lambda one: one.type != "money")
    names = titles.get(above.target, {}) if above else {}
    written = [writers[one.name](row) for one in line]
    return Card(
        pk=row["id"],
        title=str(title_said(noun, row, titles.get(WORDS, {})) or f"{noun.label} {row['id']}"),
        above=names.get(row[above.name], "") if above else "",
        line=[one for one in written if strip_tags(one).strip() != UNKNOWN],
        owner=titles["user"].get(row[owner.name], "") if owner else "",
        owner_key=row[owner.name] if owner else 0,
        age=writers[aged.name](row) if aged else "",
    )


def _writer(noun: Noun[Any], one: Field, context: CellContext) -> Callable[[Row], str]:
    """Writes a value as in a list: by its mark where it has one, so that what is late says so."""
    mark, plain = mark_of(noun, one, context.now), writer_of(one, context)

    def written(row: Row) -> str:
        if mark is None or not mark.reads_from(row):
            return plain(row[one.name])
        is_masked = any(isinstance(row[name], Masked) for name in (one.name, *mark.reads))
        return plain(row[one.name]) if is_masked else mark.write(row)

    return written
