"""Relations set in a cell and on many rows: found as in the form, within rights, taken back."""

import pytest

from guanxi.activities.models import Activity
from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record
from guanxi.platform.verbs.models import Batch

HTMX = {"HX-Request": "true"}


@pytest.fixture
def account_of(at):
    def make(name, actor):
        values = {"name": name, "role": "potential"}
        return create_record(noun_named("account"), values, actor=actor, at=at)

    return make


@pytest.fixture
def tasks(ana, at):
    noun = noun_named("activity")
    return [
        create_record(noun, {"name": f"Call {n}", "kind": "task"}, actor=ana, at=at)
        for n in range(2)
    ]


@pytest.fixture
def user_of_machine(machine):
    CustomField.objects.create(
        noun="machine",
        name="used_by",
        type="relation",
        settings={"target": "account"},
        label_zh="使用单位",
        label_en="Used by",
        position=9,
    )
    schema_changed()
    return noun_named("machine").field("used_by")


def test_a_cell_opens_with_the_picker_of_the_form_and_keeps_what_is_chosen(
    anas, ana, account_of, tasks
):
    bolt, task = account_of("Bolt", ana), tasks[0]
    where = f"/activity/{task.pk}/cell/account/"
    assert "gx-pick" in anas.get(where, headers=HTMX).content.decode()

    saved = anas.post(where, {"account": bolt.pk, "version": task.version}, headers=HTMX)

    assert "Bolt" in saved.content.decode()
    assert Activity.objects.get(pk=task.pk).account_id == bolt.pk
    fact = Fact.objects.filter(kind="activity.updated").get()
    anas.post(f"/activity/{task.pk}/revert/{fact.pk}/", headers=HTMX)
    assert Activity.objects.get(pk=task.pk).account_id is None


def test_an_own_relation_opens_in_its_cell_too(anas, ana, account_of, user_of_machine, at):
    bolt = account_of("Bolt", ana)
    press = create_record(noun_named("machine"), {"name": "Press"}, actor=ana, at=at)
    where = f"/machine/{press.pk}/cell/used_by/"

    saved = anas.post(where, {"used_by": bolt.pk, "version": press.version}, headers=HTMX)

    assert "Bolt" in saved.content.decode()
    press.refresh_from_db()
    assert user_of_machine.value_of(press) == bolt.pk


def test_what_is_not_theirs_to_see_is_chosen_neither_in_a_cell_nor_for_many(
    anas, cleo, account_of, tasks
):
    hidden, task = account_of("Hidden", cleo), tasks[0]
    given = {"account": hidden.pk, "version": task.version}

    cell = anas.post(f"/activity/{task.pk}/cell/account/", given, headers=HTMX)
    many = {"id": [one.pk for one in tasks], "field": "account", "account": hidden.pk, "go": "1"}
    bulk = anas.post("/activity/bulk/edit/", many, headers=HTMX)

    assert "There is no such record." in cell.content.decode()
    assert bulk.status_code == 422
    assert not Activity.objects.exclude(account=None).exists()
    assert not Batch.objects.exists()


def test_whoever_changed_it_meanwhile_is_named_with_their_choice(
    anas, ana, ben, account_of, tasks, at
):
    bolt, nut = account_of("Bolt", ana), account_of("Nut", ana)
    task = tasks[0]
    noun = noun_named("activity")
    update_record(noun, task.pk, {"account": nut.pk}, actor=ben, at=at)

    given = {"account": bolt.pk, "version": task.version}
    said = anas.post(f"/activity/{task.pk}/cell/account/", given, headers=HTMX).content.decode()

    assert "made it Nut meanwhile" in said
    assert Activity.objects.get(pk=task.pk).account_id == nut.pk


def test_many_rows_get_a_relation_and_lose_it_again(anas, ana, account_of, tasks):
    bolt, ids = account_of("Bolt", ana), [one.pk for one in tasks]
    asked = anas.post("/activity/bulk/edit/", {"id": ids, "field": "account"}, headers=HTMX)
    assert 'hx-get="/pick/account/"' in asked.content.decode()

    given = {"id": ids, "field": "account", "account": bolt.pk, "go": "1"}
    anas.post("/activity/bulk/edit/", given, headers=HTMX)
    assert Activity.objects.filter(account=bolt).count() == 2

    anas.post(f"/batches/{Batch.objects.get().pk}/undo/", headers=HTMX)
    assert Activity.objects.filter(account=None).count() == 2


def test_a_relation_stands_in_the_list_as_something_to_change(anas, tasks):
    page = anas.get("/activity/?filter={}").content.decode()

    assert f'data-id="{tasks[0].pk}"' in page
    assert 'data-f="account"' in page
