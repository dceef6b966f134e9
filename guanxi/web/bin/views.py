"""Deleted records by noun, for those who may restore them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from guanxi.platform.actors.actor import Actor
from guanxi.platform.given import whole_number
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.bin import PAGE, bins, has_bin, read_bin
from guanxi.web.acting import signed_in

FARTHEST = 10_000  # pages


@signed_in
def bin_page(request: HttpRequest, actor: Actor, noun_key: str = "") -> HttpResponse:
    """What lies in the bin; the fullest noun first unless one is chosen."""
    counts = bins(actor)
    if noun_key and noun_key not in counts:
        noun = nouns().get(noun_key)
        if noun is None or not has_bin(noun) or not actor.may(noun.permission("delete")):
            raise Http404
        counts[noun_key] = 0
    chosen = noun_key or max(counts, key=lambda key: counts[key], default="")
    page = _page(request)
    context = {
        "tabs": [(nouns()[key], count) for key, count in counts.items()],
        "chosen": nouns().get(chosen),
        "rows": read_bin(actor, nouns()[chosen], page) if chosen else [],
        "older": page + 1 if page * PAGE < counts.get(chosen, 0) else 0,
        "newer": page - 1,
    }
    return render(request, "web/bin/page.html", context)


def _page(request: HttpRequest) -> int:
    return min(whole_number(request.GET.get("page")) or 1, FARTHEST)
