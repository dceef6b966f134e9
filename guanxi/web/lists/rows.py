"""The rows of a list as lean HTML: no template per cell, no attribute twice."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.glossary.saying import WORDS, titles_said
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.prepared import kept_for
from guanxi.platform.records.reading import ListPage, may_ask_by
from guanxi.web.lists.cells import CellContext, Writer, plain_writer_of, writer_of
from guanxi.web.lists.marks import mark_of
from guanxi.web.look import people
from guanxi.web.look.escaping import escaped

FIGURES = {"money", "number", "rollup"}
MOMENTS = {"date", "datetime"}
# Of few values, each equal to itself alone: two amounts can be equal in two currencies.
RECURRING = {"text", "choice", "date", "boolean", "user", "team", "relation"}
IN_PLACE = {
    "text", "long", "number", "money", "date", "datetime", "choice", "boolean", "phone",
    "email", "url", "user", "team", "relation", "address", "multi",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column: its field, what its cells are marked with and how they are written.

    A column that is marked is written from the whole row: from its own value and what it ``reads``.
    ``opening`` is the start of each of its cells.
    """

    field: Field
    classes: str
    is_editable: bool
    write: Writer
    by_row: bool = False
    reads: tuple[str, ...] = ()
    opening: str = ""


def columns_of(
    actor: Actor,
    noun: Noun[Any],
    fields: Sequence[Field],
    context: CellContext,
    read: Collection[str] | None = None,
) -> list[Column]:
    """The columns beside the title, with the few that a phone shows marked.

    ``read`` names every field that the rows hold, where it is more than the columns.
    """
    others = [one for one in fields if one.name != noun.title]
    names = {one.name for one in fields} if read is None else read
    asked = "columns", [one.name for one in others], list(names)

    def kinds() -> _Kinds:
        on_phone = _phone_classes(others)
        return _Kinds(
            actor, [_kind(actor, noun, one, names, on_phone.get(one.name, "")) for one in others]
        )

    known = kept_for(actor, noun, asked, kinds).kinds
    return [_written(noun, *one, context) for one in zip(others, known, strict=True)]


def column_of(
    actor: Actor,
    noun: Noun[Any],
    one: Field,
    context: CellContext,
    read: Collection[str] = (),
    on_phone: str = "",
) -> Column:
    """One column; rows that hold what is ``read`` are marked by more than its own value."""
    return _written(noun, one, _kind(actor, noun, one, read, on_phone), context)


@dataclass(frozen=True)
class _Kind:
    """What a column is whatever its rows say, and whatever day it is."""

    classes: str
    is_editable: bool
    is_marked: bool
    is_masked: bool
    opening: str


@dataclass(frozen=True)
class _Kinds:
    actor: Actor
    kinds: list[_Kind]


def _kind(actor: Actor, noun: Noun[Any], one: Field, read: Collection[str], on_phone: str) -> _Kind:
    editable = may_change(actor, noun, one)
    parts = (
        "num" if one.type in FIGURES else "",
        on_phone,
        "editable" if editable else "",
        "wrap" if one.type == "long" else "",
    )
    mark = mark_of(noun, one)
    is_marked = mark is not None and one.name in read and mark.reads_from(read)
    is_marked = is_marked and may_ask_by(actor, noun, one.name, *(mark.reads if mark else ()))
    is_masked = actor.field_mode(noun.key, one.name) == "masked"
    classes = " ".join(filter(None, parts))
    return _Kind(classes, editable, is_marked, is_masked, _opening(one, classes, editable))


def _opening(one: Field, classes: str, is_editable: bool) -> str:
    named = f' data-f="{escape(one.name)}"' if is_editable else ""
    styled = f' class="{classes}"' if classes else ""
    return f"<td{styled}{named}>"


def _written(noun: Noun[Any], one: Field, kind: _Kind, context: CellContext) -> Column:
    mark = mark_of(noun, one, context.now) if kind.is_marked else None
    if mark is not None:
        write, reads = mark.write, mark.reads
    else:
        write = writer_of(one, context) if kind.is_masked else plain_writer_of(one, context)
        reads = ()
    shape = kind.classes, kind.is_editable
    return Column(one, *shape, write, mark is not None, reads, kind.opening)


def may_change(actor: Actor, noun: Noun[Any], one: Field) -> bool:
    """Whether cells of this field open for this actor; each row is asked again on opening."""
    return (
        noun.can_edit
        and one.editable
        and one.type in IN_PLACE
        and actor.may(noun.permission("edit"))
        and actor.field_mode(noun.key, one.name) == "full"
    )


def _names(noun: Noun[Any], page: ListPage) -> list[str]:
    """What each row is called; a choice by its label."""
    said = noun.field(noun.title).options
    rows, words = page.rows, page.titles.get(WORDS, {})
    values = titles_said(noun, rows, words)
    if said:
        values = [said.get(value, value) if value else value for value in values]
    return [
        str(value or f"{noun.label} {row['id']}") for value, row in zip(values, rows, strict=True)
    ]


def rows_html(noun: Noun[Any], page: ListPage, columns: Sequence[Column]) -> SafeString:
    """All rows of the page."""
    keys = [row["id"] for row in page.rows]
    names = _names(noun, page)
    titles = [escaped(name) for name in names]
    faces = [""] * len(keys)
    if people.has_face(noun.icon):
        faces = [people.face(noun.icon, *one) for one in zip(names, keys, strict=True)]
    cells = [_cells(one, page.rows) for one in columns]
    form, parts = _form(noun, columns), (keys, keys, titles, keys, faces, titles, *cells)
    lines = [form % row for row in zip(*parts, strict=True)]
    return mark_safe("\n".join(lines))  # noqa: S308 - every part is escaped where it is written


def _form(noun: Noun[Any], columns: Sequence[Column]) -> str:
    """A row with a hole for each of its parts."""
    cells = "".join(f"{_plain(one.opening)}%s</td>" for one in columns)
    return (
        f'<tr data-id="%s"><td class="pick"><input class="check" type="checkbox" name="id"'
        f' value="%s" aria-label="{_plain(escape(_("Choose")))} %s"></td>'
        f'<th class="named" scope="row"><a href="/{noun.key}/%s/">%s'
        f'<span class="clip">%s</span></a></th>{cells}</tr>'
    )


def _plain(text: str) -> str:
    """The text where holes are written with a percent sign."""
    return text.replace("%", "%%")


def _cells(column: Column, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What stands in each cell of the column; what comes again and again is written once."""
    write, one = column.write, column.field
    values = [row[one.name] for row in rows]
    if column.by_row:
        return _marked(column, values, rows)
    if one.type in RECURRING and not one.is_custom:
        written = {value: write(value) for value in set(values)}
        return [written[value] for value in values]
    nothing = write(None)
    return [nothing if value is None else write(value) for value in values]


def _marked(column: Column, values: Sequence[Any], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    read = [[row[name] for row in rows] for name in column.reads]
    seen = list(zip(values, *read, strict=True))
    # Of rows that say the same, any will do.
    written = {said: column.write(row) for said, row in dict(zip(seen, rows, strict=True)).items()}
    return [written[said] for said in seen]


def _phone_classes(fields: Sequence[Field]) -> dict[str, str]:
    """On a phone a row says its name, one figure, one class and one date."""
    kinds = (
        ("key-figure", [one for one in fields if one.type == "money"] or
         [one for one in fields if one.type in FIGURES]),
        ("touch", [one for one in fields if one.type in MOMENTS]),
        ("marks-cell", [one for one in fields if one.type in {"choice", "multi"}] or
         [one for one in fields if one.type == "text"]),
    )  # fmt: skip
    return {found[0].name: mark for mark, found in kinds if found}
