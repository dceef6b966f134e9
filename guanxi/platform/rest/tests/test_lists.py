import pytest

from guanxi.platform.records.writing import create_record


@pytest.fixture
def machines(machine, ana, at):
    return [
        create_record(
            machine,
            {"name": f"m{n}", "power": n, "city": "苏州" if n % 2 else "无锡"},
            actor=ana,
            at=at,
        )
        for n in range(7)
    ]


def names(answer):
    return [row["name"] for row in answer.json()["rows"]]


def test_a_list_has_rows_cursors_and_a_total(api, press):
    assert api.get("machine/", fields="name,price,power").json() == {
        "rows": [{"id": press.pk, "version": 1, "name": "冲床", "price": "1280.50", "power": 12.5}],
        "next": None,
        "previous": None,
        "total": {"number": 1, "is_capped": False},
    }


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"city": "苏州"}, ["m1", "m3", "m5"]),
        ({"power:gte": "5"}, ["m5", "m6"]),
        ({"power:between": "2,3"}, ["m2", "m3"]),
        ({"city": "苏州", "power:lt": "3"}, ["m1"]),
        (
            {"filter": '{"any":[{"field":"name","value":"m1"},{"field":"name","value":"m2"}]}'},
            ["m1", "m2"],
        ),
        ({"text": "m4"}, ["m4"]),
        ({"sort": "-power", "limit": "2"}, ["m6", "m5"]),
    ],
)
def test_it_is_narrowed_by_parameters_and_filters(api, machines, params, found):
    assert names(api.get("machine/", **{"sort": "id", **params})) == found


def test_pages_follow_each_other_to_the_end(api, machines):
    seen, cursor = [], ""
    while cursor is not None:
        answer = api.get("machine/", sort="power", limit=3, cursor=cursor, total="none")
        assert "total" not in answer.json()
        seen += names(answer)
        cursor = answer.json()["next"]
    assert seen == [f"m{n}" for n in range(7)]


@pytest.mark.parametrize(
    "params",
    [
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "x"},
        {"total": "all"},
        {"filter": "{"},
        {"filter": '{"field": "secret"}'},
        {"secret": "1"},
        {"sort": "secret"},
        {"fields": "secret"},
        {"cursor": "%%"},
        {"power:gte": "viel"},
        {"power:like": "1"},
        {"city": "a\x00b"},
    ],
)
def test_what_is_not_understood_is_a_problem_and_no_fault(api, machines, params):
    answer = api.get("machine/", **params)
    assert answer.status_code == 400 or "\x00" in params.get("city", "")
    assert answer.status_code < 500


def test_strangers_see_an_empty_list_and_no_count(stranger, machines):
    answer = stranger.get("machine/", total="exact").json()
    assert (answer["rows"], answer["total"]["number"]) == ([], 0)


@pytest.mark.parametrize("path", ["nothing/", "user/", "machine/1/nothing/", "../admin/"])
def test_unknown_addresses_are_not_found(api, path):
    assert api.get(path).status_code in {404, 405}


def test_a_name_given_twice_counts_once_and_where_it_belongs(api, machine, press, ana, at):
    create_record(machine, {"name": "车床"}, actor=ana, at=at)

    rows = api.client.get("/api/v1/machine/?limit=2&limit=1", headers=api.headers).json()["rows"]
    assert len(rows) == 1
    answer = api.send("PATCH", f"machine/{press.pk}/?city=无锡&name=x", {"city": "上海"})
    assert (answer.json()["city"], answer.json()["name"]) == ("上海", "冲床")
