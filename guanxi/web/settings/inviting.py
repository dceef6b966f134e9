"""Asking somebody in."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Role, Team, User
from guanxi.platform.rights.administering import require_administrator
from guanxi.platform.signin.inviting import Newcomer, invite_newcomer, taken
from guanxi.platform.signin.welcome import invite
from guanxi.web.acting import signed_in
from guanxi.web.settings.given import chosen


class NewcomerForm(forms.Form):
    """Who is to come in."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=80)
    username = forms.CharField(label=_("User name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    team = forms.ModelChoiceField(
        Team.objects.filter(retired_at=None), label=_("Team"), required=False
    )
    roles = forms.ModelMultipleChoiceField(
        Role.objects.order_by("pk"),
        label=_("Roles"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "check"}),
    )

    @property
    def team_called(self) -> str:
        """The name of the team that was chosen, where the form comes back."""
        team = chosen(Team.objects.all(), str(self["team"].value() or ""))
        return team.called if team else ""

    def clean(self) -> None:
        """Refuses a name or an address that somebody has."""
        given = self.cleaned_data
        for name, reason in taken(given.get("username", ""), given.get("email", "")).items():
            self.add_error(name, str(reason))


@signed_in
def new_person(request: HttpRequest, actor: Actor) -> HttpResponse:
    """GET asks who is to come in, POST invites them."""
    require_administrator(actor)
    form = NewcomerForm(request.POST or None)
    if form.is_valid():
        user = invite_newcomer(Newcomer(**form.cleaned_data), actor=actor, at=timezone.now())
        return redirect(f"/settings/people/{user.pk}/")
    return render(request, "web/settings/new_person.html", {"form": form})


@signed_in
@require_POST
def invite_again(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Another link by mail; the one before is dead."""
    invite(get_object_or_404(User, pk=pk), actor=actor, at=timezone.now())
    return redirect(f"/settings/people/{pk}/")
