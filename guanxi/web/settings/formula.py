"""A formula tried while it is being typed: what it gives, or what is wrong with it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.spelling import FormulaFault
from guanxi.platform.custom.trying import try_formula
from guanxi.platform.errors import RuleBroken
from guanxi.platform.given import whole_number
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rights.administering import require_administrator
from guanxi.web.acting import signed_in
from guanxi.web.lists.cells import CellContext, exact_writer
from guanxi.web.settings.field_form import draft_given


@signed_in
def try_out(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """POST: what the formula gives for a record, or what is wrong with it, and where."""
    require_administrator(actor)
    noun, given = nouns().get(key), request.POST
    if noun is None or request.method != "POST":
        raise Http404
    pk, nth = whole_number(given.get("row")), whole_number(given.get("nth")) or 0
    present = CustomField.objects.filter(pk=pk, noun=key).first() if pk else None
    context: dict[str, Any] = {"noun": noun, "row": present, "text": given.get("formula", "")}
    try:
        said = given.dict() | ({"name": present.name} if present else {})
        draft = draft_given(said, "formula", 0)
        context["trial"] = trial = try_formula(noun, draft, present, nth=nth, actor=actor)
        if trial.value is not None:
            write = exact_writer(trial.field, CellContext(timezone.now(), {}))
            context["html"] = write(trial.value)
        if trial.record is not None:
            context["title"] = noun.title_of(trial.record)
        context["next"] = nth + 1
    except FormulaFault as fault:
        parts = fault.text[: fault.start], fault.text[fault.start : fault.end]
        context |= {"fault": fault, "parts": (*parts, fault.text[fault.end :])}
    except RuleBroken as broken:
        context["broken"] = broken
    return render(request, "web/settings/formula_trial.html", context)
