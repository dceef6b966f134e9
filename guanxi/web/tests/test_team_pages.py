"""The tree of teams on screen."""

import pytest

from guanxi.platform.actors.models import Team, User
from guanxi.platform.facts.models import Fact


@pytest.fixture
def admins(browser_of, machine, admin):
    return browser_of(admin)


@pytest.fixture
def where(east):
    return f"/settings/teams/{east.pk}/"


def test_the_tree_stands_in_order_with_its_people(admins, ana, ben, east, west):
    page = admins.get("/settings/teams/").content.decode()
    assert page.index("Firm") < page.index("East") < page.index("West")
    assert "2 people" in page


def test_the_page_asks_the_same_few_questions_for_many_teams(
    admins, firm, django_assert_max_num_queries
):
    admins.get("/settings/teams/")
    Team.objects.bulk_create(Team(name=f"Team {n}", parent=firm) for n in range(300))
    with django_assert_max_num_queries(14):
        admins.get("/settings/teams/")


def test_a_team_is_made_below_another(admins, east):
    admins.post("/settings/teams/", {"name": "Suzhou", "parent": east.pk})
    made = Team.objects.get(name="Suzhou")
    assert made.parent == east
    assert Fact.objects.filter(kind="team.created", record_id=made.pk).exists()


def test_a_team_is_renamed_moved_and_led(admins, where, east, west, ana):
    admins.post(where, {"act": "save", "name": "East coast", "parent": west.pk, "lead": ana.id})
    east.refresh_from_db()
    assert (east.name, east.parent, east.lead_id) == ("East coast", west, ana.id)


def test_a_team_is_never_placed_below_itself(admins, firm, where, east):
    child = Team.objects.create(name="Child", parent=east)
    answer = admins.post(where, {"act": "save", "name": "East", "parent": child.pk})
    east.refresh_from_db()
    assert (answer.status_code, east.parent) == (422, firm)


def test_a_team_with_people_is_not_retired(admins, where, ana, east):
    assert admins.post(where, {"act": "retire"}).status_code == 422
    east.refresh_from_db()
    assert east.retired_at is None


def test_an_empty_team_is_retired_and_comes_back(admins, where, east):
    admins.post(where, {"act": "retire"})
    east.refresh_from_db()
    assert east.retired_at is not None
    assert "East" not in admins.get("/pick/team/?q=East").content.decode()

    admins.post(where, {"act": "revive"})
    assert "East" in admins.get("/pick/team/?q=East").content.decode()


def test_nobody_moves_into_a_retired_team(admins, where, west, east, cleo):
    admins.post(where, {"act": "retire"})
    answer = admins.post(where, {"act": "bring", "person": cleo.id, "how": "home"})
    assert (answer.status_code, User.objects.get(pk=cleo.id).team) == (422, west)


def test_people_move_in_join_and_leave(admins, where, east, cleo, ana):
    admins.post(where, {"act": "bring", "person": cleo.id, "how": "further"})
    assert User.objects.get(pk=cleo.id).memberships.get().team == east
    admins.post(where, {"act": "leave", "person": cleo.id})
    assert not User.objects.get(pk=cleo.id).memberships.exists()
    admins.post(where, {"act": "bring", "person": cleo.id, "how": "home"})
    assert User.objects.get(pk=cleo.id).team == east


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_an_administrator_opens_the_teams(anas, where, method):
    assert getattr(anas, method)("/settings/teams/").status_code == 403
    assert getattr(anas, method)(where).status_code == 403


def test_a_team_that_is_not_is_not_found(admins):
    assert admins.get("/settings/teams/99999/").status_code == 404
