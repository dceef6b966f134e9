import pytest

from guanxi.platform.actors.models import User
from guanxi.platform.jobs.models import Job


@pytest.fixture
def administrator(client, admin):
    client.force_login(User.objects.get(pk=admin.user_id))
    return client


@pytest.fixture
def dora(seller, east):
    return {
        "name": "Dora",
        "username": "dora",
        "email": "dora@example.com",
        "language": "en",
        "team": east.pk,
        "roles": [seller.pk],
    }


def test_an_administrator_invites_somebody(administrator, dora):
    assert administrator.get("/settings/people/new/").status_code == 200

    response = administrator.post("/settings/people/new/", dora)

    user = User.objects.get(username="dora")
    assert response["Location"] == f"/settings/people/{user.pk}/"
    assert Job.objects.get().args == {"user_id": user.pk}


def test_what_is_wrong_is_said_at_its_field(administrator, dora):
    response = administrator.post("/settings/people/new/", dora | {"email": "ADMIN@example.com"})

    assert response.status_code == 200
    assert b'aria-invalid="true"' in response.content
    assert not User.objects.filter(username="dora").exists()


def test_an_invitation_is_sent_again(administrator, ana):
    administrator.post(f"/settings/people/{ana.user_id}/invite/")

    assert Job.objects.get().kind == "signin.invite"


def test_a_seller_invites_nobody(client, ana, dora):
    client.force_login(User.objects.get(pk=ana.user_id))

    assert client.get("/settings/people/new/").status_code == 403
    assert client.post("/settings/people/new/", dora).status_code == 403
    assert client.post(f"/settings/people/{ana.user_id}/invite/").status_code == 403
