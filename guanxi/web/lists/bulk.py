"""Acts on many chosen rows: those on the page, or all that match."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.nouns.fields import Field, Label
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.reading import matching
from guanxi.platform.records.writing import delete_record, update_record
from guanxi.platform.rights.visibility import require
from guanxi.platform.verbs.verb import run_verb, verbs_for
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.fields.inputs import inputs_for, values_given
from guanxi.web.lists.rows import may_change
from guanxi.web.lists.state import state_in
from guanxi.web.records.acts import offered_verb

AT_ONCE = 500


@dataclass(frozen=True)
class Act:
    """One button of the bar."""

    name: str
    label: Label
    icon: str
    key: str = ""


@dataclass(frozen=True)
class Outcome:
    """How an act on many rows went."""

    done: int
    refused: list[tuple[int, str]]


def acts_for(actor: Actor, noun: Noun[Any]) -> list[Act]:
    """The acts this actor may do with many rows."""
    found = []
    if noun.can_edit and actor.may(noun.permission("edit")):
        if "owner" in noun.own_fields:
            found.append(Act("owner", gettext_lazy("Assign"), "assign", "assign"))
        found.append(Act("edit", gettext_lazy("Change a field"), "edit"))
    for verb in verbs_for(noun, actor):
        if verb.is_bulk:
            found.append(Act(f"do-{verb.name}", verb.label, verb.icon or "right"))
    if noun.can_delete and actor.may(noun.permission("delete")):
        found.append(Act("delete", gettext_lazy("Move to the recycle bin"), "trash"))
    return found


@signed_in
def bulk_act(request: HttpRequest, actor: Actor, noun_key: str, name: str) -> HttpResponse:
    """First asks what the act needs, then does it to every chosen row and says how it went."""
    noun = noun_or_404(actor, noun_key)
    if request.method != "POST":
        raise Http404
    chosen = chosen_ids(actor, noun, request.POST)
    fields = act_fields(actor, noun, name, request.POST.get("field", ""))
    if not request.POST.get("go"):
        return _ask(request, actor, noun, name, fields, chosen)
    given = values_given(fields, request.POST)
    outcome = Outcome(0, [])
    for pk in chosen:
        outcome = _one(actor, noun, name, pk, given, outcome)
    return render(
        request,
        "web/lists/outcome.html",
        {"noun": noun, "base": f"/{noun.key}/", "outcome": outcome, "said": _said(outcome)},
    )


def chosen_ids(actor: Actor, noun: Noun[Any], given: QueryDict) -> list[int]:
    """The chosen rows within rights; a refusal when there are more than can be done at once."""
    state = state_in(noun, given.get("state", ""))
    rows = matching(actor, noun, state.query).order_by("pk")
    if given.get("everything"):
        found = list(rows.values_list("pk", flat=True)[: AT_ONCE + 1])
        if len(found) > AT_ONCE:
            raise RuleBroken(_("Narrow the list to %(limit)d rows first.") % {"limit": AT_ONCE})
        return found
    ids = [int(one) for one in given.getlist("id") if one.isdigit()][:AT_ONCE]
    return list(noun.base().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))


def act_fields(actor: Actor, noun: Noun[Any], name: str, field: str) -> list[Field]:
    """What an act asks for, as fields."""
    if name.startswith("do-"):
        return list(offered_verb(actor, noun, name.removeprefix("do-")).params.values())
    if name == "delete":
        require(actor, noun.permission("delete"))
        return []
    wanted = "owner" if name == "owner" else field
    found = noun.fields.get(wanted)
    if found is None:
        return []
    if not may_change(actor, noun, found):
        raise Denied(noun.permission("edit"))
    return [found]


def _ask(
    request: HttpRequest,
    actor: Actor,
    noun: Noun[Any],
    name: str,
    fields: list[Field],
    chosen: list[int],
) -> HttpResponse:
    act = next((one for one in acts_for(actor, noun) if one.name == name), None)
    if act is None:
        raise Http404
    changeable = [one for one in noun.fields.values() if may_change(actor, noun, one)]
    context = {
        "noun": noun,
        "base": f"/{noun.key}/",
        "act": act,
        "count": len(chosen),
        "fields": changeable if name == "edit" else [],
        "field": request.POST.get("field", ""),
        "inputs": inputs_for(actor, fields, {}, prefix="b"),
        "ids": chosen,
        "is_dangerous": name == "delete",
    }
    return render(request, "web/lists/ask.html", context)


def _one(
    actor: Actor, noun: Noun[Any], name: str, pk: int, given: dict[str, Any], so_far: Outcome
) -> Outcome:
    at = timezone.now()
    try:
        if name.startswith("do-"):
            verb = offered_verb(actor, noun, name.removeprefix("do-"))
            run_verb(verb, pk, given, actor=actor, at=at)
        elif name == "delete":
            delete_record(noun, pk, actor=actor, at=at)
        else:
            update_record(noun, pk, given, actor=actor, at=at)
    except (RuleBroken, Denied, models.ObjectDoesNotExist) as refusal:
        return Outcome(so_far.done, [*so_far.refused, (pk, _reason(refusal))])
    return Outcome(so_far.done + 1, so_far.refused)


def _reason(refusal: Exception) -> str:
    if isinstance(refusal, RuleBroken):
        fields = "; ".join(str(message) for message in refusal.fields.values())
        return fields or str(refusal.message)
    return _("not yours to change")


def _said(outcome: Outcome) -> str:
    return ngettext("%(n)d row done", "%(n)d rows done", outcome.done) % {"n": outcome.done}
