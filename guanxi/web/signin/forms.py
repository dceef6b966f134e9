"""What a person fills in when first let in."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.models import User

_password = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class SignInForm(LoginForm):  # type: ignore[misc]
    """Name and password, asked for in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or e-mail")
        self.fields["password"].help_text = ""


class PasswordForm(forms.Form):
    """Chooses a password for somebody who was invited."""

    password = forms.CharField(
        label=_("Password"),
        widget=_password,
        help_text=_("Ten characters or more; a short sentence is easy to remember."),
    )
    repeated = forms.CharField(label=_("The same again"), widget=_password)

    def __init__(self, given: QueryDict | None, person: User | None) -> None:
        super().__init__(given)
        self._person = person

    def clean_password(self) -> str:
        """A password that is hard enough to guess."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self._person)
        return password

    def clean_repeated(self) -> str:
        """The repeated password, which must be the same."""
        repeated = str(self.cleaned_data["repeated"])
        # As it was sent: one that is too easy is not called another as well.
        if repeated != self.data.get("password"):
            raise forms.ValidationError(_("The two passwords differ."))
        return repeated


class FirstAdministratorForm(PasswordForm):
    """Names the firm and its first administrator."""

    firm = forms.CharField(label=_("Name of the firm"), max_length=120)
    name = forms.CharField(label=_("Your name"), max_length=80)
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    field_order = ["firm", "name", "username", "password", "repeated"]
