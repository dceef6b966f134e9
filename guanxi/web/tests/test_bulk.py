"""Acts on many rows: asked for on the list, told row by row, taken back."""

import datetime as dt

import pytest
from django.utils import timezone

from guanxi.platform.custom.models import CustomRecord
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.records.writing import create_record
from guanxi.platform.verbs.models import Batch

HTMX = {"HX-Request": "true"}
EDIT = "/machine/bulk/edit/"


@pytest.fixture
def sixty(machine, ana, at):
    return [
        create_record(machine, {"name": f"No {n}", "city": "苏州"}, actor=ana, at=at)
        for n in range(60)
    ]


def work():
    run_all_now(timezone.now() + dt.timedelta(seconds=1))


def cities(machine):
    key = machine.field("city").custom_key
    rows = CustomRecord.objects.filter(deleted_at=None)
    return {custom[key] for custom in rows.values_list("custom", flat=True)}


def test_an_act_asks_how_many_and_what(anas, press, lathe):
    ids = [press.pk, lathe.pk]
    asked = anas.post(EDIT, {"id": ids, "field": "city", "state": "/machine/"}, headers=HTMX)
    html = asked.content.decode()
    assert "<p>2 machine</p>" in html
    assert 'name="city"' in html


def test_few_rows_change_at_once_and_change_back(anas, machine, press, lathe):
    given = {"id": [press.pk, lathe.pk], "field": "city", "city": "上海", "go": "1"}
    done = anas.post(EDIT, given, headers=HTMX)
    assert "2 rows done" in done.content.decode()
    assert "rows-changed" in done["HX-Trigger"]
    batch = Batch.objects.get()
    undone = anas.post(f"/batches/{batch.pk}/undo/", headers=HTMX)
    assert "2 rows put back" in undone.content.decode()
    assert cities(machine) == {"苏州", "无锡"}


def test_all_that_match_are_a_job_with_progress_and_a_way_back(anas, machine, sixty):
    given = {"everything": "1", "state": "/machine/", "field": "city", "city": "上海", "go": "1"}
    started = anas.post(EDIT, given, headers=HTMX).content.decode()
    assert "<progress" in started
    assert cities(machine) == {"苏州"}
    work()
    batch = Batch.objects.get()
    strip = anas.get(f"/batches/{batch.pk}/strip/", headers=HTMX).content.decode()
    assert "60 rows done" in strip
    assert cities(machine) == {"上海"}
    anas.post(f"/batches/{batch.pk}/undo/", headers=HTMX)
    work()
    assert cities(machine) == {"苏州"}


def test_all_that_match_keeps_to_the_filter(anas, machine, press, lathe):
    state = '/machine/?filter={"field":"city","op":"is","value":"苏州"}'
    given = {"everything": "1", "state": state, "field": "city", "city": "上海", "go": "1"}
    anas.post(EDIT, given, headers=HTMX)
    assert cities(machine) == {"上海", "无锡"}


def test_all_that_match_are_deleted_within_rights(browser_of, machine, ana, cleo, press, lathe):
    where, given = "/machine/bulk/delete/", {"everything": "1", "state": "/machine/", "go": "1"}
    browser_of(cleo).post(where, given, headers=HTMX)
    assert len(cities(machine)) == 2
    browser_of(ana).post(where, given, headers=HTMX)
    assert cities(machine) == set()


def test_each_refused_row_stands_with_its_reason(browser_of, machine, cleo, press):
    given = {"id": [press.pk], "city": "x", "field": "city", "go": "1"}
    answer = browser_of(cleo).post(EDIT, given, headers=HTMX)
    assert "0 rows done, 1 left as it was" in answer.content.decode()
    page = browser_of(cleo).get(f"/batches/{Batch.objects.get().pk}/").content.decode()
    assert "There is no such record." in page
    assert "苏州冲床" not in page
    assert cities(machine) == {"苏州"}


def test_a_wrong_value_is_asked_for_again(anas, press, machine):
    given = {"id": [press.pk], "field": "bought", "bought": "many", "go": "1"}
    answer = anas.post(EDIT, given, headers=HTMX)
    assert answer.status_code == 422
    assert 'value="many"' in answer.content.decode()
    assert not Batch.objects.exists()


def test_an_act_that_is_not_yours_is_denied(browser_of, machine, person, east, grant, press):
    from guanxi.platform.actors.models import Role

    reader = Role.objects.create(code="reader", label_zh="读", label_en="Reader")
    grant(reader, only=("machine.read",))
    browser = browser_of(person("dora", east, reader))
    for act in ("edit", "delete", "assign"):
        given = {"id": [press.pk], "go": "1"}
        assert browser.post(f"/machine/bulk/{act}/", given, headers=HTMX).status_code == 403
    assert not Batch.objects.exists()


def test_a_strangers_batch_is_not_there(browser_of, ana, ben, press):
    given = {"id": [press.pk], "field": "city", "city": "上海", "go": "1"}
    browser_of(ana).post(EDIT, given, headers=HTMX)
    pk = Batch.objects.get().pk
    stranger = browser_of(ben)
    for where in (f"/batches/{pk}/", f"/batches/{pk}/strip/"):
        assert stranger.get(where).status_code == 404
    assert stranger.post(f"/batches/{pk}/undo/").status_code == 404
    assert "Change" not in stranger.get("/batches/").content.decode().split("<ul")[-1]


def test_a_job_can_be_called_off(anas, machine, sixty):
    given = {"everything": "1", "state": "/machine/", "field": "city", "city": "上海", "go": "1"}
    anas.post(EDIT, given, headers=HTMX)
    anas.post(f"/settings/jobs/{Job.objects.get().pk}/cancel/")
    work()
    assert cities(machine) == {"苏州"}


def test_what_was_called_off_on_its_way_says_so_and_goes_on(anas, machine, sixty):
    given = {"everything": "1", "state": "/machine/", "field": "city", "city": "上海", "go": "1"}
    anas.post(EDIT, given, headers=HTMX)
    work()
    # As a worker leaves it that hears of it after forty rows.
    batch = Batch.objects.get()
    last = batch.rows.order_by("-id").values_list("pk", "record_id")[:20]
    for pk, record_id in last:
        batch.rows.filter(pk=pk).update(outcome="waiting")
        record = CustomRecord.objects.get(pk=record_id)
        machine.field("city").keep(record, "苏州")
        record.save()
    Batch.objects.update(state=Batch.State.RUNNING)
    Job.objects.update(state=Job.State.CANCELLED)

    page = anas.get(f"/batches/{batch.pk}/").content.decode()
    assert "40 rows done, 20 had no turn" in page
    anas.post(f"/settings/jobs/{batch.job_id}/again/")
    work()

    assert cities(machine) == {"上海"}
    assert "60 rows done</h2>" in anas.get(f"/batches/{batch.pk}/").content.decode()


def test_the_rows_of_a_batch_are_read_in_a_constant_number_of_queries(
    anas, machine, sixty, django_assert_max_num_queries
):
    given = {"everything": "1", "state": "/machine/", "field": "city", "city": "上海", "go": "1"}
    anas.post(EDIT, given, headers=HTMX)
    work()
    with django_assert_max_num_queries(14):
        anas.get(f"/batches/{Batch.objects.get().pk}/")


def test_an_act_on_no_rows_never_means_all(anas, press):
    asked = anas.post("/machine/bulk/edit/", {"field": "city"}, headers=HTMX).content.decode()
    assert 'name="everything"' not in asked
