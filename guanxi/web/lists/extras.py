"""What a list gives on demand: the exact count, sums, other columns."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.measuring import read_measures
from guanxi.platform.records.reading import list_columns, matching, read_total
from guanxi.platform.records.values import readable_fields
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.fields.sections import LARGE, REST, sections_of
from guanxi.web.lists.state import state_in
from guanxi.web.look import figures

MEASURED, TOLD = 6, 2


@signed_in
def exact_total(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """How many rows match, counted to the last."""
    noun = noun_or_404(actor, noun_key)
    state = state_in(noun, request.GET.get("state", ""))
    total = read_total(actor, noun, state.query, exact=True)
    return HttpResponse(format_html("<b>{}</b>", figures.number(total.number)))


@signed_in
def sums(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """Sum, average and ends of the figures shown, over every row that matches."""
    noun = noun_or_404(actor, noun_key)
    state = state_in(noun, request.GET.get("state", ""))
    columns = list_columns(actor, noun, state.columns)
    rows = matching(actor, noun, state.query)
    found = read_measures(rows, measured_of(actor, noun, columns))
    amounts = groupby((one for one in found if one.currency), key=lambda one: one.field)
    told = [(field, list(sums)) for field, sums in amounts][:TOLD]
    return render(request, "web/lists/sums.html", {"measures": found, "amounts": told})


def measured_of(actor: Actor, noun: Noun[Any], shown: Sequence[Field]) -> list[Field]:
    """The figures among the columns that this actor reads plainly."""
    return [
        one
        for one in shown
        if one.type in {"money", "number"}
        and actor.field_mode(noun.key, one.name) in {"read", "full"}
    ][:MEASURED]


@signed_in
def column_chooser(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """Which columns stand in the list, and in which order."""
    noun = noun_or_404(actor, noun_key)
    state = state_in(noun, request.GET.get("state", ""))
    if request.GET.getlist("column"):
        return redirect(state.but(columns=tuple(request.GET.getlist("column"))).href)
    shown = [one.name for one in list_columns(actor, noun, state.columns)]
    fields = readable_fields(actor, noun)
    rest = [name for name, one in fields.items() if name not in shown and one.type != "json"]
    context = {
        "noun": noun,
        "base": state.base,
        "state": state,
        "shown": [fields[name] for name in shown if name in fields],
        "sections": [
            (noun.label if one.key == REST else one.label, [fields[name] for name in one.names])
            for one in sections_of(noun, rest)
        ],
        "is_large": len(fields) > LARGE,
    }
    return render(request, "web/lists/columns.html", context)
