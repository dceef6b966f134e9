"""What a password must be, and all that it need not be."""

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from guanxi.config import signin
from guanxi.platform.actors.models import Team, User
from guanxi.platform.signin.passwords import own_words


@pytest.fixture
def firm(db):
    return Team.objects.create(name="太湖科技 Taihu Tech")


@pytest.mark.parametrize(
    "password",
    [
        "plum blossom 1981",
        "梅花香自苦寒来宝剑锋从磨砺",
        "x7" * 40,
        "UPPERCASEONLY",
        "4711081519840",
        "🌸🌸🌸🌸🌸🌸🌸🌸🌸🌸",
        "taihu tech plum blossom",
    ],
)
def test_any_signs_will_do_if_there_are_enough(firm, password):
    validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "qwertyuiop",
        "1234567890",
        "password123",
        "太湖科技2026",
        "TaihuTech2026",
        "Guanxi-2026!",
    ],
)
def test_the_short_the_common_and_the_guessed_are_refused(firm, password):
    with pytest.raises(ValidationError):
        validate_password(password)


def test_what_one_is_called_is_refused(firm):
    with pytest.raises(ValidationError):
        validate_password("anastasia1", User(username="anastasia1", name="Anastasia"))


def test_the_words_guessed_first_are_those_of_firm_address_and_program(firm, settings):
    settings.ADDRESS = "https://crm.taihu-tech.example"
    assert {"guanxi", "太湖科技", "taihu", "tech", "taihu-tech"} <= set(own_words())


def test_a_password_is_checked_as_it_was_typed(db):
    kept = make_password(" Plum Blossom 1981 ")

    assert check_password(" Plum Blossom 1981 ", kept)
    for other in ("Plum Blossom 1981", " plum blossom 1981 ", " Plum Blossom 1981"):
        assert not check_password(other, kept)


def test_it_is_kept_slowly_hashed_with_a_salt_of_its_own(db, settings):
    settings.PASSWORD_HASHERS = signin.PASSWORD_HASHERS
    one, other = make_password("plum blossom 1981"), make_password("plum blossom 1981")
    assert one != other
    assert identify_hasher(one).algorithm == "argon2"
    assert "argon2id" in one


def test_a_very_long_one_counts_to_its_last_sign(db):
    long = "plum" * 50
    assert not check_password(long, make_password(long + "x"))
