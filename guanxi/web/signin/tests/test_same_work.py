"""A name that nobody has costs a sign-in the same work as one that somebody has."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

PLACE = "/sign-in/"
HERE = f"{__name__}.Counting"
done: list[str] = []


class Counting(PBKDF2PasswordHasher):
    """Notes every password that it works on."""

    algorithm = "counting"
    iterations = 1

    def encode(self, password, salt, iterations=None):
        done.append(password)
        return super().encode(password, salt, iterations)


@pytest.fixture
def work_for(client, ana_user, settings):
    settings.PASSWORD_HASHERS = [HERE]
    ana_user.set_password("long-enough-secret")
    ana_user.save()

    def asked(name):
        done.clear()
        answer = client.post(PLACE, {"login": name, "password": "wrong-wrong-wrong"})
        return len(done), answer.status_code

    return asked


def test_a_known_and_an_unknown_name_cost_as_many_hashes(work_for):
    known, unknown = work_for("ana"), work_for("nobody-at-all")

    assert known == unknown
    assert known[0] == 1


def test_so_do_known_and_unknown_addresses(work_for):
    assert work_for("ana@example.com") == work_for("nobody@example.com")
