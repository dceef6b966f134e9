"""An administrator asks people in by the API, with the same mail as from the page."""

import pytest
from django.core import mail
from django.utils import timezone

from guanxi.platform.actors.models import User
from guanxi.platform.facts.models import Fact
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.signin.models import WelcomeLink


@pytest.fixture
def newcomer(seller, east):
    return {
        "username": "dora",
        "name": "Dora",
        "email": "Dora@Example.com",
        "role": seller.pk,
        "team": east.pk,
        "language": "en",
    }


def test_who_is_asked_in_gets_the_link_and_cannot_sign_in_before(boss, newcomer, seller, east):
    answer = boss.post("settings/people/", newcomer)

    row, user = answer.json(), User.objects.get(username="dora")
    assert answer.status_code == 201
    assert (row["id"], row["team"], row["roles"]) == (user.pk, east.pk, [seller.pk])
    assert (user.language, user.has_usable_password()) == ("en", False)
    kinds = Fact.objects.filter(noun="user", record_id=user.pk).order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == ["user.created", "user.invited"]

    run_all_now(timezone.now())
    [sent] = mail.outbox
    assert sent.to == ["dora@example.com"]
    assert "/welcome/" in sent.body


def test_another_link_is_sent_and_the_first_is_dead(boss, newcomer):
    pk = boss.post("settings/people/", newcomer).json()["id"]
    run_all_now(timezone.now())

    assert boss.post(f"settings/people/{pk}/invite/").status_code == 200

    run_all_now(timezone.now())
    assert len(mail.outbox) == 2
    assert WelcomeLink.objects.filter(user=pk).count() == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("username", "ANA"),
        ("username", ""),
        ("email", "nobody"),
        ("email", ""),
        ("name", ""),
        ("role", None),
        ("role", 999_999),
        ("team", 999_999),
        ("language", "tlh"),
        ("password", "geheim"),
    ],
)
def test_what_makes_no_sense_asks_nobody_in(boss, newcomer, ana, name, value):
    answer = boss.post("settings/people/", {**newcomer, name: value})

    assert answer.status_code == 422
    assert name in answer.json()["errors"]
    assert not User.objects.filter(username="dora").exists()
    assert not Job.objects.exists()


def test_the_same_key_asks_in_once(boss, newcomer):
    for _ in range(2):
        answer = boss.post("settings/people/", newcomer, Idempotency_Key="once")
        assert answer.status_code == 201

    assert User.objects.filter(username="dora").count() == 1
    assert Job.objects.filter(kind="signin.invite").count() == 1
