"""What would leave the machine unencrypted is warned of, and refused where the operator says so."""

import os
import subprocess
import sys

import pytest
from django.core.checks import run_checks

from guanxi.config.databases import database_settings
from guanxi.platform.open_ways import OpenWay, is_local, open_ways

CLOSED = {
    "DATABASES": {"default": {"HOST": "db.example", "OPTIONS": {"sslmode": "verify-full"}}},
    "EMAIL_HOST": "mail.example",
    "EMAIL_USE_TLS": True,
    "SOCIALACCOUNT_PROVIDERS": {
        "openid_connect": {"APPS": [{"settings": {"server_url": "https://id.example"}}]}
    },
    "LOG_SERVER": "127.0.0.1:514",
    "CLAMD": "/run/clamav/clamd.ctl",
    "BREACHED_PASSWORDS": "/srv/breached.txt",
}


def database(host, **options):
    return {"default": {"HOST": host, "OPTIONS": options}}


def directory(url):
    return {"openid_connect": {"APPS": [{"settings": {"server_url": url}}]}}


def test_ways_that_are_encrypted_or_stay_here_are_no_matter():
    assert open_ways(CLOSED) == []


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("DATABASES", database("db.example"), OpenWay("database", "db.example")),
        ("DATABASES", database("10.0.0.7", sslmode="prefer"), OpenWay("database", "10.0.0.7")),
        ("DATABASES", database("db.example", sslmode="require"), None),
        ("DATABASES", database("/run/postgresql"), None),
        ("DATABASES", database("::1"), None),
        ("DATABASES", {"default": {"NAME": "guanxi.sqlite3"}}, None),
        ("EMAIL_USE_TLS", False, OpenWay("mail", "mail.example")),
        (
            "SOCIALACCOUNT_PROVIDERS",
            directory("http://id.example/realm"),
            OpenWay("directory", "id.example"),
        ),
        ("SOCIALACCOUNT_PROVIDERS", {}, None),
        ("LOG_SERVER", "log.example:514", OpenWay("log", "log.example:514")),
        ("CLAMD", "10.0.0.9:3310", OpenWay("scanner", "10.0.0.9:3310")),
        ("CLAMD", "localhost:3310", None),
        ("BREACHED_PASSWORDS", "https://known.example/range", None),
        (
            "BREACHED_PASSWORDS",
            "http://known.example/range",
            OpenWay("breaches", "known.example"),
        ),
    ],
)
def test_a_way_to_another_machine_is_encrypted_or_told(name, value, found):
    assert open_ways({**CLOSED, name: value}) == ([found] if found else [])


@pytest.mark.parametrize("address", ["", "/run/x", "localhost:25", "127.8.8.8", "::1", "[::1]:80"])
def test_what_stays_on_this_machine_is_local(address):
    assert is_local(address)


@pytest.mark.parametrize("address", ["10.0.0.1", "db", "[2001:db8::1]:80", "localhost.example"])
def test_what_goes_elsewhere_is_not(address):
    assert not is_local(address)


def test_the_address_of_the_database_says_whether_it_is_encrypted(monkeypatch, tmp_path):
    url = "postgresql://guanxi:geheim@db.example:5433/firm?sslmode=verify-full&sslrootcert=/ca.pem"
    monkeypatch.setenv("DATABASE_URL", url)

    found = database_settings(tmp_path)

    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "5433", "firm")
    assert found["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/ca.pem"}


def test_the_check_before_going_live_warns(settings):
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "mail.example", False

    found = {one.id: one for one in run_checks(include_deployment_checks=True)}

    assert "mail.example" in found["guanxi.mail"].msg
    assert "GUANXI_SMTP_TLS=1" in found["guanxi.mail"].hint


@pytest.mark.parametrize(("tls", "starts"), [("0", False), ("1", True)])
def test_nothing_starts_unencrypted_where_that_is_refused(tmp_path, tls, starts):
    ended = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        env={
            "PATH": os.environ["PATH"],
            "GUANXI_DATA": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "guanxi.config.settings",
            "GUANXI_ENCRYPTED_ONLY": "1",
            "GUANXI_SMTP_HOST": "mail.example",
            "GUANXI_SMTP_TLS": tls,
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode == 0) is starts
    assert ("not encrypted: mail (mail.example)" in ended.stderr) is not starts
