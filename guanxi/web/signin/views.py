"""The page behind a one-time link."""

from http import HTTPStatus

from allauth.account.adapter import get_adapter

# The library has no other door to the record of what a session has proved.
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from guanxi.platform.actors.models import User
from guanxi.platform.signin.models import WelcomeLink
from guanxi.platform.signin.welcome import (
    accept_invitation,
    become_first_administrator,
    open_link,
)
from guanxi.web.signin.forms import FirstAdministratorForm, PasswordForm


@login_not_required
@sensitive_post_parameters("password", "repeated")
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Lets somebody in once, with the password they choose here; a dead link says what to do."""
    link = open_link(token, at=timezone.now())
    if link is None:
        return render(request, "signin/dead_link.html", status=HTTPStatus.NOT_FOUND)
    form = _form(link, request)
    if form.is_valid():
        user = _welcomed(link, token, form)
        get_adapter().open_again(request, user)
        # They have just chosen it: not asked for it again by the first page of the settings.
        record_authentication(request, user, "password")
        entered: HttpResponse = perform_login(request, user, redirect_url="/")
        return entered
    return render(request, "signin/welcome.html", {"form": form, "person": link.user})


def _form(link: WelcomeLink, request: HttpRequest) -> PasswordForm:
    kind = PasswordForm if link.user_id else FirstAdministratorForm
    return kind(request.POST if request.method == "POST" else None, link.user)


def _welcomed(link: WelcomeLink, token: str, form: PasswordForm) -> User:
    told = {name: form.cleaned_data[name] for name in form.fields if name != "repeated"}
    if link.user_id:
        return accept_invitation(token, **told, at=timezone.now())
    return become_first_administrator(token, **told, at=timezone.now())
