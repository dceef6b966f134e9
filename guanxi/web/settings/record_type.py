"""One record type of the firm's own: names, icon, and what list, board and calendar show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.made import usual_columns
from guanxi.platform.custom.making import FITTING, change_noun, retire_noun, revive_noun
from guanxi.platform.custom.models import CustomNoun
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.administering import require_administrator
from guanxi.web.acting import signed_in

NAMES = ("label_zh", "label_en", "plural_en")
UNSORTED = ("multi", "relation", "json", "file")
ICONS = {
    "rows": pgettext_lazy("icon", "Rows"),
    "box": pgettext_lazy("icon", "Box"),
    "order": pgettext_lazy("icon", "Slip"),
    "truck": pgettext_lazy("icon", "Truck"),
    "money": pgettext_lazy("icon", "Money"),
    "wallet": pgettext_lazy("icon", "Wallet"),
    "sales": pgettext_lazy("icon", "Rising line"),
    "case": pgettext_lazy("icon", "Ticket"),
    "service": pgettext_lazy("icon", "Headset"),
    "flag": pgettext_lazy("icon", "Flag"),
    "star": pgettext_lazy("icon", "Star"),
    "tag": pgettext_lazy("icon", "Tag"),
    "pin": pgettext_lazy("icon", "Pin"),
    "map": pgettext_lazy("icon", "Place"),
    "globe": pgettext_lazy("icon", "Globe"),
    "firm": pgettext_lazy("icon", "Building"),
    "person": pgettext_lazy("icon", "Person"),
    "people": pgettext_lazy("icon", "People"),
    "meeting": pgettext_lazy("icon", "Meeting"),
    "phone": pgettext_lazy("icon", "Phone"),
    "mail": pgettext_lazy("icon", "Letter"),
    "chat": pgettext_lazy("icon", "Speech"),
    "calendar": pgettext_lazy("icon", "Calendar"),
    "clock": pgettext_lazy("icon", "Clock"),
    "file": pgettext_lazy("icon", "Sheet"),
    "archive": pgettext_lazy("icon", "Archive box"),
    "key": pgettext_lazy("icon", "Key"),
    "ruler": pgettext_lazy("icon", "Ruler"),
    "shield": pgettext_lazy("icon", "Shield"),
    "planning": pgettext_lazy("icon", "Target"),
    "percent": pgettext_lazy("icon", "Percent"),
    "insight": pgettext_lazy("icon", "Bars"),
    "loyalty": pgettext_lazy("icon", "Gem"),
}


@dataclass(frozen=True)
class Part:
    """One choice of the form: the fields that may stand there, and the one that does."""

    name: str
    offered: list[Field]
    chosen: str


@signed_in
def record_type(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """GET shows all that is said of the record type, POST says it anew."""
    require_administrator(actor)
    row = get_object_or_404(CustomNoun, key=key, retired_at=None)
    broken = None
    if request.method == "POST":
        try:
            said = _said(request.POST, noun_named(key))
            change_noun(row, said, actor=actor, at=timezone.now())
            return redirect(f"/settings/fields/{key}/about/?kept=1")
        except RuleBroken as refusal:
            broken = refusal
    return _page(request, row, broken)


@signed_in
def retire(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """The record type taken off every door, or put back; its records stay."""
    require_administrator(actor)
    if request.method != "POST":
        raise Http404
    row = get_object_or_404(CustomNoun, key=key)
    try:
        if row.retired_at is None:
            retire_noun(row, actor=actor, at=timezone.now())
        else:
            revive_noun(row, actor=actor, at=timezone.now())
    except RuleBroken as refusal:
        return _page(request, row, refusal)
    return redirect("/settings/fields/")


def _page(request: HttpRequest, row: CustomNoun, broken: RuleBroken | None) -> HttpResponse:
    noun = noun_named(row.key)
    said = _said(request.POST, noun) if "label_zh" in request.POST else _said_by(row, noun)
    settings: Mapping[str, Any] = said["settings"]
    sort = settings.get("sort", "")
    context = {
        "noun": noun,
        "row": row,
        "broken": broken,
        "is_kept": "kept" in request.GET,
        "said": said,
        "icons": ICONS,
        "columns": _columns(noun, settings.get("columns", ())),
        "sorts": [one for one in noun.fields.values() if one.type not in UNSORTED],
        "sort": sort.removeprefix("-"),
        "is_descending": sort.startswith("-"),
        "board": [_part(noun, settings, "board", name) for name in ("by", "total")],
        "calendar": [_part(noun, settings, "calendar", name) for name in ("start", "end")],
        "stages": _stages(noun, settings),
        "closed": settings.get("closed", ()),
    }
    status = 422 if broken else 200
    return render(request, "web/settings/record_type.html", context, status=status)


def _said(given: QueryDict, noun: Noun[Any]) -> dict[str, Any]:
    """What the form says of a record type; the usual columns go on following its fields."""
    settings: dict[str, Any] = {}
    columns = list(dict.fromkeys(given.getlist("column")))
    usual = usual_columns([name for name, one in noun.fields.items() if one.is_custom])
    if columns and columns != usual:
        settings["columns"] = columns
    if given.get("sort"):
        sign = "-" if given.get("order") == "down" else ""
        settings["sort"] = f"{sign}{given.get('sort')}"
    for part, (first, second) in (("board", ("by", "total")), ("calendar", ("start", "end"))):
        if given.get(f"{part}_{first}"):
            names = {name: given.get(f"{part}_{name}", "") for name in (first, second)}
            settings[part] = {name: value for name, value in names.items() if value}
    stages = _stages(noun, settings)
    if closed := [one for one in given.getlist("board_closed") if one in stages]:
        settings["closed"] = closed
    names = {name: given.get(name, "").strip() for name in NAMES}
    icon = given.get("icon", "")
    return {**names, "icon": icon if icon in ICONS else noun.icon, "settings": settings}


def _said_by(row: CustomNoun, noun: Noun[Any]) -> dict[str, Any]:
    """What stands in the form: what was said, else what holds without it."""
    settings: dict[str, Any] = {"columns": noun.columns, "sort": noun.sort, **row.settings}
    return {name: getattr(row, name) for name in (*NAMES, "icon")} | {"settings": settings}


def _stages(noun: Noun[Any], settings: Mapping[str, Any]) -> dict[str, str]:
    """The stages of the board by their keys, where they are options of a field."""
    by = noun.fields.get((settings.get("board") or {}).get("by", ""))
    return {key: str(label) for key, label in by.options.items()} if by is not None else {}


def _columns(noun: Noun[Any], shown: Iterable[str]) -> list[tuple[Field, bool]]:
    """Every field: those that are shown first, in their order."""
    fields = noun.fields
    named = [name for name in shown if name in fields]
    left = [name for name in fields if name not in named]
    return [(fields[name], name in named) for name in (*named, *left)]


def _part(noun: Noun[Any], settings: Mapping[str, Any], part: str, name: str) -> Part:
    kinds = FITTING[part, name]
    offered = [one for one in noun.fields.values() if one.type in kinds]
    return Part(f"{part}_{name}", offered, str((settings.get(part) or {}).get(name, "")))
