"""Views for everyone, rights beyond records, what the health page tells."""

import datetime as dt
import os

import pytest
from django.utils import timezone

from guanxi.customers.models import Erasure
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.models import Grant, Role
from guanxi.platform.facts.models import Delivery, Fact
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.facts.webhooks.models import Webhook
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.registry import kinds
from guanxi.platform.views.models import DefaultView, SavedView
from guanxi.web.look.words import job_label


@pytest.fixture
def admins(browser_of, machine, admin):
    return browser_of(admin)


@pytest.fixture
def view(machine):
    return SavedView.objects.create(noun="machine", label_zh="重点", reach="public")


def test_a_view_for_everyone_is_renamed_and_taken_away(admins, view):
    assert "重点" in admins.get("/settings/views/").content.decode()
    admins.post(f"/settings/views/{view.pk}/", {"label_zh": "大客户", "label_en": "Large"})
    view.refresh_from_db()
    assert (view.label_zh, view.label_en) == ("大客户", "Large")
    admins.post(f"/settings/views/{view.pk}/", {"act": "drop"})
    assert not SavedView.objects.exists()


def test_a_view_is_headed_in_the_language_of_the_reader(browser_of, admin, view):
    view.label_en = "Large ones"
    view.save(update_fields=["label_en"])

    page = browser_of(admin).get(f"/settings/views/{view.pk}/").content.decode()

    assert "<h1>Large ones</h1>" in page


def test_a_list_opens_with_the_view_of_the_role(admins, browser_of, ana, view, seller):
    admins.post("/settings/views/", {"noun": "machine", "role": seller.pk, "view": view.pk})
    assert DefaultView.objects.get().role == seller
    assert browser_of(ana).get("/machine/").context["view"] == view


def test_a_private_view_is_not_there(admins, ana):
    own = SavedView.objects.create(noun="machine", label_zh="我的", owner_id=ana.user_id)
    assert admins.get(f"/settings/views/{own.pk}/").status_code == 404


def test_only_an_administrator_arranges_views(anas, view):
    for where in ("/settings/views/", f"/settings/views/{view.pk}/"):
        assert anas.get(where).status_code == 403
        assert anas.post(where, {"act": "drop"}).status_code == 403
    assert SavedView.objects.exists()


def test_a_right_beyond_records_is_given(admins, seller):
    where = f"/settings/roles/{seller.pk}/"
    assert "Keep views for everyone" in admins.get(where).content.decode()
    admins.post(where, {"permission": "views.publish", "scope": "all"})
    assert Grant.objects.filter(role=seller, permission="views.publish", scope="all").exists()


def test_health_tells_how_old_backup_and_warehouse_are(admins, settings, tmp_path):
    settings.WAREHOUSE_FILE = tmp_path / "warehouse.duckdb"
    page = admins.get("/settings/health/")
    assert (page.context["backup"][1], page.context["warehouse"][1]) == (True, True)
    settings.WAREHOUSE_FILE.touch()
    os.utime(settings.WAREHOUSE_FILE, (timezone.now().timestamp(),) * 2)
    publish(Happening("backup.taken", "backup"), actor=SYSTEM, at=timezone.now())
    page = admins.get("/settings/health/")
    assert (page.context["backup"][1], page.context["warehouse"][1]) == (False, False)


def test_everything_is_asked_for_on_the_page_of_health(admins, browser_of, ana):
    assert 'action="/settings/everything/"' in admins.get("/settings/health/").content.decode()
    assert admins.post("/settings/everything/").url == "/settings/jobs/"
    assert Job.objects.get().kind == "export.everything"
    assert "Export of everything" in admins.get("/settings/jobs/").content.decode()
    assert browser_of(ana).post("/settings/everything/").status_code == 403
    assert Job.objects.count() == 1


def test_an_old_backup_is_marked(admins):
    old = timezone.now() - dt.timedelta(days=3)
    publish(Happening("backup.taken", "backup"), actor=SYSTEM, at=old)
    assert admins.get("/settings/health/").context["backup"][1]


def test_a_job_is_named_in_words_with_what_it_is_about(browser_of, admin, at):
    enqueue("import.run", {"run": 0}, actor=admin, at=at, title="firms.csv")

    html = browser_of(admin).get("/settings/jobs/").content.decode()

    assert "<b>Import</b>: firms.csv" in html


def test_what_runs_every_minute_is_told_of_only_when_it_fails(browser_of, admin, at):
    for state in ("done", "failed"):
        job = enqueue("messages.mail", actor=SYSTEM, at=at)
        Job.objects.filter(pk=job.pk).update(state=state)

    html = browser_of(admin).get("/settings/jobs/?whose=all").content.decode()

    assert html.count("Notices mailed") == 1


def test_every_kind_of_job_has_a_name(admin):
    offered = {one.name for one in kinds() if ".tests." not in one.work.__module__}

    assert {kind for kind in offered if job_label(kind) == kind} == set()


def test_a_stuck_delivery_leads_to_its_webhook(browser_of, admin, at):
    role = Role.objects.get(is_administrator=True)
    hook = Webhook.objects.create(
        name="WMS", url="https://x.example", secret="s", role=role, created_at=at
    )
    publish(Happening("order.paid", "order", 1), actor=admin, at=at)
    fact = Fact.objects.latest("pk")
    Delivery.objects.create(
        fact=fact, subscriber=f"webhook:{hook.pk}", state="stuck", attempts=8, due_at=at
    )

    html = browser_of(admin).get("/settings/health/").content.decode()

    assert f'href="/settings/webhooks/{hook.pk}/?state=stuck">WMS</a>' in html


def test_health_tells_what_leaves_unencrypted(browser_of, admin, settings, at):
    client = browser_of(admin)
    assert client.get("/settings/health/").context["open_ways"] == []
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "mail.example", False
    role = Role.objects.get(code="test-admin")
    for url in ("http://erp.example/hook", "https://erp.example/hook", "http://127.0.0.1/hook"):
        Webhook.objects.create(
            name="ERP", url=url, secret="s", patterns=["*"], role=role, created_at=at
        )

    page = client.get("/settings/health/")

    assert [address for _name, address in page.context["open_ways"]] == [
        "mail.example", "erp.example",
    ]  # fmt: skip
    assert "mail.example" in page.content.decode()


def test_health_says_when_a_proof_of_erasure_was_changed(admins, at):
    proof = Erasure.objects.create(noun="person", record_id=7, digest="0" * 64, erased_at=at)
    page = admins.get("/settings/health/")
    assert "broken: a proof was changed or taken out" in page.content.decode()

    proof.delete()
    assert "unbroken" in admins.get("/settings/health/").content.decode()


def test_a_disk_that_is_nearly_full_is_told_with_what_to_do(admins, monkeypatch):
    assert "nearly full" not in admins.get("/settings/health/").content.decode()

    monkeypatch.setattr("guanxi.web.settings.watch.TIGHT", 10**9)

    assert "Free some space" in admins.get("/settings/health/").content.decode()
