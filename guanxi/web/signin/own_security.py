"""The forms by which people guard their own account: allauth's, asking in our words."""

from collections.abc import Mapping
from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm, LoginWebAuthnForm
from django.core.exceptions import ValidationError
from django.forms import Form
from django.utils.translation import gettext_lazy as _

from guanxi.web.signin.codes import CountsOnce, refuse_code_to_come

NEW_PASSWORD = {"password1": _("Ten characters or more; a short sentence is easy to remember.")}
ONE_TIME = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "6"}


class _InOurWords(Form):
    """A form that says ``words`` for the labels of its fields, and no examples in them.

    What a new password must be is said in one sentence: each rule speaks when it is broken.
    """

    words: Mapping[str, Any] = {}
    advice: Mapping[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, word in self.words.items():
            self.fields[name].label = word
        for name, advice in self.advice.items():
            self.fields[name].help_text = advice


class AppForm(_InOurWords, ActivateTOTPForm):  # type: ignore[misc]
    """The first six digits of a new app."""

    words = {"code": _("Six digits")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(ONE_TIME)

    def clean_code(self) -> str:
        """Refuses the code that the app has not shown yet."""
        refuse_code_to_come(self.secret, self.cleaned_data["code"])
        return str(super().clean_code())


class CodeForm(CountsOnce, _InOurWords, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""

    words = {"code": _("Six digits, or a recovery code")}


class CodeAgainForm(CountsOnce, _InOurWords, ReauthenticateForm):  # type: ignore[misc]
    """The second step once more, before something that guards the account."""

    words = {"code": _("Six digits, or a recovery code")}


class PasskeyForm(_InOurWords, AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey: its name, and whether it signs in alone."""

    words = {"name": _("What you call it"), "passwordless": _("It signs me in without a password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].help_text = _(
            "The device then asks for your fingerprint, your face or its PIN each time."
        )


class PasskeySignInForm(_InOurWords, LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in by a passkey, which has no code to wait for."""

    def clean_credential(self) -> Any:
        """The passkey; a device goes on offering one that was removed here."""
        try:
            return super().clean_credential()
        except ValidationError as refused:
            raise ValidationError(
                _("This passkey is not good here, or no more. Sign in in another way."),
                code="unknown_passkey",
            ) from refused


class PasskeyNameForm(_InOurWords, EditWebAuthnForm):  # type: ignore[misc]
    """A passkey under another name."""

    words = {"name": _("What you call it")}


class ForgottenForm(_InOurWords, ResetPasswordForm):  # type: ignore[misc]
    """Where the link to a new password goes."""

    words = {"email": _("E-mail")}


class RenewedPasswordForm(_InOurWords, ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password in place of one forgotten."""

    words = {"password1": _("New password"), "password2": _("The same again")}
    advice = NEW_PASSWORD


class ChangedPasswordForm(_InOurWords, ChangePasswordForm):  # type: ignore[misc]
    """A new password in place of one known."""

    words = {
        "oldpassword": _("Password until now"),
        "password1": _("New password"),
        "password2": _("The same again"),
    }
    # A link that leads away from the page would lose what is typed.
    advice = {**NEW_PASSWORD, "oldpassword": ""}


class FirstPasswordForm(_InOurWords, SetPasswordForm):  # type: ignore[misc]
    """A password for somebody who came in by the firm's directory."""

    words = {"password1": _("New password"), "password2": _("The same again")}
    advice = NEW_PASSWORD
