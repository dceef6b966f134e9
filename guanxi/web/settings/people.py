"""People and what each may do: roles, teams, whether they may sign in."""

import datetime as dt

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.finding import nearest_first, who_is_called
from guanxi.platform.actors.models import Role, Team, User
from guanxi.platform.given import whole_number
from guanxi.platform.rights.administering import require_administrator
from guanxi.platform.rights.people import (
    correct_person,
    deactivate_person,
    drop_second_step,
    reactivate_person,
    sign_out_person,
)
from guanxi.platform.rights.roles import give_role, take_role
from guanxi.platform.rights.teams import move_person
from guanxi.platform.signin.inviting import taken
from guanxi.web.acting import signed_in

SHOWN = 100
ACTS = {
    "deactivate": deactivate_person,
    "reactivate": reactivate_person,
    "sign_out": sign_out_person,
    "drop_second_step": drop_second_step,
}


class AboutForm(forms.Form):
    """What a member of staff is called, and where mail reaches them."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=80)
    email = forms.EmailField(label=_("E-mail"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, request: HttpRequest, person: User) -> None:
        # Scripts of an earlier day send roles and a team alone.
        super().__init__(
            request.POST if "name" in request.POST else None,
            initial={name: getattr(person, name) for name in self.base_fields},
        )
        self._person = person

    def clean_email(self) -> str:
        """Refuses an address that somebody else has."""
        email = str(self.cleaned_data["email"])
        if reason := taken("", email, besides=self._person).get("email"):
            raise forms.ValidationError(str(reason))
        return email


@signed_in
def people(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everyone who works here."""
    require_administrator(actor)
    text = request.GET.get("q", "").strip()
    meant = nearest_first(who_is_called(User.objects.all(), text), text, "-is_active")
    listed = meant.select_related("team__parent").prefetch_related("roles")
    page = Paginator(listed, SHOWN).get_page(whole_number(request.GET.get("page", "1")) or 1)
    context = {"people": page, "text": text}
    return render(request, "web/settings/people.html", context)


@signed_in
def person(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """GET shows one person with their roles and team, POST changes them."""
    require_administrator(actor)
    user = get_object_or_404(User, pk=pk)
    about = AboutForm(request, user)
    if request.method == "POST" and _is_changed(request, actor, user, about):
        return redirect(f"/settings/people/{pk}/")
    held = set(user.roles.values_list("pk", flat=True))
    context = {
        "person": user,
        "about": about,
        "roles": [(role, role.pk in held) for role in Role.objects.order_by("pk")],
        "has_second_step": Authenticator.objects.filter(user=user).exists(),
        "may_view_as": user.is_active and user.pk != actor.user_id,
    }
    return render(request, "web/settings/person.html", context)


def _is_changed(request: HttpRequest, actor: Actor, user: User, about: AboutForm) -> bool:
    at = timezone.now()
    if act := ACTS.get(request.POST.get("act", "")):
        act(user, actor=actor, at=at)
        return True
    if about.is_bound and not about.is_valid():
        return False
    if about.is_bound:
        correct_person(user, told=about.cleaned_data, actor=actor, at=at)
    _change_rights(request, actor, user, at)
    return True


def _change_rights(request: HttpRequest, actor: Actor, user: User, at: dt.datetime) -> None:
    given = request.POST
    wanted = {pk for one in given.getlist("role") if (pk := whole_number(one))}
    for role in Role.objects.order_by("pk"):
        if role.pk in wanted:
            give_role(user, role, actor=actor, at=at)
    for role in user.roles.exclude(pk__in=wanted):
        take_role(user, role, actor=actor, at=at)
    team = given.get("team", "")
    chosen = Team.objects.filter(pk=whole_number(team) or 0).first()
    if (chosen.pk if chosen else None) != user.team_id:
        move_person(user, chosen, actor=actor, at=at)
