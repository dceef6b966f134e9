"""Addresses of signing in and of one's own security, most of them carried out by allauth."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from allauth.usersessions import views as sessions
from django.urls import path, re_path
from django.views.i18n import set_language

from guanxi.platform.signin import directory
from guanxi.web.signin.views import welcome

urlpatterns = [
    path("language/", set_language, name="set_language"),
    path("welcome/<str:token>/", welcome, name="welcome"),
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/second/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "sign-in/again/passkey/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("sign-in/closed/", account.signup, name="account_signup"),
    path("sign-in/stopped/", account.account_inactive, name="account_inactive"),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/", account.password_reset, name="account_reset_password"),
    path("password/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/changed/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("settings/password/", account.password_change, name="account_change_password"),
    path("settings/password/first/", account.password_set, name="account_set_password"),
    path("settings/sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("settings/security/", mfa.index, name="mfa_index"),
    path("settings/security/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("settings/security/app/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("settings/security/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "settings/security/codes/new/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "settings/security/codes/file/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("settings/security/keys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("settings/security/keys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("settings/security/keys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "settings/security/keys/<int:pk>/remove/",
        passkeys.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
    path(
        "sign-in/company/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"
    ),
    path("sign-in/company/failed/", social.login_error, name="socialaccount_login_error"),
    path("sign-in/company/unknown/", social.signup, name="socialaccount_signup"),
    path("settings/company/", social.connections, name="socialaccount_connections"),
    path("oidc/<str:provider_id>/login/", directory.login, name="openid_connect_login"),
    path(
        "oidc/<str:provider_id>/login/callback/",
        directory.callback,
        name="openid_connect_callback",
    ),
]
