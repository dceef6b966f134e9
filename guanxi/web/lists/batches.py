"""How an act on many rows went: told at once, followed while it runs, kept row by row, undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanxi.platform.actors.actor import Actor
from guanxi.platform.given import whole_number
from guanxi.platform.nouns.fields import Field, Label
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.titles import titles
from guanxi.platform.verbs.many import act_label, batches_of, outcomes
from guanxi.platform.verbs.models import Batch, BatchRow
from guanxi.platform.verbs.rows import PLAIN
from guanxi.platform.verbs.undoing import is_undoable, may_undo, undo_batch, why_it_stays
from guanxi.platform.verbs.verb import verb_named
from guanxi.web.acting import signed_in
from guanxi.web.filters.chips import value_label
from guanxi.web.look.figures import number

SHOWN = 100
OUTCOMES = ("refused", "kept", "done", "undone", "waiting")


@dataclass(frozen=True)
class Course:
    """One act on many rows as its maker sees it."""

    batch: Batch
    noun: Noun[Any]
    actor: Actor

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many rows had each outcome."""
        return outcomes(self.batch)

    @property
    def total(self) -> int:
        """How many rows are meant, as far as they are known."""
        return sum(self.counts.values())

    @property
    def passed(self) -> int:
        """How many rows have had their turn."""
        waits = "done" if self.batch.state == Batch.State.UNDOING else "waiting"
        return self.total - self.counts[waits]

    @property
    def is_moving(self) -> bool:
        """Whether a worker has it in hand, or is about to."""
        job = self.batch.job
        return job is not None and not job.is_finished

    @property
    def may_undo(self) -> bool:
        """Whether it can be taken back by this actor now."""
        changed = self.counts["done"] > 0 and not self.stays
        return changed and is_undoable(self.batch) and may_undo(self.batch, self.actor)

    @property
    def stays(self) -> Label:
        """Why it cannot be taken back by anybody; empty where it can."""
        return why_it_stays(self.batch)

    @property
    def label(self) -> str:
        """What was done, to what."""
        words = {"nouns": self.noun.plural, "act": act_label(self.batch.act, self.noun)}
        return _("%(nouns)s: %(act)s") % words

    @property
    def said(self) -> str:
        """How it went, in a sentence."""
        if self.batch.state == Batch.State.UNDONE:
            done = self.counts["undone"]
            said = ngettext("%(n)s row put back", "%(n)s rows put back", done) % {"n": number(done)}
            return _left(said, self.counts["kept"])
        done = self.counts["done"]
        said = ngettext("%(n)s row done", "%(n)s rows done", done) % {"n": number(done)}
        return _called_off(_left(said, self.counts["refused"]), self.waiting)

    @property
    def waiting(self) -> int:
        """How many rows had no turn because the act was called off, or fell over."""
        return 0 if self.is_moving else self.counts["waiting"]

    @property
    def given(self) -> list[tuple[Label, str]]:
        """What was asked for, in words."""
        if self.batch.act == "cells":
            return []
        plain = self.batch.act in PLAIN
        fields = self.noun.fields if plain else verb_named(self.batch.act, self.noun).params
        known = [
            (fields[name], value) for name, value in self.batch.params.items() if name in fields
        ]
        return [(one.label, _in_words(self.actor, one, value)) for one, value in known]


def told(request: HttpRequest, actor: Actor, batch: Batch) -> HttpResponse:
    """The dialog closed, the list read anew, and how the act goes told beside it."""
    if not request.headers.get("HX-Request"):
        return redirect(f"/batches/{batch.pk}/")
    response = render(request, "web/lists/batch_oob.html", {"course": _course(actor, batch)})
    response["HX-Reswap"] = "none"
    response["HX-Trigger"] = "dialog-done, rows-changed"
    return response


@signed_in
def batches(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's own acts on many rows, the latest first."""
    found = batches_of(actor).filter(user_id=actor.user_id or 0).order_by("-pk")[:SHOWN]
    courses = [_course(actor, one) for one in found if one.noun in nouns()]
    return render(request, "web/lists/batches.html", {"courses": courses})


@signed_in
def batch_page(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """How every row went; the refused ones first, each with its reason."""
    course = _course_or_404(actor, pk)
    shown = request.GET.get("outcome", "")
    if shown not in OUTCOMES:
        shown = next((one for one in OUTCOMES if course.counts[one]), "done")
    after = whole_number(request.GET.get("after")) or 0
    rows = course.batch.rows.filter(outcome=shown, id__gt=after)
    found = list(rows.order_by("id")[: SHOWN + 1])
    named = titles(actor, course.noun.key, {row.record_id for row in found[:SHOWN]})
    context = {
        "course": course,
        "shown": shown,
        "tabs": [(one, BatchRow.Outcome(one).label, course.counts[one]) for one in OUTCOMES],
        "rows": [(row, named.get(row.record_id, "")) for row in found[:SHOWN]],
        "after": found[SHOWN - 1].pk if len(found) > SHOWN else 0,
    }
    part = request.headers.get("HX-Target") == "course"
    return render(request, f"web/lists/{'batch_course' if part else 'batch'}.html", context)


@signed_in
def strip(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """How far it is, for the strip that follows a person from page to page."""
    course = _course_or_404(actor, pk)
    response = render(request, "web/lists/strip.html", {"course": course})
    if not course.is_moving:
        response["HX-Trigger"] = "rows-changed"
    return response


@signed_in
def undo(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The rows put back as they were, where nobody has changed them since."""
    course = _course_or_404(actor, pk)
    if request.method != "POST":
        raise Http404
    batch = undo_batch(course.batch, actor=actor, at=timezone.now())
    if not request.headers.get("HX-Request"):
        return redirect(f"/batches/{batch.pk}/")
    response = render(request, "web/lists/strip.html", {"course": _course(actor, batch)})
    response["HX-Trigger"] = "rows-changed"
    return response


def _course_or_404(actor: Actor, pk: int) -> Course:
    batch = batches_of(actor).filter(pk=pk).first()
    if batch is None or batch.noun not in nouns():
        raise Http404
    return _course(actor, batch)


def _course(actor: Actor, batch: Batch) -> Course:
    return Course(batch, nouns()[batch.noun], actor)


def _left(said: str, count: int) -> str:
    if not count:
        return said
    left = ngettext("%(n)s left as it was", "%(n)s left as they were", count)
    return _("%(done)s, %(left)s") % {"done": said, "left": left % {"n": number(count)}}


def _called_off(said: str, count: int) -> str:
    if not count:
        return said
    waiting = ngettext("%(n)s had no turn", "%(n)s had no turn", count)
    return _("%(done)s, %(left)s") % {"done": said, "left": waiting % {"n": number(count)}}


def _in_words(actor: Actor, one: Field, value: Any) -> str:
    if value in (None, "", []):
        return "—"
    return value_label(
        one, "is", value, lambda target, key: titles(actor, target, {key}).get(key, "")
    )
