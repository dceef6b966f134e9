"""A request that names a host which is not ours is refused, and no letter leads there."""

import pytest
from django.core import mail

from guanxi.platform.jobs.running import run_all_now

FOREIGN = ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "[::1", "a" * 300]


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("place", ["/sign-in/", "/", "/api/v1/", "/password/"])
def test_a_foreign_host_is_refused_everywhere(client, ana_user, place, host):
    answer = client.get(place, headers={"host": host})

    assert answer.status_code == 400
    assert host[:20].encode() not in answer.content


def test_a_forgotten_password_asked_for_under_a_foreign_host_sends_nothing(client, ana_user, at):
    form = {"email": ana_user.email}
    answer = client.post("/password/", form, headers={"host": "evil.example"})
    run_all_now(at)

    assert (answer.status_code, mail.outbox) == (400, [])


def test_a_host_that_a_proxy_forwards_is_not_believed(client, ana_user):
    answer = client.get("/sign-in/", headers={"x-forwarded-host": "evil.example"})

    assert answer.status_code == 200
    assert b"evil.example" not in answer.content
