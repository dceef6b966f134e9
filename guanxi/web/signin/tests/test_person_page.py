import pytest

from guanxi.platform.actors.models import User


@pytest.fixture
def administrator(client, admin):
    client.force_login(User.objects.get(pk=admin.user_id))
    return client


@pytest.fixture
def page(ana):
    return f"/settings/people/{ana.user_id}/"


def told(ana, **changed):
    user = User.objects.get(pk=ana.user_id)
    roles = [role.pk for role in user.roles.all()]
    given = {"name": user.name, "email": user.email, "language": user.language}
    return {**given, "role": roles, "team": user.team_id, **changed}


def test_a_mistyped_address_is_corrected_and_rights_stay(administrator, page, ana):
    administrator.post(page, told(ana, email="anna@example.com"))

    user = User.objects.get(pk=ana.user_id)
    assert user.email == "anna@example.com"
    assert user.roles.exists()
    assert user.team_id == ana.team_id


def test_an_address_that_is_none_is_said_at_its_field_and_nothing_changes(administrator, page, ana):
    answer = administrator.post(page, told(ana, email="anna", role=[]))

    assert answer.status_code == 200
    assert b'aria-invalid="true"' in answer.content
    assert User.objects.get(pk=ana.user_id).roles.exists()


def test_somebody_is_shut_out_whatever_else_the_form_holds(administrator, page, ana):
    administrator.post(page, told(ana, email="anna", act="deactivate"))

    assert not User.objects.get(pk=ana.user_id).is_active


def test_who_was_invited_and_has_not_come_is_told(administrator, page, ana):
    user = User.objects.get(pk=ana.user_id)
    user.set_unusable_password()
    user.save()

    assert "not here yet" in administrator.get(page).content.decode()
    assert ">invited<" in administrator.get("/settings/people/?q=ana").content.decode()

    user.set_password("a quiet river in spring")
    user.save()
    assert "not here yet" not in administrator.get(page).content.decode()


@pytest.mark.parametrize("text", ["DORA.W", "wang", "wxm", "dora@post"])
def test_people_are_found_by_user_name_reading_and_address(administrator, text):
    User.objects.create(username="dora.wang", name="王小明", email="dora@post.example")
    User.objects.create(username="else", name="李四")

    found = administrator.get("/settings/people/", {"q": text}).context["people"]

    assert [one.username for one in found] == ["dora.wang"]
