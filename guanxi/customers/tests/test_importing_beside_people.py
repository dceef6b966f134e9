"""Imports that change records which people are changing: nothing of theirs is lost."""

import threading
import time

import pytest
from django.db import connection, transaction

from guanxi.customers.models import Account
from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.errors import Conflict
from guanxi.platform.facts.models import Fact
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.imports.undo import undo_import
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record
from tests.harness.elsewhere import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def account(db):
    for name in ("hobby", "colour"):
        CustomField.objects.create(
            noun="account", name=name, type="text", label_zh=name, label_en=name
        )
    schema_changed()
    return noun_named("account")


@pytest.fixture
def customer(account, admin, at):
    return create_record(account, {"name": "苏州冲床", "code": "K1"}, actor=admin, at=at)


@pytest.fixture
def bring(admin, at):
    """Import changes of known customers; a run that is drafted is brought to its end."""

    def draft(text):
        run = draft_import("account", [text.encode()], "in.csv", actor=admin, at=at)
        options = Options(mode="update", key=("code",))
        mapping = {name: name for name in run.header}
        return agree(run, options, mapping, actor=admin, at=at)

    def brought(text):
        return run_import(draft(text), actor=admin, at=at)

    return brought


@pytest.fixture
def while_saving(customer, admin, at):
    """Do something while somebody is in the middle of saving the customer."""

    def during(values, act):
        has_begun, said = threading.Event(), []

        def person():
            try:
                with transaction.atomic():
                    update_record(noun_named("account"), customer.pk, values, actor=admin, at=at)
                    has_begun.set()
                    _wait_for_another()
            except Exception as fault:  # noqa: BLE001 - told by the test, as a thread has no voice
                said.append(fault)
            finally:
                has_begun.set()
                connection.close()

        saving = threading.Thread(target=person)
        saving.start()
        has_begun.wait()
        done = act()
        saving.join()
        assert said == []
        return done

    return during


def _wait_for_another():
    if connection.vendor == "sqlite":
        time.sleep(0.5)
        return
    until(_has_somebody_waiting)


def _has_somebody_waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


def told(customer, *names):
    return " ".join(str(noun_named("account").field(name).value_of(customer)) for name in names)


def facts_of(customer):
    facts = Fact.objects.filter(record_id=customer.pk, kind="account.updated").order_by("pk")
    return [(one.changes, one.data["version"]) for one in facts]


def test_what_somebody_saves_meanwhile_stays(while_saving, bring, customer):
    theirs = {"city": "苏州", "hobby": "围棋"}

    run = while_saving(theirs, lambda: bring("code,description,colour\nK1,来自文件,红\n"))

    customer.refresh_from_db()
    assert (run.updated, run.rejected, customer.version) == (1, 0, 3)
    assert told(customer, "city", "hobby", "description", "colour") == "苏州 围棋 来自文件 红"
    assert [version for _, version in facts_of(customer)] == [2, 3]


def test_a_value_that_a_file_replaces_stands_in_the_history_and_comes_back(
    while_saving, bring, customer, admin, at
):
    run = while_saving({"city": "无锡"}, lambda: bring("code,city\nK1,苏州\n"))

    assert [changes["city"] for changes, _ in facts_of(customer)] == [
        ["", "无锡"],
        ["无锡", "苏州"],
    ]
    undo_import(run, actor=admin, at=at)
    assert Account.objects.get(pk=customer.pk).city == "无锡"


def test_whoever_had_the_form_open_before_the_import_is_told(bring, account, customer, admin, at):
    bring("code,city\nK1,苏州\n")

    with pytest.raises(Conflict):
        update_record(account, customer.pk, {"city": "无锡"}, actor=admin, at=at, version=1)
    update_record(account, customer.pk, {"description": "别的"}, actor=admin, at=at, version=1)

    customer.refresh_from_db()
    assert (customer.city, customer.description) == ("苏州", "别的")


def test_an_undo_beside_somebody_leaves_what_they_save(while_saving, bring, customer, admin, at):
    run = bring("code,city,description\nK1,苏州,来自文件\n")

    while_saving(
        {"city": "常州", "hobby": "围棋"},
        lambda: undo_import(ImportRun.objects.get(pk=run.pk), actor=admin, at=at),
    )

    customer.refresh_from_db()
    assert told(customer, "city", "hobby", "description") == "常州 围棋 "
    assert ImportRun.objects.get(pk=run.pk).report["undone"]["left"] == {"account:changed_since": 1}
