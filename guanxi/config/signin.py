"""Settings of signing in, which django-allauth carries out."""

import os
from ipaddress import ip_network

from guanxi.config.paths import data_folder

SECURE = os.environ.get("GUANXI_HTTPS") == "1"
_port = os.environ.get("GUANXI_PORT", "8000")
# What links in mails begin with.
ADDRESS = os.environ.get("GUANXI_URL", f"http://localhost:{_port}").rstrip("/")

AUTHENTICATION_BACKENDS = ["guanxi.platform.signin.stored.Staff"]
SESSION_ENGINE = "guanxi.platform.signin.stored"
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "/sign-in/"
LOGOUT_REDIRECT_URL = "/sign-in/"
PASSWORD_RESET_TIMEOUT = 3600

SESSION_COOKIE_NAME = "__Host-guanxi_session" if SECURE else "guanxi_session"
# A session ends when it has lasted so long, or when nobody used it for so long.
SESSION_LASTS_SECONDS = SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_IDLE_SECONDS = int(os.environ.get("GUANXI_IDLE_HOURS", "72")) * 3600
# Administering, and making keys, takes proof of who one is so many minutes ago at most (0: never),
# and, where networks are named, comes from one of them.
ADMIN_PROVED_MINUTES = int(os.environ.get("GUANXI_ADMIN_MINUTES", "60"))
ADMIN_NETWORKS = [
    ip_network(one.strip())
    for one in os.environ.get("GUANXI_ADMIN_NETWORKS", "").split(",")
    if one.strip()
]
CSRF_COOKIE_NAME = "__Host-guanxi_csrf" if SECURE else "csrftoken"
LANGUAGE_COOKIE_NAME = "__Host-guanxi_language" if SECURE else "guanxi_language"
LANGUAGE_COOKIE_SECURE = SECURE
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [ADDRESS] if SECURE else []
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE

# In the database, so that every web process counts the same failed sign-ins.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "guanxi_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

ACCOUNT_ADAPTER = "guanxi.platform.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = "guanxi.platform.signin.names.shown_name"
ACCOUNT_FORMS = {
    "login": "guanxi.web.signin.forms.SignInForm",
    "change_password": "guanxi.web.signin.own_security.ChangedPasswordForm",
    "set_password": "guanxi.web.signin.own_security.FirstPasswordForm",
    "reset_password": "guanxi.web.signin.own_security.ForgottenForm",
    "reset_password_from_key": "guanxi.web.signin.own_security.RenewedPasswordForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key"}

MFA_ADAPTER = "guanxi.platform.signin.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "guanxi.web.signin.own_security.AppForm",
    "authenticate": "guanxi.web.signin.own_security.CodeForm",
    "reauthenticate": "guanxi.web.signin.own_security.CodeAgainForm",
    "login_webauthn": "guanxi.web.signin.own_security.PasskeySignInForm",
    "add_webauthn": "guanxi.web.signin.own_security.PasskeyForm",
    "edit_webauthn": "guanxi.web.signin.own_security.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Guanxi"
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys on http://localhost too, where a firm tries things out.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE

SOCIALACCOUNT_ADAPTER = "guanxi.platform.signin.adapters.SocialAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {}
if os.environ.get("GUANXI_OIDC_URL"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "company",
                "name": os.environ.get("GUANXI_OIDC_NAME", "SSO"),
                "client_id": os.environ.get("GUANXI_OIDC_ID", ""),
                "secret": os.environ.get("GUANXI_OIDC_SECRET", ""),
                "settings": {"server_url": os.environ["GUANXI_OIDC_URL"]},
            }
        ],
    }

EMAIL_HOST = os.environ.get("GUANXI_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("GUANXI_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("GUANXI_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("GUANXI_SMTP_PASSWORD", "")
# A mail server that takes the call and says nothing must not hold a worker for ever.
EMAIL_TIMEOUT = 20
EMAIL_USE_TLS = os.environ.get("GUANXI_SMTP_TLS") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("GUANXI_MAIL_FROM", "guanxi@localhost")
# Without a mail server, mails are kept as files for the administrator to look at.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = data_folder() / "mail"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "email"]},
    },
    {"NAME": "guanxi.platform.signin.passwords.LongEnough"},
    {"NAME": "guanxi.platform.signin.passwords.NotOfTheFirm"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "guanxi.platform.signin.breaches.NotBreached"},
]
