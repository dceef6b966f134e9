"""Acts on many chosen rows: those ticked on the page, or all that match."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from guanxi.customers.views.duplicates import MERGES
from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.given import whole_number
from guanxi.platform.nouns.fields import Field, Label
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.reading import ListQuery, matching
from guanxi.platform.verbs.many import Chosen, act_on_many
from guanxi.platform.verbs.rows import EDIT
from guanxi.platform.verbs.takers import MOST_LOOKED_AT, takers_of
from guanxi.platform.verbs.verb import Verb, verb_named, verbs_for
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.fields.inputs import inputs_for, values_given
from guanxi.web.lists.batches import told
from guanxi.web.lists.rows import may_change
from guanxi.web.lists.state import state_in

DELETE = "delete"
KEYS = {"assign": "assign"}
IN_BAR = ("assign", EDIT, "add_tag", DELETE)


@dataclass(frozen=True)
class Act:
    """One button of the bar."""

    name: str
    label: Label
    icon: str
    key: str = ""
    is_dangerous: bool = False
    stays: Label = ""

    @property
    def in_bar(self) -> bool:
        """Whether it stands in the bar itself rather than in its menu."""
        return self.name in IN_BAR


def acts_for(actor: Actor, noun: Noun[Any]) -> list[Act]:
    """The acts this actor may do with many rows."""
    may_edit = noun.can_edit and actor.may(noun.permission("edit"))
    found = [Act(EDIT, gettext_lazy("Change a field"), "edit")] if may_edit else []
    if noun.key in MERGES and actor.may(noun.permission("merge")):
        found.append(Act("merge", gettext_lazy("Merge two"), "merge"))
    if actor.may(noun.permission("export")):
        found.append(Act("export", gettext_lazy("Export"), "download"))
    found += [_act(verb) for verb in _verbs(actor, noun)]
    return sorted(found, key=lambda act: IN_BAR.index(act.name) if act.in_bar else 0)


@signed_in
def bulk_act(request: HttpRequest, actor: Actor, noun_key: str, name: str) -> HttpResponse:
    """First asks what the act needs, then does it to every chosen row and says how it goes."""
    noun = noun_or_404(actor, noun_key)
    if request.method != "POST":
        raise Http404
    act = next((one for one in acts_for(actor, noun) if one.name == name), None)
    if act is None:
        raise Denied(noun.permission("edit" if name == EDIT else name))
    chosen = chosen_in(noun, request.POST)
    fields = act_fields(actor, noun, name, request.POST.get("field", ""))
    given = values_given(fields, request.POST)
    if not request.POST.get("go"):
        return _ask(request, actor, noun, act, fields, chosen, given)
    try:
        batch = act_on_many(name, noun, chosen, given, actor=actor, at=timezone.now())
    except RuleBroken as broken:
        return _ask(request, actor, noun, act, fields, chosen, given, broken)
    return told(request, actor, batch)


@signed_in
def takers(request: HttpRequest, actor: Actor, noun_key: str) -> JsonResponse:
    """By act, how many of the ticked rows can take it as they stand."""
    noun = noun_or_404(actor, noun_key)
    ids = chosen_in(noun, request.GET).ids
    return JsonResponse(takers_of(_verbs(actor, noun), noun, ids, actor))


def chosen_in(noun: Noun[Any], given: QueryDict) -> Chosen:
    """The rows that a form means."""
    if given.get("everything"):
        state = state_in(noun, given.get("state", ""))
        return Chosen(filter=state.filter, text=state.text)
    ids = dict.fromkeys(pk for one in given.getlist("id") if (pk := whole_number(one)))
    return Chosen(ids=tuple(ids))


def act_fields(actor: Actor, noun: Noun[Any], name: str, field: str) -> list[Field]:
    """What an act asks for, as fields."""
    if name != EDIT:
        return list(verb_named(name, noun).params.values())
    found = noun.fields.get(field)
    if found is None:
        return []
    if not may_change(actor, noun, found):
        raise Denied(noun.permission("edit"))
    return [found]


def _verbs(actor: Actor, noun: Noun[Any]) -> list[Verb]:
    found = [one for one in verbs_for(noun, actor) if one.is_bulk]
    delete = verb_named(DELETE)
    if delete.serves(noun) and actor.may(noun.permission("delete")):
        found.append(delete.on(noun))
    return found


def _act(verb: Verb) -> Act:
    key = KEYS.get(verb.name, "")
    return Act(verb.name, verb.label, verb.icon or "right", key, verb.is_dangerous, verb.stays)


def _ask(  # noqa: PLR0913 - one dialog, asked anew with what was typed
    request: HttpRequest,
    actor: Actor,
    noun: Noun[Any],
    act: Act,
    fields: list[Field],
    chosen: Chosen,
    given: Mapping[str, Any],
    broken: RuleBroken | None = None,
) -> HttpResponse:
    changeable = [one for one in noun.fields.values() if may_change(actor, noun, one)]
    count = _count(actor, noun, chosen)
    able = _able(actor, noun, act, chosen) if count <= MOST_LOOKED_AT else None
    asked = given if broken else {one.name: one.default for one in fields}
    problems = broken.fields if broken else {}
    context = {
        "noun": noun,
        "base": f"/{noun.key}/",
        "act": act,
        "count": count,
        "able": able,
        "not_all": able is not None and able < count,
        "everything": chosen.filter is not None,
        "state": request.POST.get("state", ""),
        "fields": changeable if act.name == EDIT else [],
        "field": request.POST.get("field", ""),
        "inputs": inputs_for(actor, fields, asked, problems, prefix="b"),
        "ids": chosen.ids,
        "problem": broken.message if broken and not broken.fields else "",
    }
    return render(request, "web/lists/ask.html", context, status=422 if broken else 200)


def _able(actor: Actor, noun: Noun[Any], act: Act, chosen: Chosen) -> int | None:
    """How many of the chosen rows can take the act; None where all that are seen can."""
    verb = next((one for one in _verbs(actor, noun) if one.name == act.name), None)
    if verb is None or not verb.offered:
        return None
    ids = list(chosen.ids)
    if chosen.filter is not None:
        rows = matching(actor, noun, ListQuery(filter=chosen.filter, text=chosen.text))
        ids = list(rows.values_list("pk", flat=True)[:MOST_LOOKED_AT])
    return takers_of([verb], noun, ids, actor).get(verb.name)


def _count(actor: Actor, noun: Noun[Any], chosen: Chosen) -> int:
    if chosen.filter is None:
        return len(chosen.ids)
    return matching(actor, noun, ListQuery(filter=chosen.filter, text=chosen.text)).count()
