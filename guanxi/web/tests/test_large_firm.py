"""A firm of many teams and people: each is found, and told from others of the same name."""

import pytest

from guanxi.platform.actors.models import Team, User


@pytest.fixture
def admins(browser_of, machine, admin):
    return browser_of(admin)


@pytest.fixture
def alike(firm):
    """A team of one name in each of two branches of two regions."""
    found = {}
    for region, branch in (("华东大区", "上海分公司"), ("华南大区", "深圳分公司")):
        above = Team.objects.create(name=region, parent=firm)
        place = Team.objects.create(name=branch, name_en=f"{branch[:2]} branch", parent=above)
        found[branch] = Team.objects.create(name="销售一组", parent=place)
    return found


def picked(browser, target, text):
    return browser.get(f"/pick/{target}/", {"q": text}).content.decode()


def test_teams_of_one_name_say_where_they_stand(admins, alike):
    html = picked(admins, "team", "销售一组")
    assert html.count('data-title="销售一组"') == 2
    assert "华东大区" in html and "华南大区" in html


@pytest.mark.parametrize("text", ["上海 销售", "xsyz shanghai", "销售一组 华东", "shf xsyz"])
def test_a_team_is_found_by_words_of_those_above_and_by_pinyin(admins, alike, text):
    html = picked(admins, "team", text)
    assert f'data-value="{alike["上海分公司"].pk}"' in html
    assert f'data-value="{alike["深圳分公司"].pk}"' not in html


def test_who_types_a_region_is_offered_it_and_not_all_below(admins, alike):
    html = picked(admins, "team", "华东")
    assert 'data-title="华东大区"' in html and "销售一组" not in html


def test_colleagues_of_one_name_say_their_team(admins, person, alike, seller):
    for name, team in zip(("p1", "p2"), alike.values(), strict=True):
        person(name, team, seller)
        User.objects.filter(username=name).update(name="王伟", spellings="\n王伟\nwangwei\nww")
    html = picked(admins, "user", "ww")
    assert html.count('data-title="王伟"') == 2
    assert "上海" in html and "深圳" in html


def test_everybody_of_a_large_firm_is_listed_page_by_page(
    admins, east, django_assert_max_num_queries
):
    User.objects.bulk_create(
        User(username=f"p{n:03}", name=f"Person {n:03}", team=east) for n in range(230)
    )
    with django_assert_max_num_queries(16):
        first = admins.get("/settings/people/").content.decode()
    assert "page=2" in first and "Person 229" not in first
    assert "Person 229" in admins.get("/settings/people/?page=3").content.decode()


def test_the_list_says_below_which_team_a_team_of_one_name_stands(admins, person, alike, seller):
    person("p1", alike["深圳分公司"], seller)
    assert "<small>深圳 branch</small>" in admins.get("/settings/people/").content.decode()


def test_the_tree_is_searched(admins, alike):
    html = admins.get("/settings/teams/", {"q": "xsyz 深圳"}).content.decode()
    assert f"/settings/teams/{alike['深圳分公司'].pk}/" in html
    assert f"/settings/teams/{alike['上海分公司'].pk}/" not in html


def test_a_newcomer_keeps_the_team_chosen_while_the_form_is_mended(admins, alike):
    team = alike["上海分公司"]
    html = admins.post("/settings/people/new/", {"name": "x", "team": team.pk}).content.decode()
    assert f'name="team" value="{team.pk}"' in html and 'value="销售一组"' in html
