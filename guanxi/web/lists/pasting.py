"""A block of cells pasted onto rows: shown first beside what stands there, then changed at once."""

import csv
from dataclasses import dataclass
from io import StringIO
from itertools import zip_longest
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.given import whole_number
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.intake import read_values
from guanxi.platform.records.titles import titles, titles_of
from guanxi.platform.rights.visibility import visible_to
from guanxi.platform.verbs.many import Chosen, act_on_many
from guanxi.platform.verbs.rows import CELLS, in_a_row, reason_of
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.lists.batches import told
from guanxi.web.lists.called import Called
from guanxi.web.lists.cells import CellContext, writer_of
from guanxi.web.lists.rows import may_change

MOST_ROWS = 200


@dataclass(frozen=True)
class PastedRow:
    """One row: what stands in each cell, what was pasted, and why it cannot be taken."""

    pk: int
    title: str
    cells: list[tuple[SafeString, str]]
    values: dict[str, str]
    problem: str


@signed_in
def paste(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """First what would change, row by row; with ``go`` the change, as one act with undo."""
    noun = noun_or_404(actor, noun_key)
    if request.method != "POST":
        raise Http404
    fields = _fields(actor, noun, request.POST)
    rows = _rows(actor, noun, fields, request.POST)
    sound = {str(row.pk): row.values for row in rows if not row.problem}
    if request.POST.get("go") and sound:
        chosen = Chosen(ids=tuple(int(pk) for pk in sound))
        batch = act_on_many(CELLS, noun, chosen, sound, actor=actor, at=timezone.now())
        return told(request, actor, batch)
    context = {
        "noun": noun,
        "base": f"/{noun.key}/",
        "fields": fields,
        "rows": rows,
        "sound": len(sound),
        "left": len(rows) - len(sound),
        "given": request.POST,
        "ids": request.POST.getlist("id"),
    }
    return render(request, "web/lists/paste.html", context)


def block_of(text: str) -> list[list[str]]:
    """The lines and cells of what a spreadsheet puts on the clipboard."""
    lines = csv.reader(StringIO(text.replace("\r\n", "\n").rstrip("\n")), delimiter="\t")
    return [[cell.strip() for cell in line] for line in lines]


def _fields(actor: Actor, noun: Noun[Any], given: QueryDict) -> list[Field]:
    names = given.getlist("column")
    found = [noun.fields[name] for name in names if name in noun.fields]
    if not found or len(found) < len(names):
        raise RuleBroken(_("One of these columns cannot be changed in the list."))
    if not all(may_change(actor, noun, one) for one in found):
        raise Denied(noun.permission("edit"))
    return found


def _rows(actor: Actor, noun: Noun[Any], fields: list[Field], given: QueryDict) -> list[PastedRow]:
    block = block_of(given.get("text", ""))
    ids = [pk for one in given.getlist("id") if (pk := whole_number(one))][: len(block)]
    if len(block) > MOST_ROWS:
        raise RuleBroken(_("Paste at most %(limit)d rows at once.") % {"limit": MOST_ROWS})
    records = {one.pk: one for one in visible_to(actor, noun).filter(pk__in=ids)}
    named = titles(actor, noun.key, set(records))
    stored = [{one.name: one.value_of(found) for one in fields} for found in records.values()]
    context = CellContext(timezone.now(), titles_of(actor, fields, stored))
    columns = zip_longest(*block[: len(ids)], fillvalue="")
    called = [Called(actor, *one) for one in zip(fields, columns, strict=False)]
    rows = []
    for pk, line in zip(ids, block, strict=False):
        if pk in records:
            pasted = list(zip(called, line, strict=False))
            values = {
                one.field.name: _meant(one, records[pk], cell, context) for one, cell in pasted
            }
            written = {one.field.name: cell for one, cell in pasted}
            shown = _cells(fields, records[pk], written, context)
            missed = [one.misses(values[one.field.name]) for one, _cell in pasted]
            problem = in_a_row(filter(None, missed)) or _problem(actor, noun, values, records[pk])
            rows.append(PastedRow(pk, named.get(pk, ""), shown, values, problem))
    return rows


def _meant(called: Called, record: Any, cell: str, context: CellContext) -> str:
    """What the cell calls; first of all whom or what the record names already."""
    field = called.field
    held = field.value_of(record)
    is_same = field.named_by and cell == context.titles.get(field.named_by, {}).get(held)
    return str(held) if is_same else called.meant(cell)


def _cells(
    fields: list[Field], record: Any, values: dict[str, str], context: CellContext
) -> list[tuple[SafeString, str]]:
    written = [
        (writer_of(one, context)(one.value_of(record)), values.get(one.name, "")) for one in fields
    ]
    return [(mark_safe(was), now) for was, now in written]  # noqa: S308 - a list's own writers


def _problem(actor: Actor, noun: Noun[Any], values: dict[str, str], record: Any) -> str:
    try:
        read_values(noun, values, actor, is_new=False, record=record)
    except RuleBroken as broken:
        return reason_of(broken)
    return ""
