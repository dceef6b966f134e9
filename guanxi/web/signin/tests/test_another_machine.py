"""Second steps after a backup was put back where another key is."""

import io
import zipfile

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from guanxi.platform.backup.restoring import restore_backup
from guanxi.platform.backup.taking import FACTORS_KEY, take_backup
from guanxi.web.signin.tests import conftest

SEED = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def hers(ana_user, settings, tmp_path):
    settings.MEDIA_ROOT, settings.DATA = tmp_path / "files", tmp_path
    TOTP.activate(ana_user, SEED)
    return RecoveryCodes.activate(ana_user).get_unused_codes()


@pytest.fixture
def moved(hers, settings, tmp_path, at):
    """Put a backup back under another key, as a new machine has it."""

    def move(with_key=True):
        path = tmp_path / "b.zip"
        take_backup(path, at)
        assert path.stat().st_mode & 0o777 == 0o600
        if not with_key:
            _without_key(path)
        settings.SECRET_KEY = "another machine's"
        cache.clear()
        return restore_backup(path, replace=True)

    return move


def _without_key(path):
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist() if name != FACTORS_KEY}
    with zipfile.ZipFile(path, "w") as new:
        for name, part in parts.items():
            new.writestr(name, part)


def enter(code):
    """Somebody with ana's password and this code: whether they are in, and what they read."""
    browser = Client(headers={"Accept-Language": "en"})
    browser.post("/sign-in/", {"login": "ana", "password": conftest.PASSWORD})
    answer = browser.post("/sign-in/second/", {"code": code})
    return "_auth_user_id" in browser.session, answer.content.decode()


def present_code():
    return format_hotp_value(hotp_value(SEED, next(yield_hotp_counters_from_time())))


def test_the_app_lets_in_on_another_machine(moved):
    assert moved().lost == []
    assert enter(present_code())[0]


def test_recovery_codes_let_in_on_another_machine(hers, moved):
    moved()
    assert enter(hers[3])[0]
    assert not enter(hers[3])[0]


def test_the_backup_does_not_hold_the_signing_key(hers, settings, tmp_path, at):
    settings.SECRET_KEY = "a signing key that is long enough to be found"
    take_backup(tmp_path / "b.zip", at)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert not any(
            settings.SECRET_KEY.encode() in archive.read(name) for name in archive.namelist()
        )


def test_without_the_key_second_steps_go_and_it_is_said_whose(moved, sign_in, client):
    assert moved(with_key=False).lost == ["ana"]
    sign_in()
    assert "_auth_user_id" in client.session


def test_a_second_step_of_another_key_is_refused_in_words(hers, settings):
    settings.SECRET_KEY = "another machine's"
    for code in (present_code(), hers[0], "123456"):
        is_in, said = enter(code)
        assert not is_in
        assert "another machine" in said


def test_ones_own_pages_stand_where_codes_cannot_be_read(hers, settings, client, ana_user):
    client.force_login(ana_user)
    settings.SECRET_KEY = "another machine's"
    client.force_login(ana_user)
    for page in ("", "codes/", "codes/new/", "codes/file/", "app/"):
        assert client.get(f"/settings/security/{page}").status_code < 500


def test_a_lost_second_step_is_taken_away_by_a_command(hers, ana_user):
    said = io.StringIO()
    call_command("welcome", "ana", "--drop-second-step", stdout=said)

    assert "/welcome/" in said.getvalue()
    assert not ana_user.authenticator_set.exists()
    with pytest.raises(CommandError):
        call_command("welcome", "ana", "--drop-second-step", stdout=said)
