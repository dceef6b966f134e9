"""Notes, files, mentions and the composer on records of any noun, as a browser sends them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guanxi.activities.models import Activity
from guanxi.customers.models import Interaction
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import Grant, Role, User
from guanxi.platform.files.models import StoredFile
from guanxi.platform.files.storing import files_of
from guanxi.platform.messages.models import Note, Notification
from guanxi.platform.messages.notes import write_note
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.changing import changing
from guanxi.platform.records.writing import create_record

HTMX = {"HX-Request": "true"}
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def acme(ana, at):
    return create_record(noun_named("account"), {"name": "苏州博衡"}, actor=ana, at=at)


@pytest.fixture
def note(machine, press, ana, at):
    return write_note(machine, press.pk, "换了皮带", actor=ana, at=at)


def upload(browser, record, content=b"hello", name="报价.txt"):
    sent = {"file": SimpleUploadedFile(name, content)}
    return browser.post(f"/machine/{record.pk}/files/", sent, headers=HTMX)


def compose(browser, base, **given):
    return browser.post(f"{base}compose/", given, headers=HTMX)


def test_a_note_stands_on_the_timeline_of_a_made_record(anas, press):
    html = compose(anas, f"/machine/{press.pk}/", kind="note", content="**皮带**换了").content
    assert "<strong>皮带</strong>换了" in html.decode()
    assert "皮带" in anas.get(f"/machine/{press.pk}/").content.decode()


def test_a_mention_in_vain_is_told_to_the_writer(anas, press, ben, cleo):
    answer = compose(anas, f"/machine/{press.pk}/", kind="note", content="@ben @cleo 看")
    assert "hidden from them: Cleo" in answer.content.decode()
    assert set(Notification.objects.values_list("user__username", flat=True)) == {"ben"}


def test_only_those_who_see_the_record_can_be_chosen_for_a_mention(anas, press, ben, cleo):
    html = anas.get(f"/machine/{press.pk}/mentions/", {"q": ""}).content.decode()
    assert 'data-title="Ben"' in html
    assert 'data-title="Cleo"' not in html


def test_ones_own_note_is_edited_pinned_and_deleted(anas, press, note):
    address = f"/machine/{press.pk}/notes/{note.pk}/"
    assert "换了皮带" in anas.get(address, headers=HTMX).content.decode()
    anas.post(address, {"act": "edit", "content": "换了轴承"}, headers=HTMX)
    pinned = anas.post(address, {"act": "pin"}, headers=HTMX).content.decode()
    assert 'class="pinned"' in pinned
    anas.post(address, {"act": "delete"}, headers=HTMX)
    note.refresh_from_db()
    assert (note.text, note.is_pinned) == ("换了轴承", True)
    assert note.deleted_at is not None


def test_the_note_of_another_is_neither_edited_nor_deleted(browser_of, ben, press, note):
    bens = browser_of(ben)
    for act in ("edit", "delete"):
        given = {"act": act, "content": "x"}
        answer = bens.post(f"/machine/{press.pk}/notes/{note.pk}/", given, headers=HTMX)
        assert answer.status_code == 403
    assert Note.objects.get().text == "换了皮带"


def test_a_note_is_found_under_its_own_record_only(anas, press, lathe, note):
    assert anas.get(f"/machine/{lathe.pk}/notes/{note.pk}/").status_code == 404


def test_a_stranger_finds_no_door_to_notes_and_files(browser_of, cleo, anas, press, note):
    upload(anas, press)
    stored, base = StoredFile.objects.get(), f"/machine/{press.pk}/"
    stranger = browser_of(cleo)
    for tail in ("timeline/", "mentions/", f"notes/{note.pk}/", "files/"):
        assert stranger.get(base + tail).status_code == 404, tail
    assert stranger.get(f"/files/{stored.pk}/").status_code == 404
    for address in (f"{base}compose/", f"{base}notes/{note.pk}/", f"{base}files/"):
        given = {"kind": "note", "content": "x", "act": "delete"}
        assert stranger.post(address, given).status_code == 404, address
    for act in ("remove", "restore"):
        assert stranger.post(f"/files/{stored.pk}/{act}/").status_code == 404
    assert Note.objects.get(deleted_at=None).text == "换了皮带"
    assert StoredFile.objects.filter(deleted_at=None).count() == 1


def test_who_may_only_read_adds_and_removes_no_files(browser_of, ben, anas, press):
    upload(anas, press)
    Grant.objects.filter(permission="machine.edit").delete()
    rights_changed()
    bens = browser_of(ben)
    stored = StoredFile.objects.get()
    assert upload(bens, press).status_code == 403
    assert bens.post(f"/files/{stored.pk}/remove/").status_code == 403
    assert bens.get(f"/files/{stored.pk}/").status_code == 200


def test_a_file_is_judged_by_its_content_and_never_runs(anas, press):
    upload(anas, press, b"<script>alert(1)</script>", "图.png")
    upload(anas, press, PNG, "图.html")
    page, picture = StoredFile.objects.order_by("pk")
    assert (page.media_type, picture.media_type) == ("text/plain", "image/png")
    answer = anas.get(f"/files/{page.pk}/?look")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert anas.get(f"/files/{picture.pk}/?look")["Content-Disposition"].startswith("inline")
    assert "attachment" in anas.get(f"/files/{picture.pk}/")["Content-Disposition"]


def test_a_file_that_is_too_large_is_refused_with_a_word(anas, press, settings):
    settings.LARGEST_FILE = 1 << 20
    answer = upload(anas, press, b"x" * ((1 << 20) + 1))
    assert (answer.status_code, StoredFile.objects.count()) == (422, 0)
    assert "1 MB" in answer.content.decode()


def test_a_file_goes_to_the_bin_and_comes_back(anas, machine, press, ana):
    upload(anas, press)
    stored = StoredFile.objects.get()
    gone = anas.post(f"/files/{stored.pk}/remove/", headers=HTMX).content.decode()
    assert f"/files/{stored.pk}/restore/" in gone
    assert "报价.txt" in anas.get(f"/machine/{press.pk}/files/").content.decode()
    assert not files_of(ana, machine, press.pk)
    anas.post(f"/files/{stored.pk}/restore/", headers=HTMX)
    assert list(files_of(ana, machine, press.pk)) == [stored]


@pytest.mark.parametrize("kind", ["phone", "meeting", "email", "wechat"])
def test_a_contact_enters_the_log_of_the_customer(anas, acme, kind):
    answer = compose(anas, f"/account/{acme.pk}/", kind=kind, content="价格可以接受")
    assert "价格可以接受" in answer.content.decode()
    assert Interaction.objects.get().channel == kind


def test_a_task_is_planned_for_the_writer(anas, acme, ana):
    given = {"kind": "task", "content": "寄样品\n两套", "due_at": "2026-12-01T17:00"}
    assert "寄样品" in compose(anas, f"/account/{acme.pk}/", **given).content.decode()
    task = Activity.objects.get()
    assert (task.name, task.description, task.owner_id) == ("寄样品", "两套", ana.user_id)
    assert (task.account_id, task.due_at.isoformat()) == (acme.pk, "2026-12-01T09:00:00+00:00")


def test_a_contact_on_an_order_is_about_the_order(anas, acme, ana, at):
    values = {"number": "SO-1", "account": acme.pk, "ordered_on": at.date(), "currency": "CNY"}
    order = create_record(noun_named("order"), values, actor=ana, at=at)
    compose(anas, f"/order/{order.pk}/", kind="phone", content="交期确认")
    logged = Interaction.objects.get()
    assert (logged.account_id, logged.about_noun, logged.about_id) == (acme.pk, "order", order.pk)
    assert "交期确认" in anas.get(f"/order/{order.pk}/").content.decode()


def test_a_contact_is_not_offered_where_there_is_no_customer(anas, press):
    assert compose(anas, f"/machine/{press.pk}/", kind="phone", content="x").status_code == 422
    assert not Interaction.objects.exists()


def test_a_moment_that_is_none_is_refused(anas, acme):
    given = {"kind": "task", "content": "x", "due_at": "2026-13-99T99:99"}
    assert compose(anas, f"/account/{acme.pk}/", **given).status_code == 422
    assert not Activity.objects.exists()


def test_nothing_said_is_refused(anas, press):
    for kind in ("note", "task", "none"):
        assert compose(anas, f"/machine/{press.pk}/", kind=kind, content=" ").status_code == 422


def test_people_who_left_are_not_offered(anas, press, ben):
    User.objects.filter(pk=ben.user_id).update(is_active=False)
    assert 'data-title="Ben"' not in anas.get(f"/machine/{press.pk}/mentions/").content.decode()


def test_an_act_on_an_order_is_told_in_its_own_words(anas, acme, ana, at):
    values = {"number": "SO-2", "account": acme.pk, "ordered_on": at.date(), "currency": "CNY"}
    order = create_record(noun_named("order"), values, actor=ana, at=at)
    with changing(order, "confirmed", actor=ana, at=at):
        order.status = "confirmed"
    assert "confirmed it" in anas.get(f"/order/{order.pk}/").content.decode()


@pytest.fixture
def agent(person, west, grant):
    """Somebody of another team who reads every customer and changes those of the team."""
    role = Role.objects.create(code="agent", label_zh="客服", label_en="Agent")
    grant(role, "all", ("account.read", "interaction.read"))
    changing = (
        "account.create",
        "account.edit",
        "account.delete",
        "account.share",
        "interaction.create",
    )
    grant(role, "team", (*changing, "activity.create"))
    return person("dora", west, role)


def test_on_others_customers_only_what_the_rights_allow_is_offered(browser_of, agent, acme):
    base = f"/account/{acme.pk}/"
    html = browser_of(agent).get(base).content.decode()

    kinds = set(re.findall(r'name="kind" value="(\w+)"', html))
    assert kinds == {"note", "task"}
    assert "/share/" not in html
    assert "/delete/" not in html
    assert "/edit/" not in html
    assert compose(browser_of(agent), base, kind="phone", content="Rang").status_code == 422
    assert not Interaction.objects.exists()


def test_on_ones_own_customers_all_of_it_is_offered(browser_of, agent, at):
    own = create_record(noun_named("account"), {"name": "Own"}, actor=agent, at=at)
    html = browser_of(agent).get(f"/account/{own.pk}/").content.decode()

    assert {"note", "phone", "task"} <= set(re.findall(r'name="kind" value="(\w+)"', html))
    assert f"/account/{own.pk}/delete/" in html
    assert f"/account/{own.pk}/do/share" in html
