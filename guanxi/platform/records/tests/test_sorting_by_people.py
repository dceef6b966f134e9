"""Lists by owner and by team go by pinyin, as names of records do."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanxi.platform.actors.models import Team, User
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.writing import create_record
from guanxi.platform.rights.teams import rename_team

NAMES = ["张三", "李四", "Bosch", "章三", "安达"]
BY_PINYIN = ["安达", "Bosch", "李四", "张三", "张三", "章三"]


@pytest.fixture
def accounts(admin, at):
    for number, name in enumerate([*NAMES, "张三"]):
        owner, _new = User.objects.get_or_create(name=name, defaults={"username": f"u{number}"})
        team, _new = Team.objects.get_or_create(name=name)
        values = {"name": name, "owner": owner.pk, "team": team.pk}
        create_record(noun_named("account"), values, actor=admin, at=at)


@pytest.mark.parametrize("field", ["owner", "team"])
def test_owners_and_teams_are_sorted_by_pinyin(accounts, admin, field):
    found, cursor, back = [], "", ""
    while not found or cursor:
        query = ListQuery(sort=field, columns=("name", field), limit=2, cursor=cursor)
        with CaptureQueriesContext(connection) as asked:
            page = read_list(admin, noun_named("account"), query)
        assert len(asked) <= 4
        found += [row["name"] for row in page.rows]
        cursor, back = page.next, page.previous
    query = ListQuery(sort=field, columns=("name",), limit=2, cursor=back)
    before = [row["name"] for row in read_list(admin, noun_named("account"), query).rows]

    assert found == BY_PINYIN
    assert before == BY_PINYIN[2:4]
    query = ListQuery(sort=f"-{field}", columns=("name",))
    down = [row["name"] for row in read_list(admin, noun_named("account"), query).rows]
    assert down == BY_PINYIN[::-1]


def test_a_renamed_team_moves_in_the_order(accounts, admin, at):
    rename_team(Team.objects.get(name="安达"), "中达", actor=admin, at=at)

    query = ListQuery(sort="-team", columns=("name",), limit=1)
    assert read_list(admin, noun_named("account"), query).rows[0]["name"] == "安达"
