"""Settings: one's own, and what only an administrator may open."""

import datetime as dt

import pytest
from django.utils.translation import override

from guanxi.platform.actors.models import Grant, Role, User
from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.facts.models import Fact
from guanxi.platform.jobs.models import Job
from guanxi.web.settings.mine import zones_with

ADMINISTERED = ["people/", "roles/", "fields/", "audit/", "health/"]


@pytest.fixture
def admins(browser_of, machine, admin):
    return browser_of(admin)


@pytest.mark.parametrize("tail", ["", "me/", "jobs/"])
def test_everyone_opens_their_own_settings(anas, tail):
    assert anas.get(f"/settings/{tail}").status_code == 200


@pytest.mark.parametrize("tail", ADMINISTERED)
def test_only_an_administrator_opens_the_firms(anas, tail):
    assert anas.get(f"/settings/{tail}").status_code == 403


@pytest.mark.parametrize("tail", [*ADMINISTERED, "fields/machine/"])
def test_an_administrator_opens_each(admins, tail):
    assert admins.get(f"/settings/{tail}").status_code == 200


def test_a_person_chooses_language_and_zone(anas, ana):
    anas.post("/settings/me/", {"language": "zh-hans", "time_zone": "Europe/Berlin"})
    user = User.objects.get(pk=ana.user_id)
    assert (user.language, user.time_zone) == ("zh-hans", "Europe/Berlin")
    assert "我的设置" in anas.get("/settings/me/").content.decode()


def test_an_unknown_language_and_zone_change_nothing(anas, ana):
    anas.post("/settings/me/", {"language": "xx", "time_zone": "Mars/Base"})
    user = User.objects.get(pk=ana.user_id)
    assert (user.language, user.time_zone) == ("en", "")


def test_a_right_in_the_matrix_is_named_in_words(admins, seller):
    html = admins.get(f"/settings/roles/{seller.pk}/").content.decode()
    assert 'aria-label="Customers: Export"' in html
    assert 'aria-label="Orders: Confirm order"' in html


def test_a_right_is_changed_in_the_matrix(admins, seller):
    where = f"/settings/roles/{seller.pk}/"
    assert "machine.read" in admins.get(where).content.decode()
    admins.post(where, {"permission": "machine.export", "scope": "own"})
    assert Grant.objects.get(role=seller, permission="machine.export").scope == "own"


def test_a_field_is_masked_for_a_role(admins, seller):
    where = f"/settings/roles/{seller.pk}/"
    admins.post(where, {"field": "machine.city", "mode": "masked"})
    assert seller.field_grants.get(field="city").mode == "masked"


def test_a_masked_field_stands_by_its_name_and_is_met_in_full_again(admins, seller):
    where = f"/settings/roles/{seller.pk}/"
    admins.post(where, {"field": "machine.city", "mode": "masked"})

    page = admins.get(where)
    assert "<span>City</span>" in page.content.decode()
    assert [(one.key, one.mode) for one in page.context["fields"]] == [("machine.city", "masked")]

    given = {"field": "machine.city", "mode": "full"}
    assert admins.post(where, given, headers={"HX-Request": "true"}).status_code == 204
    assert not seller.field_grants.exists()


def test_a_role_is_made_like_another(admins, seller):
    given = {"code": "junior", "label_zh": "新人", "label_en": "Junior", "like": seller.pk}
    admins.post("/settings/roles/", given)
    made = Role.objects.get(code="junior")
    assert made.grants.filter(permission="machine.read").exists()


def test_a_person_gets_a_role_and_is_shut_out(admins, ana, seller):
    extra = Role.objects.create(code="extra", label_zh="额外", label_en="Extra")
    where = f"/settings/people/{ana.user_id}/"
    admins.post(where, {"role": [seller.pk, extra.pk], "team": ana.team_id})
    assert set(User.objects.get(pk=ana.user_id).roles.all()) == {seller, extra}
    admins.post(where, {"act": "deactivate"})
    assert not User.objects.get(pk=ana.user_id).is_active


def test_a_field_is_made_on_screen_and_stands_in_the_list(admins):
    given = {"label_zh": "颜色", "type": "choice", "options": "红 | Red\n蓝 | Blue"}
    assert admins.post("/settings/fields/machine/", given).status_code == 302
    made = CustomField.objects.get(noun="machine", name="yan_se")
    assert [one["key"] for one in made.options] == ["red", "blue"]
    assert "颜色" in admins.get("/machine/new/").content.decode()


def test_a_wrong_field_is_refused_with_its_reason(admins):
    answer = admins.post("/settings/fields/machine/", {"label_zh": "x", "type": "relation"})
    assert answer.status_code == 422


def test_a_record_type_is_made_without_a_restart(admins):
    answer = admins.post("/settings/fields/", {"label_zh": "合同台账", "label_en": "Ledger"})
    assert answer.status_code == 302
    key = CustomNoun.objects.exclude(key="machine").get().key
    assert admins.get(f"/{key}/").status_code == 200


def test_a_job_of_somebody_else_is_not_there(browser_of, ana, cleo, at):
    job = Job.objects.create(
        kind="x", lane="quick", actor_kind="person", actor_id=ana.id, run_after=at, created_at=at
    )
    assert browser_of(cleo).post(f"/settings/jobs/{job.pk}/cancel/").status_code == 404
    browser_of(ana).post(f"/settings/jobs/{job.pk}/cancel/")
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED


def test_the_audit_says_in_words_who_did_what(admins, press):
    html = admins.get("/settings/audit/").content.decode()
    assert "made this record" in html
    assert "苏州冲床" in html


@pytest.mark.parametrize(("facts", "goes_on"), [(100, False), (101, True)])
def test_the_audit_goes_on_only_where_something_is_older(admins, at, facts, goes_on):
    told = {"at": at, "noun": "machine", "actor_kind": "person"}
    Fact.objects.bulk_create([Fact(kind="probe.made", **told) for _ in range(facts)])

    html = admins.get("/settings/audit/?kind=probe").content.decode()

    assert ("?before=" in html) == goes_on


def test_the_installed_application_bears_the_name_of_the_firm(client, db):
    told = client.get("/app.webmanifest")
    assert told["Content-Type"] == "application/manifest+json"
    assert told.json()["start_url"] == "/"
    assert told.json()["icons"][0]["sizes"] == "any"


def test_time_zones_are_told_by_their_cities_and_one_of_ones_own_stays():
    at = dt.datetime(2026, 11, 30, 2, tzinfo=dt.UTC)
    with override("zh-hans"):
        zones = zones_with("Asia/Kolkata", at)

    assert list(zones.items())[:2] == [
        ("Asia/Kolkata", "Kolkata（UTC+5:30）"),
        ("Asia/Shanghai", "北京、上海（UTC+8）"),
    ]
    assert zones["America/New_York"] == "纽约（UTC−5）"


def test_phones_find_icons_of_their_own_size(client, db):
    icons = client.get("/app.webmanifest").json()["icons"]
    sizes = {(one["sizes"], one["purpose"]) for one in icons}
    assert {("192x192", "any"), ("512x512", "maskable")} <= sizes


def test_the_page_without_a_connection_names_nobody_and_needs_no_sign_in(anas):
    page = anas.get("/offline/").content.decode()
    assert "No connection" in page and "Ana" not in page
    worker = anas.get("/worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert worker["Cache-Control"] == "no-cache"
