"""One value changed where it stands: in a list's cell or among a record's facts."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Conflict, RuleBroken
from guanxi.platform.given import whole_number
from guanxi.platform.nouns.fields import Field
from guanxi.platform.records.titles import titles_of
from guanxi.platform.records.whole_days import with_days
from guanxi.platform.records.writing import update_record
from guanxi.platform.rights.visibility import visible_to
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.fields.inputs import inputs_for, values_given
from guanxi.web.lists.cells import CellContext, exact_writer, writer_of
from guanxi.web.lists.marks import DUES, in_time, when_due
from guanxi.web.lists.rows import Column, column_of, may_change
from guanxi.web.look import moments
from guanxi.web.records.history import last_change
from guanxi.web.records.reading import Seen, see


@signed_in
def cell(request: HttpRequest, actor: Actor, noun_key: str, pk: int, name: str) -> HttpResponse:
    """GET opens the value (or shows it again with ?read), POST saves it."""
    noun = noun_or_404(actor, noun_key)
    seen = see(actor, noun, pk)
    one = seen.fields.get(name)
    if one is None:
        raise Http404
    tag = "dd" if request.GET.get("as") == "dd" else "td"
    if request.method == "POST":
        return _save(request, actor, seen, one, tag)
    open_ = "read" not in request.GET and may_change(actor, noun, one)
    open_ = open_ and visible_to(actor, noun, "edit").filter(pk=pk).exists()
    if not open_:
        return _closed(request, actor, seen, one, tag)
    return _editor(request, actor, seen, one, tag)


def _closed(request: HttpRequest, actor: Actor, seen: Seen, one: Field, tag: str) -> HttpResponse:
    """The value as it stands; whoever meant to change it is told why it does not open."""
    response = HttpResponse(shown(actor, seen, one, tag))
    if "read" not in request.GET:
        text = _("You can read this, not change it. Ask whoever is responsible for it.")
        context = {"text": text, "icon_name": "lock"}
        response.write(render(request, "web/toast_oob.html", context).content.decode())
    return response


def shown(actor: Actor, seen: Seen, one: Field, tag: str) -> SafeString:
    """The value as it is read, in its td or dd."""
    context = CellContext(timezone.now(), seen.titles)
    column = column_of(actor, seen.noun, one, context, seen.fields)
    opening = column.opening.replace("<td", f"<{tag}", 1)
    if tag == "dd" and column.is_editable:
        opening = opening.replace("<dd", '<dd tabindex="0"', 1)
    html = f"{opening}{_written(column, seen, context, tag)}</{tag}>"
    return mark_safe(html)  # noqa: S308 - written by the same writers as a list


def _written(column: Column, seen: Seen, context: CellContext, tag: str) -> str:
    """As in the list; among the facts to the minute, and what is late says so there too."""
    one, value = column.field, seen.values[column.field.name]
    if tag == "td":
        return column.write(seen.values if column.by_row else value)
    said = exact_writer(one, context)(value)
    is_due = column.by_row and (seen.noun.key, one.name) in DUES and value is not None
    if not is_due:
        return said
    when = when_due(seen.values, one.name)
    if not isinstance(when, datetime):
        said = moments.day(when, context.today)
    return in_time(seen.values, one.name, context.now, said)


def _save(request: HttpRequest, actor: Actor, seen: Seen, one: Field, tag: str) -> HttpResponse:
    given = values_given([one], request.POST)
    version = request.POST.get("version", "")
    try:
        update_record(
            seen.noun,
            seen.pk,
            given,
            actor=actor,
            at=timezone.now(),
            version=whole_number(version),
        )
    except Conflict as conflict:
        return _in_dispute(request, actor, (seen, one, tag), given, conflict)
    except RuleBroken as broken:
        problem = str(broken.fields.get(one.name, broken.message))
        return _editor(request, actor, seen, one, tag, (given.get(one.name), problem))
    renewed = see(actor, seen.noun, seen.pk)
    response = HttpResponse(shown(actor, renewed, one, tag))
    if renewed.version != seen.version:
        response.write(_saved_toast(request, renewed, one))
    return response


def _in_dispute(
    request: HttpRequest,
    actor: Actor,
    place: tuple[Seen, Field, str],
    given: dict[str, Any],
    conflict: Conflict,
) -> HttpResponse:
    """Theirs in words under yours; saving once more, having read that, takes yours."""
    seen, one, tag = place
    theirs = {one.name: conflict.differences[one.name]["theirs"]}
    context = CellContext(timezone.now(), titles_of(actor, [one], [theirs]))
    fact = last_change(seen.noun, seen.pk)
    said = _("%(name)s made it %(theirs)s meanwhile. Enter keeps yours, Esc keeps theirs.") % {
        "name": fact.actor_name if fact else "Guanxi",
        "theirs": strip_tags(writer_of(one, context)(theirs[one.name])) or "—",
    }
    return _editor(request, actor, seen, one, tag, (given.get(one.name), said))


def _editor(
    request: HttpRequest,
    actor: Actor,
    seen: Seen,
    one: Field,
    tag: str,
    broken: tuple[Any, str] | None = None,
) -> HttpResponse:
    """The control with the stored value, or with what was typed and why it was refused."""
    value, problem = broken or (with_days(seen.noun, seen.values)[one.name], "")
    found = {one.name: problem} if problem else {}
    (control,) = inputs_for(actor, [one], {one.name: value}, found, prefix=f"c{seen.pk}")
    context = {
        "tag": tag,
        "input": control,
        "seen": seen,
        "address": f"{seen.href}cell/{one.name}/?as={tag}",
    }
    return render(request, "web/records/cell.html", context)


def _saved_toast(request: HttpRequest, seen: Seen, one: Field) -> str:
    fact = last_change(seen.noun, seen.pk)
    context = {
        "text": _("%(field)s of %(title)s changed") % {"field": one.label, "title": seen.title},
        "undo_href": f"{seen.href}revert/{fact.pk}/" if fact else "",
    }
    return render(request, "web/toast_oob.html", context).content.decode()
