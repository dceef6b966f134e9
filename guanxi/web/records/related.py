"""Rows of other nouns that point at a record: counts, the first few, and the whole list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import escape, strip_tags

from guanxi.platform.actors.actor import Actor
from guanxi.platform.files.models import StoredFile
from guanxi.platform.glossary.saying import WORDS, title_said
from guanxi.platform.messages.models import Note
from guanxi.platform.nouns.fields import Label
from guanxi.platform.nouns.noun import Noun, Related
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.counting import Among, counts_around
from guanxi.platform.records.prepared import OF_ONE
from guanxi.platform.records.reading import ListQuery, may_ask_by, readable_names
from guanxi.platform.records.together import read_together
from guanxi.platform.rights.visibility import living_rows, visible_to
from guanxi.web.lists.cells import CellContext, writer_of
from guanxi.web.records.reading import Seen

SUMMARY = 2
# A number without its name says nothing.
BARE = ("integer", "number")


@dataclass(frozen=True)
class RelatedList:
    """One related list that the actor may read."""

    related: Related
    noun: Noun[Any]

    @property
    def name(self) -> str:
        """How it is named in an address."""
        return self.related.name

    @property
    def label(self) -> Label:
        """What it is called."""
        return self.related.label

    def query(
        self, actor: Actor, pk: int, columns: Sequence[str], limit: int = 50, cursor: str = ""
    ) -> ListQuery:
        """The rows that point at the record, with what the actor may see of these columns."""
        sort = self.related.sort
        return ListQuery(
            {"field": self.related.by, "op": "is", "value": pk},
            sort if may_ask_by(actor, self.noun, sort.removeprefix("-")) else "",
            readable_names(actor, self.noun, columns),
            limit,
            cursor,
        )


@dataclass(frozen=True)
class Beside:
    """The first rows of a related list, as they stand beside a record."""

    list: RelatedList
    rows: Sequence[tuple[str, str, str, str]]
    more: bool


def related_lists(actor: Actor, noun: Noun[Any]) -> list[RelatedList]:
    """The related lists of ``noun`` that the actor may read."""
    known = nouns()
    return [
        RelatedList(one, known[one.noun])
        for one in noun.related_lists
        if one.noun in known
        and actor.may(known[one.noun].permission("read"))
        and may_ask_by(actor, known[one.noun], one.by)
    ]


def counts(actor: Actor, seen: Seen, lists: Sequence[RelatedList]) -> list[int]:
    """How many rows each list has, then how many pinned notes and files."""

    def counted() -> list[Among]:
        pinned, files = Note.objects.filter(is_pinned=True), StoredFile.objects.all()
        attached = (_attached(seen.noun, rows) for rows in (pinned, files))
        return [*(_pointing(actor, one) for one in lists), *(Among(one, one) for one in attached)]

    return counts_around(actor, seen.noun, tuple(one.name for one in lists), seen.pk, counted)


def first_rows(actor: Actor, seen: Seen, lists: Sequence[RelatedList], limit: int) -> list[Beside]:
    """The newest rows of each list with a word or a figure about them; empty lists are left out."""
    wanted = [(one.noun, one.query(actor, seen.pk, _summary(actor, one), limit)) for one in lists]
    found = []
    for one, page in zip(lists, read_together(actor, wanted), strict=True):
        if page.rows:
            context = CellContext(timezone.now(), page.titles)
            rows = [_row(one, row, page.columns, context) for row in page.rows]
            found.append(Beside(one, rows, bool(page.next)))
    return found


def _pointing(actor: Actor, one: RelatedList) -> Among:
    by, living = one.noun.field(one.related.by), one.noun.base().filter(living_rows(one.noun))
    return Among(
        by.pointing(visible_to(actor, one.noun), OF_ONE).order_by(),
        by.pointing(living, OF_ONE).order_by(),
    )


def _attached(noun: Noun[Any], rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(noun=noun.key, record_id=OF_ONE, deleted_at=None).order_by()


def _summary(actor: Actor, one: RelatedList) -> list[str]:
    noun = one.noun
    beside = [
        name
        for name in (one.related.columns or noun.columns)
        if name not in {noun.title, one.related.by}
    ]
    names = readable_names(actor, noun, beside)
    figures = [name for name in names if noun.fields[name].type == "money"][:1]
    others = [name for name in names if name not in figures][:SUMMARY]
    return [*readable_names(actor, noun, [noun.title, noun.title_en]), *others, *figures]


def _row(
    one: RelatedList, row: dict[str, Any], columns: Sequence[Any], context: CellContext
) -> tuple[str, str, str, str]:
    noun = one.noun
    title = str(title_said(noun, row, context.titles.get(WORDS, {})) or f"{noun.label} {row['id']}")
    written = {field.name: writer_of(field, context)(row[field.name]) for field in columns}
    money = next((field.name for field in columns if field.type == "money"), "")
    about = [
        f"{escape(field.label)} {said}" if field.type in BARE else said
        for field in columns
        if field.name not in {noun.title, noun.title_en, money}
        and row[field.name] not in (None, "", [])
        if strip_tags(said := written[field.name]) != title
    ]
    return f"/{noun.key}/{row['id']}/", title, " ".join(about), written.get(money, "")
