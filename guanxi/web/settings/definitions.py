"""Definitions as a file: taken out here, looked at there, brought in where they are wanted."""

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import FieldMode, Scope
from guanxi.platform.definitions.carrying import (
    CHANGED,
    IMPOSSIBLE,
    NEW,
    SAME,
    Step,
    bring_in,
    foresee,
)
from guanxi.platform.definitions.document import LARGEST, as_file, definitions, read_file
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rights.administering import require_administrator
from guanxi.web.acting import signed_in
from guanxi.web.look.words import action_label

STATES = {
    NEW: (pgettext_lazy("definition", "new"), "jade"),
    CHANGED: (pgettext_lazy("definition", "changed"), "amber"),
    SAME: (pgettext_lazy("definition", "unchanged"), ""),
    IMPOSSIBLE: (pgettext_lazy("definition", "not possible"), "cinnabar"),
}
MOST_DIFFERENCES, LONGEST = 6, 60
NAMES = {"label_zh": gettext_lazy("Name in Chinese"), "label_en": gettext_lazy("Name in English")}
WORDS: dict[str, Any] = {**dict(Scope.choices), **dict(FieldMode.choices)}
PAGE = "web/settings/definitions.html"


@signed_in
def page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """GET offers the file and asks for one; POST tells what would become of a file, or does it."""
    require_administrator(actor)
    if request.method != "POST":
        return render(request, PAGE, {})
    try:
        return _answer(request, actor)
    except RuleBroken as refusal:
        return render(request, PAGE, {"broken": refusal}, status=422)


@signed_in
def file(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The definitions of this house, to keep or to bring in elsewhere."""
    content = as_file(definitions(actor=actor))
    name = f"guanxi-definitions-{timezone.localdate():%Y%m%d}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/json", headers=headers)


def _answer(request: HttpRequest, actor: Actor) -> HttpResponse:
    at, content = timezone.now(), _given(request)
    document = read_file(content)
    written = content.decode()
    if "taken" not in request.POST and "parts" not in request.POST:
        steps = foresee(document, actor=actor, at=at)
        return render(request, PAGE, _shown(steps, written, None, None))
    taken, parts = request.POST.getlist("taken"), request.POST.getlist("parts")
    try:
        done = bring_in(document, _within(taken, parts), actor=actor, at=at)
    except RuleBroken as refusal:
        steps = foresee(document, actor=actor, at=at)
        context = {**_shown(steps, written, taken, parts), "broken": refusal}
        return render(request, PAGE, context, status=422)
    return render(request, PAGE, {"done": Counter(one.state for one in done)})


def _given(request: HttpRequest) -> bytes:
    """The file that was chosen, or the one that has been looked at before."""
    sent = request.FILES.get("file")
    if sent is None:
        written = request.POST.get("written", "")
        if not written:
            raise RuleBroken(_("Choose a file."))
        return written.encode()
    if (sent.size or 0) > LARGEST:
        raise RuleBroken(_("This file is larger than any file of definitions."))
    return bytes(sent.read())


def _within(taken: Sequence[str], parts: Collection[str]) -> set[str]:
    return {one for one in taken if one.partition("\n")[0] in parts}


def _shown(
    steps: Sequence[Step],
    written: str,
    taken: Collection[str] | None,
    parts: Collection[str] | None,
) -> dict[str, Any]:
    """What would become of each by its part; ticked as it was, or all that can be."""
    groups = []
    for part, held in groupby(steps, lambda one: one.part):
        found = list(held)
        groups.append(
            {
                "part": part,
                "ticked": parts is None or part.key in parts,
                "counts": _counts(found),
                "lines": [_line(one, taken) for one in found if one.state != SAME],
                "same": sum(one.state == SAME for one in found),
            }
        )
    moving = sum(one.state in {NEW, CHANGED} for one in steps)
    return {"groups": groups, "written": written, "moving": moving, "counts": _counts(steps)}


def _counts(steps: Sequence[Step]) -> list[tuple[int, Any, str]]:
    counted = Counter(one.state for one in steps)
    return [(counted[state], *STATES[state]) for state in STATES if counted[state]]


def _line(step: Step, taken: Collection[str] | None) -> dict[str, Any]:
    can_be = step.state in {NEW, CHANGED}
    return {
        "step": step,
        "word": STATES[step.state][0],
        "tone": STATES[step.state][1],
        "can_be": can_be,
        "ticked": can_be and (taken is None or step.id in taken),
        "differs": [
            (_way(way), _said(was), _said(now)) for way, was, now in step.differs[:MOST_DIFFERENCES]
        ],
        "more": max(0, len(step.differs) - MOST_DIFFERENCES),
    }


def _way(way: str) -> str:
    """Where in a definition it differs; rights and fields by the names that people know them by."""
    if way in NAMES:
        return str(NAMES[way])
    head, _dot, rest = way.partition(".")
    key, _dot, name = rest.partition(".")
    noun = nouns().get(key)
    if noun is None or not name:
        return way
    field = noun.fields.get(name) if head == "fields" else None
    return f"{noun.label} · {field.label if field else action_label(name)}"


def _said(value: Any) -> str:
    word = WORDS.get(value) if isinstance(value, str) else None
    if word is not None:
        return str(word)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or value in ("", [], {}):
        return "—"
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
