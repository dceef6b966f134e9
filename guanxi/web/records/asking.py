"""Which conditional fields a form asks for, as its other fields stand."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse, QueryDict

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.conditions import Conditions, named_in
from guanxi.platform.records.intake import custom_json
from guanxi.platform.records.values import Masked
from guanxi.platform.rights.visibility import require
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.fields.inputs import values_given
from guanxi.web.fields.sent_files import SENT
from guanxi.web.records.reading import see

Values = Callable[[str], Any]


@signed_in
def asked_now(
    request: HttpRequest, actor: Actor, noun_key: str, pk: int | None = None
) -> JsonResponse:
    """POST of a form as it stands: the fields that do not apply, and those required for now."""
    if request.method != "POST":
        raise Http404
    noun = noun_or_404(actor, noun_key)
    require(actor, noun.permission("edit" if pk else "create"))
    record = see(actor, noun, pk).record if pk else None
    shown = set(request.POST.get("shown", "").split())
    fields = [
        one
        for name, one in noun.fields.items()
        if name in shown and actor.field_mode(noun.key, name) == "full"
    ]
    given = values_given(fields, request.POST) | _files_chosen(fields, request.POST)
    conditions = Conditions(noun)
    values = _standing(conditions, given, beneath(actor, noun, record))
    idle, needed = conditions.idle(values), conditions.needed(values)
    return JsonResponse({"idle": sorted(idle & shown), "needed": sorted(needed & shown)})


def beneath(actor: Actor, noun: Noun[Any], record: Any) -> Values:
    """What a field holds that the form does not show: as stored, or as a new record starts."""
    fields = noun.fields
    if record is None:
        return noun.defaults(actor).get
    return lambda name: fields[name].value_of(record) if name in fields else None


def idle_in(noun: Noun[Any], given: Mapping[str, Any], otherwise: Values) -> set[str]:
    """The fields that do not apply with these values, stored or as they were typed."""
    conditions = Conditions(noun)
    return conditions.idle(_standing(conditions, given, otherwise))


def _standing(conditions: Conditions, given: Mapping[str, Any], otherwise: Values) -> Values:
    def value(name: str) -> Any:
        held = given.get(name)
        if name not in given or isinstance(held, Masked):
            return otherwise(name)
        return _stored(conditions.fields[name], held)

    return value


def watched_by(fields: Iterable[Field]) -> str:
    """The names of the fields on which others of a form hang."""
    return " ".join(sorted({name for one in fields for name in named_in(one.asked_when)}))


def _files_chosen(fields: Iterable[Field], given: QueryDict) -> dict[str, str]:
    """A number for each file that is chosen in the form, and has none before it is saved."""
    return {
        one.name: "1" for one in fields if one.type == "file" and given.get(f"{one.name}{SENT}")
    }


def _stored(field: Field, typed: Any) -> Any:
    """What was typed half is no value yet."""
    if not isinstance(typed, str):
        return typed
    try:
        return custom_json(field.kind.read(typed, field)) if typed.strip() else None
    except (ValueError, TypeError):
        return None
