"""Acts on many records by the API: by ids or filter, a result for each, taken back."""

import datetime as dt

import pytest
from django.utils import timezone

from guanxi.platform.actors.models import ApiKey
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.records.writing import create_record
from guanxi.platform.rest.callers import forget_callers
from guanxi.platform.verbs.models import Batch

SUZHOU = {"field": "city", "op": "is", "value": "苏州"}


@pytest.fixture
def sixty(machine, ana, at):
    return [
        create_record(machine, {"name": f"No {n}", "city": "苏州"}, actor=ana, at=at)
        for n in range(60)
    ]


def change(api, city="上海", **chosen):
    values = {"action": "update", "values": {"city": city}}
    return api.post("machine/bulk/", values | chosen)


def work():
    run_all_now(timezone.now() + dt.timedelta(seconds=1))


def cities(api):
    rows = api.get("machine/", fields="city", limit=200).json()["rows"]
    return {row["city"] for row in rows}


def test_few_are_changed_at_once_with_a_result_for_each(api, press, machine, cleo, at):
    theirs = create_record(machine, {"name": "别人的"}, actor=cleo, at=at)

    answer = change(api, ids=[press.pk, theirs.pk])

    told = api.client.get(answer["Location"], headers=api.headers).json()
    assert (answer.status_code, told["state"]) == (202, "done")
    assert [(one["id"], one["outcome"]) for one in told["rows"]] == [
        (press.pk, "done"),
        (theirs.pk, "refused"),
    ]
    assert told["rows"][1]["detail"] == "There is no such record."
    assert api.get(f"machine/{press.pk}/").json()["city"] == "上海"


def test_all_that_match_a_filter_are_a_job_with_progress_and_undo(api, sixty):
    started = change(api, filter=SUZHOU).json()
    assert (started["state"], started["can_undo"], cities(api)) == ("waiting", False, {"苏州"})

    work()
    told = api.get(f"machine/bulk/{started['id']}/", limit=50).json()
    rest = api.get(f"machine/bulk/{started['id']}/", after=told["next"]).json()
    assert (told["state"], told["counts"]["done"], told["total"]) == ("done", 60, 60)
    assert (len(told["rows"]), len(rest["rows"]), rest["next"]) == (50, 10, None)
    assert cities(api) == {"上海"}

    assert api.post(f"machine/bulk/{started['id']}/undo/").status_code == 202
    work()
    told = api.get(f"machine/bulk/{started['id']}/", outcome="undone", limit=1).json()
    assert (told["state"], told["counts"]["undone"]) == ("undone", 60)
    assert cities(api) == {"苏州"}


def test_a_filter_reaches_what_the_caller_sees_and_nothing_else(stranger, sixty, api):
    assert change(stranger, filter={}).json()["total"] == 0
    assert cities(api) == {"苏州"}


def test_verbs_deleting_and_restoring_act_on_many(api, press, ben):
    for action, values in (("assign", {"owner": ben.user_id}), ("delete", {}), ("restore", {})):
        body = {"action": action, "ids": [press.pk], "values": values}
        assert api.post("machine/bulk/", body).json()["counts"]["done"] == 1, action
    assert api.get(f"machine/{press.pk}/").json()["owner"] == ben.user_id


def test_what_cannot_be_meant_is_refused_and_nothing_is_begun(api, press):
    update = {"action": "update", "values": {"city": "上海"}}
    for status, body in (
        (400, update),
        (400, update | {"ids": [press.pk], "filter": {}}),
        (400, update | {"ids": ["1"]}),
        (400, update | {"ids": [True]}),
        (400, update | {"filter": []}),
        (400, update | {"filter": {"field": "secret", "value": 1}}),
        (400, update | {"filters": {}}),
        (400, {"action": "update", "ids": [1], "values": []}),
        (400, {"action": "update", "ids": [1], "values": {"secret": 1}}),
        (422, {"action": "update", "ids": [1], "values": {"power": "viel"}}),
        (422, {"action": "delete", "ids": []}),
        (422, {"action": "delete", "ids": list(range(1, 10_002))}),
        (422, {"action": "restore", "filter": {}}),
        (404, {"action": "explode", "ids": [1]}),
        (404, {"action": ["delete"], "ids": [1]}),
    ):
        assert api.post("machine/bulk/", body).status_code == status, body
    assert not Batch.objects.exists()


def test_who_may_only_read_finds_nothing_to_do(reader, press):
    body = {"action": "delete", "ids": [press.pk]}
    assert reader.post("machine/bulk/", body).status_code == 404
    assert "/api/v1/machine/bulk/" not in reader.get("openapi.json").json()["paths"]


def test_the_description_names_what_the_caller_may_do(api):
    paths = api.get("openapi.json").json()["paths"]
    asked = paths["/api/v1/machine/bulk/"]["post"]["requestBody"]["content"]["application/json"]

    assert asked["schema"]["properties"]["action"]["enum"] == [
        *("update", "delete", "restore", "assign"),
    ]
    assert {"get"} == set(paths["/api/v1/machine/bulk/{id}/"]) - {"parameters"}
    assert "/api/v1/machine/bulk/{id}/undo/" in paths


def test_anothers_act_is_not_there(api, stranger, press):
    pk = change(api, ids=[press.pk]).json()["id"]

    assert stranger.get(f"machine/bulk/{pk}/").status_code == 404
    assert stranger.post(f"machine/bulk/{pk}/undo/").status_code == 404


def test_a_key_that_is_nobodys_takes_back_its_own_acts_only(api, stranger, press, machine, seller):
    ApiKey.objects.update(user=None)
    forget_callers()
    own, other = change(api, ids=[press.pk]).json()["id"], stranger
    assert other.post(f"machine/bulk/{own}/undo/").status_code == 404

    undone = api.post(f"machine/bulk/{own}/undo/")

    assert undone.json()["state"] == "undone"


def test_the_same_request_sent_twice_acts_once(api, press):
    body = {"action": "update", "ids": [press.pk], "values": {"city": "上海"}}
    first = api.post("machine/bulk/", body, Idempotency_Key="k")
    again = api.post("machine/bulk/", body, Idempotency_Key="k")

    assert first.json() == again.json()
    assert Batch.objects.count() == 1


def test_an_act_is_followed_in_a_constant_number_of_queries(
    api, sixty, django_assert_max_num_queries
):
    pk = change(api, filter=SUZHOU).json()["id"]
    work()
    api.get(f"machine/bulk/{pk}/", limit=1)
    with django_assert_max_num_queries(6):
        api.get(f"machine/bulk/{pk}/", limit=200)
