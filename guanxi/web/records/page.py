"""The page of one record: who it is, what happened, what is connected, what to do."""

from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.given import whole_number
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.page import PageOrder, page_order
from guanxi.platform.records.reading import read_list
from guanxi.platform.records.ready import read_ahead
from guanxi.web.acting import noun_or_404, person_of, signed_in
from guanxi.web.lists.cells import CellContext
from guanxi.web.lists.rows import columns_of, rows_html
from guanxi.web.lists.state import LAYOUTS
from guanxi.web.middleware.security import PERMISSIONS
from guanxi.web.models import Visit
from guanxi.web.records.composer import composer_context
from guanxi.web.records.facts import facts_shown
from guanxi.web.records.head import head_context
from guanxi.web.records.history import entries, facts_of, revert
from guanxi.web.records.panels import panels_at
from guanxi.web.records.reading import Seen, see
from guanxi.web.records.related import RelatedList, first_rows, related_lists
from guanxi.web.records.story import story_context

BESIDE = 5


@signed_in
def record_page(request: HttpRequest, actor: Actor, noun_key: str, pk: int) -> HttpResponse:
    """The overview of a record."""
    noun = noun_or_404(actor, noun_key)
    with read_ahead(actor, noun, "overview", pk):
        context = _overview(request, actor, noun, pk)
        response = render(request, "web/records/page.html", context)
    composer = context["composer"]
    if composer and composer["has_customer"]:
        response["Permissions-Policy"] = PERMISSIONS.replace("geolocation=()", "geolocation=(self)")
    return response


@signed_in
def history_page(request: HttpRequest, actor: Actor, noun_key: str, pk: int) -> HttpResponse:
    """Every change of a record, the newest first, each with its way back."""
    noun = noun_or_404(actor, noun_key)
    seen = see(actor, noun, pk)
    before = request.GET.get("before", "")
    facts, oldest = facts_of(noun, pk, whole_number(before) or 0)
    head = head_context(actor, seen, related_lists(actor, noun), "history")
    context = head | {
        "may_revert": head["may_edit"],
        "entries": entries(actor, seen, facts),
        "oldest": oldest,
    }
    return render(request, "web/records/history.html", context)


@signed_in
def revert_change(
    request: HttpRequest, actor: Actor, noun_key: str, pk: int, fact_id: int
) -> HttpResponse:
    """One change undone; a list reads its rows anew, any other page itself."""
    noun = noun_or_404(actor, noun_key)
    if request.method != "POST":
        raise Http404
    revert(actor, see(actor, noun, pk), fact_id)
    address = urlsplit(request.headers.get("HX-Current-URL", "")).path
    if address in {f"/{noun.key}/", *(f"/{noun.key}/{one}/" for one in LAYOUTS)}:
        # Not the whole page: whoever works by keyboard stays where they are.
        response = render(request, "web/toast.html", {"text": _("All as it was before")})
        response["HX-Trigger"] = "rows-changed"
        return response
    response = HttpResponse(status=204)
    response["HX-Refresh"] = "true"
    return response


@signed_in
def related_page(
    request: HttpRequest, actor: Actor, noun_key: str, pk: int, name: str
) -> HttpResponse:
    """One related list in full, on a tab of the record."""
    noun = noun_or_404(actor, noun_key)
    seen = see(actor, noun, pk)
    lists = related_lists(actor, noun)
    one = next((found for found in lists if found.name == name), None)
    if one is None:
        raise Http404
    # The record whose page this is needs no column of its own.
    wanted = [c for c in one.related.columns or one.noun.columns if c != one.related.by]
    page = read_list(
        actor, one.noun, one.query(actor, pk, wanted, cursor=request.GET.get("at", ""))
    )
    context = CellContext(timezone.now(), page.titles)
    columns = columns_of(actor, one.noun, page.columns, context)
    return render(
        request,
        "web/records/related.html",
        head_context(actor, seen, lists, name)
        | {
            "list": one,
            "columns": columns,
            "rows": rows_html(one.noun, page, columns),
            "next": page.next,
            "may_create": one.noun.can_create and actor.may(one.noun.permission("create")),
        },
    )


def _is_kin(seen: Seen, one: RelatedList) -> bool:
    """Whether a list says who the record is, rather than what is done with it."""
    return one.noun.room == seen.noun.room


def _overview(request: HttpRequest, actor: Actor, noun: Noun[Any], pk: int) -> dict[str, Any]:
    seen = see(actor, noun, pk)
    _remember(actor, seen)
    lists, at = related_lists(actor, noun), timezone.now()
    order = _order(request, actor, noun)
    head = head_context(actor, seen, lists, "overview", order)
    shown = [one for one in head["lists"] if one.related.is_beside]
    right = panels_at(actor, seen, "right", at, order)
    # What belongs to the record stands under its facts, unless its other side would stay empty.
    kin = [one for one in shown if _is_kin(seen, one)]
    kin = kin if right or len(kin) < len(shown) else []
    context = head | {
        "facts": facts_shown(person_of(request), actor, seen, order),
        "left": panels_at(actor, seen, "left", at, order),
        "composer": composer_context(actor, seen),
        "story": story_context(actor, seen, has_pinned=head["has_pinned"]),
        "right": right,
    }
    first = first_rows(actor, seen, shown, BESIDE)
    return context | {
        "within": [one for one in first if one.list in kin],
        "beside": [one for one in first if one.list not in kin],
    }


def _order(request: HttpRequest, actor: Actor, noun: Noun[Any]) -> PageOrder:
    """How the page is arranged for who looks, or, for an administrator, for a role to look at."""
    role = whole_number(request.GET.get("page-of"))
    looks = role is not None and actor.is_administrator
    return page_order(noun.key, [role] if looks and role is not None else actor.roles)


def _remember(actor: Actor, seen: Seen) -> None:
    """Note the visit in one statement, whether it is the first or not."""
    if actor.user_id and not actor.is_read_only:
        visit = Visit(
            user_id=actor.user_id, noun=seen.noun.key, record_id=seen.pk, at=timezone.now()
        )
        Visit.objects.bulk_create(
            [visit],
            update_conflicts=True,
            unique_fields=["user", "noun", "record_id"],
            update_fields=["at"],
        )
