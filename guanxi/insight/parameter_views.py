"""How each measure is computed, for everyone; and changing it, with a look at what would move."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guanxi.insight.access import CONFIGURE, acting, require_reading
from guanxi.insight.configuring import keep_settings, settings_over_time
from guanxi.insight.finding_settings import in_which, on_shelves
from guanxi.insight.following import moves_customers
from guanxi.insight.measures import Measure, Text
from guanxi.insight.models import MeasureRun
from guanxi.insight.parameters import Bounds, InvalidParameter, Parameters, borrowed
from guanxi.insight.preview import Preview, preview
from guanxi.insight.records import latest_runs
from guanxi.insight.registry import MEASURES, measure_named
from guanxi.insight.run import effective_parameters
from guanxi.insight.settings_kept import settings_kept
from guanxi.insight.switching import switch, switched_off
from guanxi.insight.tasks import ask_for_run
from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.rights.visibility import require

# So many that a search finds are shown at once with all their settings.
MOST_OPEN = 3


@dataclass(frozen=True)
class Field:
    """One parameter as a field of the form."""

    name: str
    bounds: Bounds
    value: int | str
    default: int | str

    @property
    def said(self) -> str:
        """The value as people read it."""
        return self.bounds.said(self.value)

    @property
    def usual(self) -> str:
        """The value it has unless the firm says otherwise, as people read it."""
        return self.bounds.said(self.default)

    @property
    def is_own(self) -> bool:
        """Whether the firm has set it otherwise than usual."""
        return self.value != self.default


@acting
def parameter_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The rule, classes and parameters of every measure, or of those that a search finds."""
    require_reading(actor)
    runs, parameters = latest_runs(), effective_parameters({})
    shown = [_shown(one, parameters[one.key], runs.get(one.key)) for one in MEASURES]
    over_time = settings_over_time()
    for one in shown:
        one["over_time"] = over_time.get(one["measure"].key, ())
    sought = request.GET.get("q", "").strip()
    found = in_which(shown, sought)
    context = {
        "shelves": on_shelves(found),
        "sought": sought,
        "opens": sought and len(found) <= MOST_OPEN,
        "may_configure": actor.may(CONFIGURE),
        "off": set(switched_off()),
        "passed_over": settings_kept()[1] if actor.may(CONFIGURE) else [],
    }
    return render(request, "insight/parameters.html", context)


@require_POST
@acting
def parameter_preview(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """How many customers would move, without changing anything."""
    require(actor, CONFIGURE)
    measure = _measure_or_404(key)
    if not moves_customers(measure):
        raise RuleBroken(_("No class of a customer follows from it, so nobody would move."))
    runs = latest_runs()
    if key not in runs:
        raise RuleBroken(_("Compute the measures once, then changes can be looked at first."))
    found = preview(measure, _read(measure, request.POST), runs, effective_parameters({}))
    context = {
        "moving": [(one, _moves(one)) for one in found.previews if one.moved],
        "still": [one.measure for one in found.previews if not one.moved],
        "untried": found.untried,
        "as_of": runs[key].as_of,
    }
    return render(request, "insight/preview.html", context)


@require_POST
@acting
def parameter_save(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """Keep the parameters for every run from now on, and compute with them."""
    require(actor, CONFIGURE)
    measure = _measure_or_404(key)
    parameters, at = _read(measure, request.POST), timezone.now()
    with transaction.atomic():
        keep_settings(measure, parameters, actor=actor, at=at)
        ask_for_run(actor=actor, at=at)
    messages.success(request, _("Kept. The classes are being computed again."))
    return redirect(f"{reverse('insight:parameters')}#{measure.key}")


@require_POST
@acting
def parameter_switch(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """Leave the measure out of every run from now on, or take it in again."""
    require(actor, CONFIGURE)
    measure, is_on, at = _measure_or_404(key), request.POST.get("on") == "1", timezone.now()
    with transaction.atomic():
        switch(measure, is_on=is_on, actor=actor, at=at)
        ask_for_run(actor=actor, at=at)
    said = _("%(measure)s is computed again.") if is_on else _("%(measure)s is left out from now.")
    messages.success(request, said % {"measure": measure.label})
    return redirect(f"{reverse('insight:parameters')}#{measure.key}")


def _moves(found: Preview) -> list[tuple[Text, Text, int]]:
    labels: dict[str, Text] = {str(one.key): one.label for one in found.measure.classes}
    labels["unknown"] = found.measure.unknown_label
    return [(labels[move.was], labels[move.now], move.customers) for move in found.moves]


def _shown(measure: Measure, parameters: Parameters, run: MeasureRun | None) -> dict[str, Any]:
    values, defaults = parameters.values(), measure.parameters().values()
    bounds = measure.parameters.bounds()
    return {
        "measure": measure,
        "moves_customers": moves_customers(measure),
        "fields": [
            Field(name, bounds[name], values[name], defaults[name])
            for name in values
            if name not in parameters.BORROWED
        ],
        "borrowed": [
            (measure_named(of), Field(name, bounds[name], values[name], defaults[name]))
            for name, of, _theirs in borrowed(parameters)
        ],
        "classes": [
            (one, one.rule_with(values), _customers(run.counts if run else {}, one.key))
            for one in measure.classes
        ],
        "segments": [
            (one, one.rule_with(values), _customers(run.segments if run else {}, one.key))
            for one in measure.segments
        ],
    }


def _customers(counts: Mapping[str, int], key: Text) -> int | None:
    return counts.get(str(key), 0) if counts else None


def _measure_or_404(key: str) -> Measure:
    if key not in {measure.key for measure in MEASURES}:
        raise Http404
    return measure_named(key)


def _read(measure: Measure, given: Mapping[str, str]) -> Parameters:
    """The parameters in the form; RuleBroken names the field out of bounds, or those at odds."""
    bounds = measure.parameters.bounds()
    own = bounds.keys() - measure.parameters.BORROWED.keys()
    wanted = {name: given[name].strip() for name in bounds if name in given and name in own}
    for name, text in wanted.items():
        try:
            bounds[name].read(text)
        except ValueError as wrong:
            words = {"label": bounds[name].label, "bounds": bounds[name].allowed}
            message = _("%(label)s: allowed are %(bounds)s.") % words
            raise RuleBroken(message, {name: message}) from wrong
    parameters = measure.parameters.changed(wanted)
    try:
        parameters.check()
    except InvalidParameter as wrong:
        raise RuleBroken(str(wrong)) from wrong
    return parameters
