"""All data in open formats, and put together again from nothing but these."""

import csv
import io
import json
import zipfile

import pytest
from django.apps import apps
from django.core.management import call_command

from guanxi.platform.actors.models import User
from guanxi.platform.backup.beside import PLATFORM, tables_beside
from guanxi.platform.backup.everything import export_everything
from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.errors import Denied
from guanxi.platform.files.storing import attach_file
from guanxi.platform.messages.notes import write_note
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.writing import create_record, delete_record, update_record
from guanxi.platform.rights.audience import Audience
from guanxi.platform.rights.sharing import share
from guanxi.platform.views.models import SavedView

# Tables of the platform that stay: how people get in, work under way, what is computed or passing.
LEFT = {
    "ApiKey", "Webhook", "WelcomeLink", "CacheEntry", "KeptAnswer", "Version",
    "Job", "Schedule", "Delivery", "Batch", "BatchRow", "Notification",
    "ImportRun", "RejectedRow", "MappingMemory", "SearchEntry", "SearchNoun",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def machine(admin, at):
    for key in ("maker", "machine"):
        CustomNoun.objects.create(key=key, label_zh=f"{key}类", label_en=key.title())
    CustomField.objects.create(
        noun="machine", name="price", type="money", label_zh="价格", label_en="Price"
    )
    CustomField.objects.create(
        noun="machine", name="maker", type="relation", label_zh="厂家", label_en="Maker",
        settings={"target": "maker"},
    )  # fmt: skip
    CustomField.objects.create(
        noun="machine", name="double", type="formula", label_zh="两倍", label_en="Double",
        settings={"formula": "price * 2", "result": "money"},
    )  # fmt: skip
    schema_changed()
    return noun_named("machine")


@pytest.fixture
def archive(machine, admin, ben, at, tmp_path):
    """The export of a firm with a press, whose maker is in the recycle bin."""
    maker = create_record(noun_named("maker"), {"name": "沈阳机床"}, actor=admin, at=at)
    values = {"name": "冲床", "price": "12.50", "maker": maker.pk}
    press = create_record(machine, values, actor=admin, at=at)
    update_record(machine, press.pk, {"price": "13.50"}, actor=admin, at=at)
    write_note(machine, press.pk, "换过轴承", actor=admin, at=at)
    attach_file(machine, press.pk, "说明书.pdf", io.BytesIO(b"%PDF-1.7"), actor=admin, at=at)
    audience = Audience(User.objects.get(pk=ben.user_id))
    share(machine, press.pk, audience, actor=admin, at=at)
    delete_record(noun_named("maker"), maker.pk, actor=admin, at=at)
    SavedView.objects.create(noun="machine", label_zh="贵的", filter={"field": "price"})
    path = tmp_path / "all.zip"
    call_command("export_all", str(path), stdout=io.StringIO())
    with zipfile.ZipFile(path) as opened:
        yield opened


def table(archive, name):
    text = archive.read(f"{name}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_relations_lead_to_rows_of_other_files(archive):
    [press] = table(archive, "data/machine")
    makers = {row["id"]: row["name"] for row in table(archive, "bin/maker")}
    people = {row["id"]: row["username"] for row in table(archive, "beside/users")}

    assert (press["name"], press["price"]) == ("冲床", "13.50")
    assert makers[press["maker"]] == "沈阳机床"
    assert people[press["owner"]] == "admin"
    assert table(archive, "data/maker") == []


def test_files_notes_and_shares_lead_to_their_record(archive):
    [press] = table(archive, "data/machine")
    [file], [note] = table(archive, "beside/files"), table(archive, "beside/notes")
    [given] = table(archive, "beside/shares")

    assert {(one["noun"], one["record_id"]) for one in (file, note, given)} == {
        ("machine", press["id"])
    }
    assert (file["name"], note["text"]) == ("说明书.pdf", "换过轴承")
    assert archive.read(file["path"]) == b"%PDF-1.7"


def test_the_history_of_a_record_is_there(archive):
    [press] = table(archive, "data/machine")
    told = [
        (row["kind"], json.loads(row["changes"]).get("price"))
        for row in table(archive, "beside/facts")
        if (row["noun"], row["record_id"]) == ("machine", press["id"]) and row["changes"] != "{}"
    ]
    assert told == [("machine.created", [None, 1250]), ("machine.updated", [1250, 1350])]


def test_definitions_are_whole(archive):
    schema = json.loads(archive.read("schema.json"))
    made = {row["name"]: row for row in table(archive, "beside/custom_fields")}
    price = schema["machine"]["fields"]["price"]

    assert (price["type"], price["label_zh"], price["label_en"]) == ("money", "价格", "Price")
    assert price["custom_key"] == f"cf_{made['price']['id']}"
    assert json.loads(made["double"]["settings"])["formula"] == "price * 2"
    assert [row["key"] for row in table(archive, "beside/custom_nouns")] == ["maker", "machine"]
    assert json.loads(table(archive, "beside/views")[0]["filter"]) == {"field": "price"}


def test_what_opens_a_door_is_not_given(archive):
    assert "password" not in table(archive, "beside/users")[0]


def test_every_table_is_given_or_stays_for_a_reason(db):
    ours = {model.__name__ for model in apps.get_app_config("platform").get_models()}
    of_nouns = {noun.model.__name__ for noun in nouns().values()}
    assert ours - of_nouns - set(PLATFORM.values()) - {"CustomRecord"} == LEFT
    assert {"activities_attendee", "customers_mergerecord", "users_roles"} <= set(tables_beside())


def test_only_an_administrator_takes_everything(ana, at, tmp_path):
    with pytest.raises(Denied):
        export_everything(tmp_path / "all.zip", actor=ana, at=at)


def test_what_a_killed_export_left_goes_with_the_next(admin, at, tmp_path):
    target, left = tmp_path / "all.zip", tmp_path / "all.zip.making"
    (left / "data").mkdir(parents=True)

    export_everything(target, actor=admin, at=at)

    assert not left.exists()
    assert set(zipfile.ZipFile(target).namelist()) > {"data/account.csv"}
