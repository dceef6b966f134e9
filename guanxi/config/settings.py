"""Settings of an installation; everything that differs between firms comes from the environment."""

import os

from guanxi.config.closing import refuse_open_ways
from guanxi.config.databases import database_settings
from guanxi.config.logs import logging_settings
from guanxi.config.maps import map_address
from guanxi.config.paths import ROOT, arrivals_folder, data_folder
from guanxi.config.secrets import secret_key
from guanxi.config.signin import *  # noqa: F403
from guanxi.config.static import is_immutable, static_url

# The dictionary of phrases would cost every process 40 MB; names need single characters only.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")

DATA = data_folder()
SECRET_KEY = secret_key(DATA)
DEBUG = os.environ.get("GUANXI_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("GUANXI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    # Before allauth, whose pages it dresses.
    "guanxi.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "guanxi.platform",
    "guanxi.customers",
    "guanxi.catalog",
    "guanxi.activities",
    "guanxi.sales",
    "guanxi.surveys",
    "guanxi.warehouse",
    "guanxi.insight",
    "guanxi.demo",
]

MIDDLEWARE = [
    "guanxi.platform.rights.refusal_log.RefusalLog",
    "guanxi.platform.rest.express.KeyCalls",
    "django.middleware.security.SecurityMiddleware",
    "guanxi.web.middleware.security.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "guanxi.web.middleware.style.StyleFirst",
    "guanxi.web.middleware.heads.HeadsAreGets",
    "guanxi.web.middleware.versions.VersionsOnce",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "guanxi.web.middleware.session_ends.SessionEnds",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "guanxi.web.middleware.person.PersonSettings",
    "guanxi.web.middleware.lone.LoneLayers",
    "guanxi.web.middleware.refusals.Refusals",
    "guanxi.web.middleware.second_factor.SecondFactorFirst",
    "guanxi.web.middleware.viewing.Viewing",
]

ROOT_URLCONF = "guanxi.config.urls"
WSGI_APPLICATION = "guanxi.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "guanxi.web.context.page",
            ],
        },
    },
]

# Another machine that gets a copy of the security log, "host:port".
LOG_SERVER = os.environ.get("GUANXI_SYSLOG", "")
# Whether each answer to somebody known leaves a line that says who read what.
LOG_READING = os.environ.get("GUANXI_LOG_READING") == "1"
LOGGING = logging_settings(DATA, LOG_SERVER)
DATABASES = {"default": database_settings(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "platform.User"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
# Our words come before those of libraries: to allauth "Current" is a password, to us a customer.
LOCALE_PATHS = sorted((ROOT / "guanxi").glob("*/locale"))
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = os.environ.get("GUANXI_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True
BASE_CURRENCY = os.environ.get("GUANXI_CURRENCY", "CNY")

STATIC_URL = "/static/" if DEBUG else static_url(ROOT)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = is_immutable
MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_TEMP_DIR = arrivals_folder(DATA)
LARGEST_FILE = int(os.environ.get("GUANXI_LARGEST_FILE_MB", "100")) << 20
FILE_QUOTA = int(os.environ.get("GUANXI_FILES_GB", "50")) << 30
FILE_QUOTA_EACH = int(os.environ.get("GUANXI_FILES_GB_EACH", "10")) << 30
# Where clamd listens, "/run/clamav/clamd.ctl" or "host:port"; without it nothing is scanned.
CLAMD = os.environ.get("GUANXI_CLAMD", "")
# What is known from breaches: the path of a list, or the address of a service that is asked.
BREACHED_PASSWORDS = os.environ.get("GUANXI_BREACHED_PASSWORDS", "")
# How long deleted records can be brought back; 0 keeps them for ever.
BIN_DAYS = int(os.environ.get("GUANXI_BIN_DAYS", "0"))
WAREHOUSE_FILE = DATA / "warehouse.duckdb"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "guanxi.web.errors.csrf_failure"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# Turns that one API caller gets in one process; 0 sets no limit.
REST_CALLS_PER_SECOND = float(os.environ.get("GUANXI_REST_CALLS_PER_SECOND", "50"))
# Private networks that webhooks may reach all the same, such as 10.1.0.0/16,10.2.0.0/16.
WEBHOOK_NETWORKS = [one for one in os.environ.get("GUANXI_WEBHOOK_NETWORKS", "").split(",") if one]
# The only hosts that webhooks may reach, such as hooks.example.com,.example.org; empty means any.
WEBHOOK_HOSTS = [one for one in os.environ.get("GUANXI_WEBHOOK_HOSTS", "").split(",") if one]

# A map that shows a position, as https://maps.example/?at={latitude},{longitude}; none otherwise.
MAP_ADDRESS = map_address(os.environ.get("GUANXI_MAP", ""))

ROOT_FOLDER = ROOT

# Nothing leaves this machine unencrypted; what would is refused.
ENCRYPTED_ONLY = os.environ.get("GUANXI_ENCRYPTED_ONLY") == "1"
if ENCRYPTED_ONLY:
    refuse_open_ways(globals())
