"""What a person is told: of each kind, on screen or not, by mail at once, once a day or never."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import User
from guanxi.platform.messages.preferences import KINDS, MAIL, mail_wish, wants_on_screen, wish
from guanxi.platform.rights.administering import refuse_read_only
from guanxi.web.acting import person_of, signed_in


@dataclass(frozen=True)
class Wish:
    """One kind of news and how the person wants it."""

    kind: str
    label: Any
    on_screen: bool
    mail: str


@signed_in
def wishes(request: HttpRequest, actor: Actor) -> HttpResponse:
    """GET shows them, POST keeps them."""
    person = person_of(request)
    if request.method == "POST":
        refuse_read_only(actor)
        _keep(request, person)
        messages.success(request, _("Saved"))
        return redirect("/notices/wishes/")
    rows = [
        Wish(kind, label, wants_on_screen(person, kind), mail_wish(person, kind))
        for kind, label in KINDS.items()
    ]
    context = {"wishes": rows, "mails": MAIL.items(), "address": person.email}
    return render(request, "web/notices/wishes.html", context)


@transaction.atomic
def _keep(request: HttpRequest, person: User) -> None:
    """Every kind or, where one wish is refused, none."""
    for kind in KINDS:
        mail = request.POST.get(f"mail-{kind}", "")
        wish(person, kind, mail, on_screen=request.POST.get(f"screen-{kind}") == "yes")
