"""The queue of possible duplicates, the comparison of a pair, and the warning while typing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.customers.duplicates.live import possible_duplicates
from guanxi.customers.duplicates.queue import (
    NOUNS,
    differences,
    keep_apart,
    named,
    open_pairs,
    waiting,
)
from guanxi.customers.models import DuplicateCandidate
from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.given import whole_number
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import require, visible_to
from guanxi.platform.verbs.verb import run_verb, verb_named

PAGE = 25
SIDES = ("left", "right")
MERGES = {"account": "merge_accounts", "person": "merge_people"}


def queue_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The pairs that wait for a decision, the likeliest first; POST looks for them anew."""
    noun = request.GET.get("noun", NOUNS[0])
    if noun not in NOUNS:
        raise Http404
    if request.method == "POST":
        return _look_anew(request, actor, noun)
    start = _number(request.GET.get("start", ""))
    pairs = waiting(actor, noun, start, PAGE + 1)
    context = {
        "noun": noun_named(noun),
        "nouns": [noun_named(key) for key in NOUNS],
        "pairs": pairs[:PAGE],
        "total": open_pairs(actor, noun).count(),
        "next": start + PAGE if len(pairs) > PAGE else 0,
    }
    return render(request, "customers/duplicates/queue.html", context)


def pair_page(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Two records side by side; POST merges them or says that they are two."""
    pair = _pair(actor, pk)
    if request.method == "POST":
        return _decide(request, actor, pair)
    context = _side_by_side(actor, pair.noun, (pair.left_id, pair.right_id))
    return render(request, "customers/duplicates/pair.html", {"pair": pair, **context})


def compare(request: HttpRequest, actor: Actor, noun: str) -> HttpResponse:
    """Two records that a person ticked, side by side; POST merges them."""
    require(actor, noun_named(noun).permission("merge"))
    sides = _number(request.GET.get("left", "")), _number(request.GET.get("right", ""))
    context = _side_by_side(actor, noun, sides)
    if request.method == "POST":
        return _merge(request, actor, noun, sides)
    pair = open_pairs(actor, noun).filter(left_id=min(sides), right_id=max(sides)).first()
    if pair:
        return redirect(f"/duplicates/{pair.pk}/")
    return render(request, "customers/duplicates/pair.html", context)


def choose_two(request: HttpRequest, actor: Actor, noun: str) -> HttpResponse:
    """The way from two ticked rows of a list to their comparison."""
    require(actor, noun_named(noun).permission("merge"))
    ticked = sorted({whole_number(one) or 0 for one in request.POST.getlist("id")})
    if len(ticked) != len(SIDES) or request.POST.get("everything"):
        raise RuleBroken(_("Tick exactly two records to merge them."))
    response = HttpResponse()
    response["HX-Redirect"] = f"/{noun}/compare/?left={ticked[0]}&right={ticked[1]}"
    return response


def warning(request: HttpRequest, actor: Actor, noun: str) -> HttpResponse:
    """Records that what is being typed may already describe."""
    require(actor, noun_named(noun).permission("read"))
    found = possible_duplicates(
        actor, noun, request.GET.dict(), exclude=_number(request.GET.get("not", ""))
    )
    context = {"found": found, "noun": noun_named(noun)}
    return render(request, "customers/duplicates/warning.html", context)


def _pair(actor: Actor, pk: int) -> DuplicateCandidate:
    for noun in NOUNS:
        if actor.may(noun_named(noun).permission("merge")):
            found = open_pairs(actor, noun).filter(pk=pk).first()
            if found:
                return found
    raise Http404


def _decide(request: HttpRequest, actor: Actor, pair: DuplicateCandidate) -> HttpResponse:
    given, at = request.POST, timezone.now()
    back = f"/duplicates/?noun={pair.noun}"
    if given.get("keep") == "both":
        keep_apart(pair, actor=actor, at=at)
        messages.info(request, _("Noted that these are two."))
        return redirect(back)
    return _merge(request, actor, pair.noun, (pair.left_id, pair.right_id))


def _merge(request: HttpRequest, actor: Actor, noun: str, sides: tuple[int, int]) -> HttpResponse:
    """Merge as the form says: which stays, and what is taken from the other."""
    left, right = sides
    kept, other, side = (left, right, "right")
    if request.POST.get("keep") == "right":
        kept, other, side = (right, left, "left")
    take = [name.removeprefix("take-") for name, value in request.POST.items() if value == side]
    fields = [name for name in take if name in noun_named(noun).fields]
    asked = {"other": other, "take": fields}
    run_verb(verb_named(MERGES[noun]), kept, asked, actor=actor, at=timezone.now())
    messages.success(request, _("Merged. “Take apart again” on the record brings both back."))
    return redirect(f"/{noun}/{kept}/")


def _side_by_side(actor: Actor, noun_key: str, sides: tuple[int, int]) -> dict[str, Any]:
    """Both records and where they differ; 404 unless the actor sees two."""
    noun = noun_named(noun_key)
    records = visible_to(actor, noun).select_related("owner", "team").in_bulk(sides)
    if len(records) != len(SIDES):
        raise Http404
    left, right = (records[pk] for pk in sides)
    choices = differences(actor, noun, left, right)
    context = {"noun": noun, "left": left, "right": right, "choices": choices}
    return context | {f"{side}_title": named(actor, noun_key, context[side]) for side in SIDES}


def _look_anew(request: HttpRequest, actor: Actor, noun: str) -> HttpResponse:
    require(actor, noun_named(noun).permission("merge"))
    args: dict[str, Any] = {"nouns": [noun]}
    kind = "customers.find_duplicates"
    enqueue(kind, args, actor=actor, at=timezone.now(), dedupe_key=f"{kind}:{noun}")
    messages.info(request, _("Looking through all records; new pairs appear here."))
    return redirect(f"/duplicates/?noun={noun}")


def _number(text: str) -> int:
    return min(whole_number(text) or 0, 1_000_000)
