"""Roles, teams, people, keys, sharing rules and webhooks by the API, as by the settings' pages."""

import pytest
from django.utils import timezone

from guanxi.platform.actors.models import ApiKey, Role, SharingRule
from guanxi.platform.facts.models import Delivery, Fact
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.facts.webhooks.models import Webhook
from guanxi.platform.facts.webhooks.tests.listening import Listener, listening
from guanxi.platform.rest.models import KeptAnswer
from guanxi.platform.rest.tests.conftest import Api
from guanxi.platform.rest.tests.test_refusals import digest


@pytest.fixture
def listener(settings):
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with listening() as address:
        yield address


JSON = {"content_type": "application/json"}


def made(api, resource, **values):
    answer = api.post(f"settings/{resource}/", values)
    assert answer.status_code == 201, answer.content
    return answer.json()


def done(api, resource, pk, name, **values):
    answer = api.post(f"settings/{resource}/{pk}/{name}/", values)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_role_is_made_like_another_and_granted_more(boss, seller):
    role = made(boss, "roles", code="night", label_zh="夜班", label_en="Night", like=seller.pk)
    assert role["grants"]["machine.read"] == "team"

    done(boss, "roles", role["id"], "grant", permission="machine.read", scope="all")
    done(boss, "roles", role["id"], "grant", permission="machine.edit", scope="none")
    done(boss, "roles", role["id"], "field", noun="machine", field="city", mode="hidden")
    done(boss, "roles", role["id"], "second_step", needed=True)

    found = boss.get(f"settings/roles/{role['id']}/").json()
    assert (found["grants"]["machine.read"], found["fields"]) == ("all", {"machine.city": "hidden"})
    assert ("machine.edit" in found["grants"], found["needs_second_factor"]) == (False, True)
    kinds = set(Fact.objects.filter(noun="role").values_list("kind", flat=True))
    assert kinds >= {"role.created", "role.granted", "role.field_granted", "role.second_factor"}


def test_everybody_is_asked_for_a_second_step_under_roles_made_later_too(boss, seller):
    roles = Role.objects.count()

    asked = boss.post("settings/roles/second_step/", {"needed": True})

    assert (asked.status_code, asked.json()) == (200, {"result": True})
    assert made(boss, "roles", code="night", label_zh="夜班")["needs_second_factor"]
    assert {row["needs_second_factor"] for row in boss.get("settings/roles/").json()["rows"]} == {
        True
    }
    assert Fact.objects.filter(kind="role.second_factor").count() == roles

    assert boss.post("settings/roles/second_step/", {"needed": False}).json() == {"result": False}
    assert not Role.objects.filter(needs_second_factor=True).exists()


def test_a_role_that_somebody_holds_stays_and_another_goes(boss, seller, ana):
    assert boss.delete(f"settings/roles/{seller.pk}/").status_code == 422

    role = made(boss, "roles", code="night", label_zh="夜班")
    assert boss.delete(f"settings/roles/{role['id']}/").status_code == 204
    assert not Role.objects.filter(code="night").exists()


def test_a_team_grows_is_changed_in_part_and_retires(boss, firm, east, ana):
    team = made(boss, "teams", name="North")
    assert team["parent"] == firm.pk

    path = f"settings/teams/{team['id']}/"
    boss.patch(path, {"parent": east.pk, "lead": ana.user_id})
    found = boss.patch(path, {"name": "Far north"}).json()
    assert (found["name"], found["parent"], found["lead"]) == ("Far north", east.pk, ana.user_id)
    assert boss.patch(path, {"lead": None}).json()["lead"] is None
    assert done(boss, "teams", team["id"], "retire")["retired_at"]
    assert done(boss, "teams", team["id"], "revive")["retired_at"] is None


def test_no_team_comes_to_stand_above_itself(boss, firm, east):
    below = made(boss, "teams", name="Below", parent=east.pk)
    before = digest()

    for team, parent in ((east, below["id"]), (firm, east.pk), (east, east.pk)):
        assert boss.patch(f"settings/teams/{team.pk}/", {"parent": parent}).status_code == 422
    assert digest() == before


def test_a_person_is_given_roles_and_teams_and_shut_out(boss, ben, west, admin):
    role = made(boss, "roles", code="night", label_zh="夜班")

    done(boss, "people", ben.user_id, "give_role", role=role["id"])
    done(boss, "people", ben.user_id, "join", team=west.pk)
    found = done(boss, "people", ben.user_id, "move", team=west.pk)
    assert role["id"] in found["roles"]
    assert (found["team"], found["further_teams"]) == (west.pk, [west.pk])
    assert done(boss, "people", ben.user_id, "leave", team=west.pk)["further_teams"] == []
    assert (
        role["id"] not in done(boss, "people", ben.user_id, "take_role", role=role["id"])["roles"]
    )
    assert done(boss, "people", ben.user_id, "deactivate")["is_active"] is False
    assert done(boss, "people", ben.user_id, "reactivate")["is_active"] is True
    assert boss.post(f"settings/people/{admin.user_id}/deactivate/").status_code == 422


def test_a_sharing_rule_shows_records_and_ends(boss, machine, press, cleo, stranger):
    shown = {"field": "city", "op": "is", "value": "苏州"}
    values = {"label": "苏州", "noun": "machine", "filter": shown, "user": cleo.user_id}
    assert stranger.get(f"machine/{press.pk}/").status_code == 404

    rule = made(boss, "sharing-rules", **values)
    assert stranger.get(f"machine/{press.pk}/").status_code == 200
    assert boss.delete(f"settings/sharing-rules/{rule['id']}/").status_code == 204
    assert stranger.get(f"machine/{press.pk}/").status_code == 404


@pytest.mark.parametrize(
    "change", [{"filter": {}}, {"filter": [1]}, {"filter": {"field": "nothing"}}, {"noun": "x"}]
)
def test_an_unsound_sharing_rule_is_refused_and_not_kept(boss, cleo, change):
    shown = {"field": "city", "op": "is", "value": "苏州"}
    values = {"label": "x", "noun": "machine", "filter": shown, "user": cleo.user_id, **change}
    before = digest()

    assert boss.post("settings/sharing-rules/", values).status_code in {400, 422}
    assert (digest(), SharingRule.objects.exists()) == (before, False)


def test_the_secret_of_a_key_is_told_once(boss, seller, ana):
    values = {"name": "Till", "role": seller.pk, "user": ana.user_id}
    key = made(boss, "api-keys", **values)
    secret = key["secret"]

    assert Api(secret).get("machine/").status_code == 200
    for path in ("settings/api-keys/", f"settings/api-keys/{key['id']}/"):
        assert secret not in boss.get(path).content.decode()
    renewed = done(boss, "api-keys", key["id"], "renew")["secret"]
    assert (Api(secret).get("machine/").status_code, renewed == secret) == (401, False)
    done(boss, "api-keys", key["id"], "revoke")
    assert Api(renewed).get("machine/").status_code == 401


def test_a_key_ends_after_ninety_days_unless_told_otherwise(boss, seller, ana):
    key = made(boss, "api-keys", name="Till", role=seller.pk, user=ana.user_id)

    days = (ApiKey.objects.get(pk=key["id"]).expires_at - timezone.now()).days
    assert days in {89, 90}
    late = {"name": "x", "role": seller.pk, "expires_at": "2099-01-01T00:00:00Z"}
    assert boss.post("settings/api-keys/", late).status_code == 422


def test_the_same_request_again_tells_no_secret_and_makes_no_second_key(boss, seller):
    values, number = {"name": "Till", "role": seller.pk}, ApiKey.objects.count()
    first = boss.post("settings/api-keys/", values, Idempotency_Key="k")
    again = boss.post("settings/api-keys/", values, Idempotency_Key="k")

    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.json()["id"], again.json()["secret"]) == (first.json()["id"], None)
    assert ApiKey.objects.count() == number + 1
    assert first.json()["secret"].encode() not in bytes(KeptAnswer.objects.get().body)


def test_a_webhook_is_made_changed_in_part_switched_and_renewed(boss, seller, ana, listener):
    values = {"name": "ERP", "url": listener, "patterns": ["machine.*"], "role": seller.pk}
    hook = made(boss, "webhooks", **values)
    path = f"settings/webhooks/{hook['id']}/"

    assert hook["secret"] == Webhook.objects.get().secret
    changed = boss.patch(path, {"name": "Till", "user": ana.user_id}).json()
    assert (changed["name"], changed["patterns"]) == ("Till", ["machine.*"])
    assert (changed["user"], "secret" in changed) == (ana.user_id, False)
    assert done(boss, "webhooks", hook["id"], "switch_off")["is_active"] is False
    assert done(boss, "webhooks", hook["id"], "switch_on")["is_active"] is True
    renewed = done(boss, "webhooks", hook["id"], "renew_secret")["secret"]
    assert renewed == Webhook.objects.get().secret != hook["secret"]
    assert renewed not in boss.get(path).content.decode()


def test_a_webhook_is_removed_and_its_role_is_free(boss, seller, ana, listener):
    values = {"name": "ERP", "url": listener, "patterns": ["machine.*"], "role": seller.pk}
    hook = made(boss, "webhooks", **values)
    publish(Happening("machine.created", "machine", 7), actor=ana, at=timezone.now())

    assert boss.delete(f"settings/webhooks/{hook['id']}/").status_code == 204
    assert boss.get(f"settings/webhooks/{hook['id']}/").status_code == 404
    assert boss.delete(f"settings/webhooks/{hook['id']}/").status_code == 404
    assert not Delivery.objects.filter(subscriber__startswith="webhook:").exists()
    assert not seller.webhooks.exists()


def test_a_webhook_is_tried_and_told_again(boss, ana, listener):
    role = Role.objects.get(code="test-admin").pk
    hook = made(boss, "webhooks", name="x", url=listener, patterns=["machine.*"], role=role)
    publish(Happening("machine.created", "machine", 7), actor=ana, at=timezone.now())
    Delivery.objects.update(state="stuck")

    assert boss.get(f"settings/webhooks/{hook['id']}/").json()["stuck"] == 1
    assert done(boss, "webhooks", hook["id"], "ping") == {"result": "204"}
    assert done(boss, "webhooks", hook["id"], "retry") == {"result": 1}
    again = done(boss, "webhooks", hook["id"], "replay", since="2026-01-01T00:00:00Z")
    assert again == {"result": 1}
    assert Listener.heard


def test_a_webhook_into_a_private_network_is_refused_and_not_kept(boss, seller, settings):
    settings.WEBHOOK_NETWORKS = []
    before = digest()
    for url in ("http://127.0.0.1/", "http://169.254.169.254/", "ftp://x", "https://" + "a" * 600):
        values = {"name": "x", "url": url, "patterns": ["*"], "role": seller.pk}
        assert boss.post("settings/webhooks/", values).status_code == 422
    assert digest() == before
