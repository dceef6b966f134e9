"""Looking through another's eyes: what they see, nothing more, changing nothing."""

import datetime as dt

import pytest
from django.conf import settings
from django.utils import timezone

from guanxi.activities.feeds import open_feed
from guanxi.activities.models import CalendarFeed
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.keys import draw_secret
from guanxi.platform.actors.models import ApiKey, User
from guanxi.platform.facts.models import Fact
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.messages.models import Notification
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.platform.signin.viewing import KEY
from guanxi.web.live import stream
from guanxi.web.live.listening import Listener
from guanxi.web.models import Visit


@pytest.fixture
def admins(browser_of, machine, admin):
    return browser_of(admin)


@pytest.fixture
def looking(admins, cleo):
    admins.post(f"/settings/people/{cleo.id}/view-as/")
    return admins


def test_the_administrator_sees_what_the_person_sees(admins, cleo, press):
    assert "苏州冲床" in admins.get("/machine/").content.decode()
    admins.post(f"/settings/people/{cleo.id}/view-as/")
    assert "苏州冲床" not in admins.get("/machine/").content.decode()
    assert admins.get(f"/machine/{press.pk}/").status_code == 404


def test_what_is_due_can_neither_be_ticked_nor_put_off_meanwhile(looking, cleo, admin):
    given = {"kind": "task", "name": "回电话", "owner": cleo.id, "due_at": timezone.now()}
    create_record(noun_named("activity"), given, actor=admin, at=timezone.now())
    page = looking.get("/").content.decode()
    assert "回电话" in page
    assert 'aria-label="Done: 回电话" disabled' in page
    assert "/later/" not in page


def test_every_page_says_so_and_leads_back(looking, cleo):
    page = looking.get("/").content.decode()
    assert "You see what <b>Cleo</b> sees" in page
    answer = looking.post("/settings/view-as/end/")
    assert answer["Location"] == f"/settings/people/{cleo.id}/"
    assert "You see what" not in looking.get("/").content.decode()


def test_beginning_and_end_are_kept_as_facts(looking, cleo, admin):
    looking.post("/settings/view-as/end/")
    kept = Fact.objects.filter(kind__startswith="user.view", record_id=cleo.id)
    assert list(kept.order_by("pk").values_list("kind", "actor_id")) == [
        ("user.viewed_as", admin.id),
        ("user.viewing_ended", admin.id),
    ]


@pytest.mark.parametrize(
    "where", ["/machine/new/", "/settings/me/", "/settings/password/", "/settings/api-keys/"]
)
def test_nothing_can_be_changed_meanwhile(looking, where, admin):
    before = User.objects.filter(pk=admin.id).values().get()
    assert looking.post(where, {"name": "X", "language": "zh-hans"}).status_code == 403
    assert User.objects.filter(pk=admin.id).values().get() == before


def test_their_running_work_is_not_called_off_through_their_eyes(looking, cleo, at):
    job = enqueue("export.list", {}, actor=cleo, at=at)

    assert looking.post(f"/work/{job.pk}/call-off/").status_code == 403
    job.refresh_from_db()
    assert job.state == "queued"


def test_a_change_from_within_a_page_is_refused_as_a_toast(looking):
    answer = looking.post("/machine/new/", {}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (403, "#toasts")


def test_an_opened_record_is_no_visit_of_the_person(admins, ana, press):
    admins.post(f"/settings/people/{ana.id}/view-as/")
    assert admins.get(f"/machine/{press.pk}/").status_code == 200
    assert not Visit.objects.filter(user_id=ana.id).exists()


def test_administration_is_closed_even_through_another_administrators_eyes(
    admins, person, firm, admin
):
    role = User.objects.get(pk=admin.id).roles.get()
    other = person("other", firm, role)
    admins.post(f"/settings/people/{other.id}/view-as/")
    assert admins.get("/settings/people/").status_code == 403


def test_nobody_else_looks_as_another(anas, cleo):
    assert anas.post(f"/settings/people/{cleo.id}/view-as/").status_code == 403
    assert KEY not in anas.session


def test_a_link_alone_begins_nothing(admins, cleo):
    assert admins.get(f"/settings/people/{cleo.id}/view-as/").status_code == 405


def test_it_ends_by_itself_after_an_hour(looking, press):
    session = looking.session
    since = timezone.now() - dt.timedelta(hours=1, minutes=1)
    session[KEY] = {**session[KEY], "since": since.isoformat()}
    session.save()
    assert "苏州冲床" in looking.get("/machine/").content.decode()


def test_it_ends_with_the_role_of_the_administrator(looking, admin, seller, press):
    User.objects.get(pk=admin.id).roles.set([seller])
    rights_changed()
    assert looking.get("/settings/people/").status_code == 403


def test_somebody_shut_out_cannot_be_looked_as(admins, cleo):
    User.objects.filter(pk=cleo.id).update(is_active=False)
    assert admins.post(f"/settings/people/{cleo.id}/view-as/").status_code == 422


def test_insight_is_seen_with_the_same_eyes(admins, cleo):
    assert 'action="/insight/run/"' in admins.get("/insight/").content.decode()
    admins.post(f"/settings/people/{cleo.id}/view-as/")
    assert 'action="/insight/run/"' not in admins.get("/insight/").content.decode()


def test_rest_answers_with_the_same_eyes_and_changes_nothing(admins, cleo, press):
    one = f"/api/v1/machine/{press.pk}/"
    assert len(admins.get("/api/v1/machine/").json()["rows"]) == 1
    admins.post(f"/settings/people/{cleo.id}/view-as/")

    assert admins.get("/api/v1/machine/").json()["rows"] == []
    assert admins.get("/api/v1/machine/?text=冲床").json()["rows"] == []
    assert admins.get(one).status_code == 404
    assert admins.get("/api/v1/settings/people/").status_code == 403
    refused = admins.patch(one, {"name": "X"}, content_type="application/json")
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    assert "another's eyes" in refused.json()["detail"]


def test_a_key_keeps_its_own_rights_meanwhile(looking, press, admin, at):
    prefix, digest, secret = draw_secret()
    role = User.objects.get(pk=admin.id).roles.get()
    ApiKey.objects.create(
        name="key", prefix=prefix, digest=digest, role=role, user_id=admin.id,
        expires_at=at + dt.timedelta(days=9_999),
    )  # fmt: skip

    answer = looking.get("/api/v1/machine/", headers={"Authorization": f"Bearer {secret}"})

    assert len(answer.json()["rows"]) == 1


def test_the_page_of_the_calendar_feed_is_that_of_the_person(admins, cleo, ana, at):
    open_feed(actor=ana, at=at)
    admins.post(f"/settings/people/{cleo.id}/view-as/")
    without = admins.get("/calendar-feed/").content.decode()
    assert admins.post("/calendar-feed/", {"act": "open"}).status_code == 403
    admins.post("/settings/view-as/end/")
    admins.post(f"/settings/people/{ana.id}/view-as/")

    assert "A feed is open" not in without
    assert "A feed is open" in admins.get("/calendar-feed/").content.decode()
    assert CalendarFeed.objects.count() == 1


def test_an_open_page_hears_with_the_same_eyes(looking, cleo, admin):
    cookie = f"{settings.SESSION_COOKIE_NAME}={looking.session.session_key}"
    scope = {"headers": [(b"cookie", cookie.encode())]}

    assert stream.signed_in_user(scope) == (admin.id, looking.session.session_key, cleo.id)
    assert Listener(admin.id, "", frozenset(), cleo.id).sees_as == cleo.id
    looking.post("/settings/view-as/end/")
    assert stream.signed_in_user(scope) == (admin.id, looking.session.session_key, None)


def test_opening_a_notice_of_theirs_leaves_it_unread(looking, cleo):
    told = Notification.objects.create(
        user_id=cleo.id, kind="mention", text="Look", created_at=timezone.now()
    )
    assert looking.get(f"/notices/{told.pk}/").status_code == 302
    told.refresh_from_db()
    assert told.read_at is None
