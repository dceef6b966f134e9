from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant
from guanxi.platform.facts.models import Fact


def test_a_record_is_read_with_its_version(api, press):
    answer = api.get(f"machine/{press.pk}/")
    assert answer["ETag"] == '"1"'
    assert answer.json()["city"] == "苏州"
    assert answer.json()["price"] == "1280.50"


def test_a_record_is_made_with_its_fact(api):
    answer = api.post("machine/", {"name": "车床", "price": "9.90"})
    assert answer.status_code == 201
    assert api.get(f"machine/{answer.json()['id']}/").json() == answer.json()
    assert answer["Location"] == f"/api/v1/machine/{answer.json()['id']}/"
    assert Fact.objects.get(kind="machine.created").actor_kind == "key"


def test_what_was_read_can_be_written_back_unchanged(api, press):
    read = api.get(f"machine/{press.pk}/").json()
    values = {name: read[name] for name in ("name", "power", "city", "price")}
    answer = api.patch(f"machine/{press.pk}/", values)
    assert (answer.status_code, answer.json()["version"]) == (200, 1)


def test_two_who_change_one_field_meet_a_conflict_by_field(api, press):
    assert api.patch(f"machine/{press.pk}/", {"city": "无锡"}, If_Match='"1"').status_code == 200
    answer = api.patch(f"machine/{press.pk}/", {"city": "常州", "version": 1})
    assert answer.status_code == 409
    assert answer.json()["conflicts"] == {
        "city": {"was": "苏州", "theirs": "无锡", "yours": "常州"}
    }


def test_a_record_is_deleted_and_restored(api, press):
    assert api.delete(f"machine/{press.pk}/").status_code == 204
    assert api.get(f"machine/{press.pk}/").status_code == 404
    assert api.post(f"machine/{press.pk}/restore/").json()["name"] == "冲床"


def test_wrong_values_are_told_by_field_in_the_callers_language(api):
    answer = api.post("machine/", {"power": "viel"}, Accept_Language="zh-hans")
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert set(answer.json()["errors"]) == {"name", "power"}
    assert (
        answer.json()["errors"]["power"]
        != api.post("machine/", {"power": "viel"}).json()["errors"]["power"]
    )


def test_unknown_fields_are_refused(api, press):
    for answer in (
        api.post("machine/", {"name": "x", "is_admin": True}),
        api.patch(f"machine/{press.pk}/", {"custom": {}}),
    ):
        assert answer.status_code == 400
        assert len(answer.json()["errors"]) == 1


def test_what_the_system_keeps_cannot_be_set(api, press):
    for name in ("created_at", "created_by", "updated_at"):
        assert api.patch(f"machine/{press.pk}/", {name: 1}).status_code == 422


def test_a_hidden_field_is_not_there_and_a_masked_one_is_masked(api, press, seller):
    FieldGrant.objects.create(role=seller, noun="machine", field="power", mode="hidden")
    FieldGrant.objects.create(role=seller, noun="machine", field="city", mode="masked")
    rights_changed()

    read = api.get(f"machine/{press.pk}/").json()
    assert "power" not in read
    assert read["city"] == "苏***"
    assert api.get("machine/", fields="name,city").json()["rows"][0]["city"] == "苏***"
    for params in ({"fields": "power"}, {"sort": "power"}, {"power": "12.5"}, {"city": "苏州"}):
        assert api.get("machine/", **params).status_code == 400
    assert api.patch(f"machine/{press.pk}/", {"power": 1}).status_code == 400
    assert api.patch(f"machine/{press.pk}/", {"city": "x"}).status_code == 422
