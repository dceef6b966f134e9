"""What a request asks for: a list query from its parameters, an object from its body."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpRequest
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.given import whole_number
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.reading import MAX_LIMIT, ListQuery
from guanxi.platform.rest.problems import Problem

BODY_BYTES = 2 * 1024**2
TOTALS = ("capped", "exact", "none")
RESERVED = ("filter", "text", "sort", "fields", "limit", "cursor", "total")


def list_query(request: HttpRequest, noun: Noun[Any]) -> tuple[ListQuery, str]:
    """The list that the parameters ask for, and which total with it.

    Beside the reserved names, ``city=苏州`` and ``amount:gte=100`` are conditions on fields.
    """
    given = request.GET
    total = given.get("total", "capped")
    if total not in TOTALS:
        raise Problem(400, _("Ask for a capped or an exact total, or none."))
    conditions = [_condition(name, given[name], noun) for name in given if name not in RESERVED]
    written = _json(given["filter"], "filter") if "filter" in given else None
    if written:
        conditions.append(written)
    query = ListQuery(
        filter={"all": conditions} if conditions else {},
        sort=given.get("sort", ""),
        columns=[name for name in given.get("fields", "").split(",") if name],
        limit=_limit(given.get("limit", "50")),
        cursor=given.get("cursor", ""),
        text=given.get("text", ""),
    )
    return query, total


def page_of(request: HttpRequest) -> tuple[int, int]:
    """How many rows are asked for, and the number that they come after."""
    limit = whole_number(request.GET.get("limit", "50"))
    after = whole_number(request.GET.get("after", "0"))
    if after is None or limit is None or not 1 <= limit <= MAX_LIMIT:
        raise Problem(400, _("A page has 1 to %(most)d rows.") % {"most": MAX_LIMIT})
    return limit, after


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in the body; nothing when the body is empty."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > BODY_BYTES:
        raise Problem(413, _("Send at most 2 MB at once; use an import for more."))
    if not request.body:
        return {}
    if request.content_type not in {"application/json", "application/merge-patch+json"}:
        raise Problem(415, _("Send JSON."))
    found = _json(request.body, "body")
    if not isinstance(found, dict):
        raise Problem(400, _("The body is not a JSON object."))
    return found


def refuse_unknown(actor: Actor, noun: Noun[Any], values: Mapping[str, Any]) -> None:
    """A Problem (400) for names that are no fields of the noun, as far as the actor can tell."""
    fields = noun.fields
    unknown = {
        name: _("There is no such field.")
        for name in values
        if name not in fields or actor.field_mode(noun.key, name) == "hidden"
    }
    if unknown:
        raise Problem(400, _("Some fields do not exist."), errors=unknown)


def expected_version(request: HttpRequest, body: dict[str, Any]) -> int | None:
    """The version that the caller has seen: ``If-Match`` or ``version``, taken out of the body."""
    tag = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    version = body.pop("version", None) if not tag or tag == "*" else tag
    body.pop("version", None)
    if version is None:
        return None
    try:
        return int(version)
    except (TypeError, ValueError):
        raise Problem(400, _("The version is a whole number.")) from None


def _condition(name: str, value: str, noun: Noun[Any]) -> dict[str, Any]:
    field, _colon, operator = name.partition(":")
    many = operator in {"in", "not_in", "has_any", "has_all", "has_none", "between"}
    return {
        "field": field,
        "op": operator or "is",
        "value": value.split(",") if many else value,
    }


def _limit(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MAX_LIMIT:
        raise Problem(400, _("A page has 1 to %(most)d rows.") % {"most": MAX_LIMIT})
    return int(text)


def _json(text: str | bytes, what: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Problem(400, _("The JSON is damaged: %(error)s") % {"error": error}) from None
