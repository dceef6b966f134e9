"""Quick capture: a pasted card, signature or message fills in the form, to be checked and kept."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from guanxi.customers.cards import Reading, read_card
from guanxi.customers.keys import account_keys
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import require, visible_to
from guanxi.web.acting import noun_or_404, signed_in
from guanxi.web.records.forms import quick_form

# Which readings fill which field; of two for one field the first that was read.
FILLS: dict[str, dict[str, tuple[str, ...]]] = {
    "person": {
        "name": ("name",),
        "title": ("title",),
        "department": ("department",),
        "mobile": ("mobile",),
        "phone": ("phone",),
        "email": ("email",),
        "wechat": ("wechat",),
    },
    "account": {
        "name": ("company",),
        "phone": ("phone", "mobile"),
        "email": ("email",),
        "website": ("website",),
        "credit_code": ("credit_code",),
        "province": ("province",),
        "city": ("city",),
        "district": ("district",),
        "street": ("street", "address"),
    },
}


@signed_in
def card(request: HttpRequest, actor: Actor, noun_key: str) -> HttpResponse:
    """POST: the quick form with what the pasted text says; nothing is kept of the text."""
    noun = noun_or_404(actor, noun_key)
    if request.method != "POST" or noun_key not in FILLS:
        raise Http404
    require(actor, noun.permission("create"))
    found = read_card(request.POST.get("card", ""))
    read = _filled(noun, found)
    guesses = [name for name, one in read.items() if not one.is_sure]
    values: dict[str, Any] = {name: one.value for name, one in read.items()}
    firm = found.get("company")
    if noun_key == "person" and firm:
        values |= _employer(actor, firm.value)
    return quick_form(
        request,
        actor,
        noun,
        values,
        guesses=guesses,
        was_read=True,
        unknown_firm=firm.value
        if firm and noun_key == "person" and "account" not in values
        else "",
    )


def _filled(noun: Noun[Any], found: dict[str, Reading]) -> dict[str, Reading]:
    filled = {}
    for name, sources in FILLS[noun.key].items():
        read = next((found[one] for one in sources if one in found), None)
        if read is not None and name in noun.fields:
            filled[name] = read
    return filled


def _employer(actor: Actor, name: str) -> dict[str, int]:
    """The customer of this name, in whatever spelling, that the actor may see."""
    noun = noun_named("account")
    if not actor.may(noun.permission("read")):
        return {}
    _sort, match = account_keys(name, "business")
    pk = visible_to(actor, noun).filter(match_key=match).values_list("pk", flat=True).first()
    return {"account": pk} if pk else {}
