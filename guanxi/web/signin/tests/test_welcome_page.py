import pytest
from django.utils import timezone

from guanxi.platform.actors.models import User
from guanxi.platform.signin.welcome import new_link

PASSWORD = "a quiet river in spring"
FIRST = {
    "firm": "澄海仪器",
    "name": "林若曦",
    "username": "lin",
    "password": PASSWORD,
    "repeated": PASSWORD,
}


@pytest.fixture
def link(db):
    return f"/welcome/{new_link(None, at=timezone.now())}/"


def test_the_first_administrator_comes_in_by_the_link_once(client, link):
    assert client.get(link).status_code == 200

    response = client.post(link, FIRST)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)
    assert client.get(link).status_code == 404
    assert len(client.get("/settings/sessions/").context["sessions"]) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"password": "short"}, {"password": "password123"}, {"repeated": "another one"}, {"firm": ""}],
)
def test_what_is_wrong_is_said_and_nobody_is_made(client, link, wrong):
    response = client.post(link, FIRST | wrong)

    assert response.status_code == 200
    assert b"aria-invalid" in response.content
    assert not User.objects.exists()


def test_a_password_that_is_refused_is_not_called_another_as_well(client, link):
    page = client.post(link, {**FIRST, "password": "short", "repeated": "short"})

    assert set(page.context["form"].errors) == {"password"}


def test_who_has_just_chosen_a_password_is_not_asked_for_it_by_the_settings(client, link, settings):
    settings.ADMIN_PROVED_MINUTES = 60
    client.post(link, FIRST)

    assert client.get("/settings/teams/").status_code == 200


def test_an_invited_person_only_chooses_a_password(client, ana, db):
    user = User.objects.get(pk=ana.user_id)
    link = f"/welcome/{new_link(user, at=timezone.now())}/"
    assert b"firm" not in client.get(link).content.split(b"<form", 1)[1].split(b"</form")[0]

    client.post(link, {"password": PASSWORD, "repeated": PASSWORD})

    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_made_up_link_is_not_found_and_the_page_says_what_to_do(client, db):
    answer = client.get("/welcome/abc/", headers={"Accept-Language": "en"})

    assert answer.status_code == 404
    said = answer.content.decode()
    assert "This link works no more" in said
    assert 'href="/sign-in/"' in said


def test_an_invitation_opens_the_door_that_wrong_guesses_closed(client, ana, db):
    user = User.objects.get(pk=ana.user_id)
    for _ in range(5):
        client.post("/sign-in/", {"login": "ana", "password": "wrong"})

    link = f"/welcome/{new_link(user, at=timezone.now())}/"
    client.post(link, {"password": PASSWORD, "repeated": PASSWORD})
    client.post("/sign-out/")
    entered = client.post("/sign-in/", {"login": "ana", "password": PASSWORD})

    assert entered.status_code == 302


def test_the_secret_in_the_address_stays_here(client, link):
    response = client.get(link)

    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cache-Control"] == "no-store"


def test_who_was_welcomed_in_english_goes_on_in_english(client, link):
    client.post(link, FIRST, headers={"Accept-Language": "en"})

    assert User.objects.get().language == "en"
    assert "First steps" in client.get("/").content.decode()
