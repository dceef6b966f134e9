"""The rows of a list as lean HTML: no template per cell, no attribute twice."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.reading import ListPage, may_ask_by
from guanxi.web.lists.cells import CellContext, Writer, writer_of
from guanxi.web.lists.marks import mark_of
from guanxi.web.look import people
from guanxi.web.look.escaping import escaped

FIGURES = {"money", "number", "rollup"}
MOMENTS = {"date", "datetime"}
IN_PLACE = {
    "text", "long", "number", "money", "date", "datetime", "choice", "boolean", "phone",
    "email", "url", "user", "team", "relation", "address", "multi",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column: its field, what its cells are marked with and how they are written."""

    field: Field
    classes: str
    is_editable: bool
    write: Writer
    by_row: bool = False

    @property
    def opening(self) -> str:
        """The start of each of its cells."""
        named = f' data-f="{escape(self.field.name)}"' if self.is_editable else ""
        styled = f' class="{self.classes}"' if self.classes else ""
        return f"<td{styled}{named}>"


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
    on_phone = _phone_classes(others)
    return [
        column_of(actor, noun, one, context, names, on_phone.get(one.name, "")) for one in others
    ]


def column_of(
    actor: Actor,
    noun: Noun[Any],
    one: Field,
    context: CellContext,
    read: Collection[str] = (),
    on_phone: str = "",
) -> Column:
    """One column; rows that hold what is ``read`` are marked by more than its own value."""
    editable = may_change(actor, noun, one)
    parts = (
        "num" if one.type in FIGURES else "",
        on_phone,
        "editable" if editable else "",
        "wrap" if one.type == "long" else "",
    )
    mark = mark_of(noun, one, context.now)
    is_marked = mark is not None and one.name in read and mark.reads_from(read)
    is_marked = is_marked and may_ask_by(actor, noun, one.name, *(mark.reads if mark else ()))
    write = mark.write if mark and is_marked else writer_of(one, context)
    return Column(one, " ".join(filter(None, parts)), editable, write, by_row=is_marked)


def may_change(actor: Actor, noun: Noun[Any], one: Field) -> bool:
    """Whether cells of this field open for this actor; each row is asked again on opening."""
    return (
        noun.can_edit
        and one.editable
        and one.type in IN_PLACE
        and actor.may(noun.permission("edit"))
        and actor.field_mode(noun.key, one.name) == "full"
    )


def rows_html(noun: Noun[Any], page: ListPage, columns: Sequence[Column]) -> SafeString:
    """All rows of the page."""
    base, choose = f"/{noun.key}/", escape(_("Choose"))
    openings = [(one.opening, "" if one.by_row else one.field.name, one.write) for one in columns]
    has_face = people.has_face(noun.icon)
    lines: list[str] = []
    for row in page.rows:
        key = row["id"]
        name = str(row.get(noun.title) or f"{noun.label} {key}")
        title = escaped(name)
        face = people.face(noun.icon, name, key) if has_face else ""
        cells = "".join(
            [
                f"{start}{write(row[field] if field else row)}</td>"
                for start, field, write in openings
            ]
        )
        lines.append(
            f'<tr data-id="{key}"><td class="pick"><input class="check" type="checkbox" name="id"'
            f' value="{key}" aria-label="{choose} {title}"></td>'
            f'<th class="named" scope="row"><a href="{base}{key}/">{face}'
            f'<span class="clip">{title}</span></a></th>{cells}</tr>'
        )
    return mark_safe("\n".join(lines))  # noqa: S308 - every part is escaped where it is written


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
