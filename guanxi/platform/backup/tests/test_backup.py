"""A used firm goes into a file and comes back the same."""

import fcntl
import hashlib
import json
import os
import zipfile
from pathlib import Path

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from guanxi.platform.actors.models import User
from guanxi.platform.backup import restoring
from guanxi.platform.backup.broken_off import what_to_do
from guanxi.platform.backup.manifest import Unusable
from guanxi.platform.backup.restoring import restore_backup
from guanxi.platform.backup.tables import digest_of, kept_models
from guanxi.platform.backup.taking import take_backup
from guanxi.platform.custom.models import CustomField, CustomNoun, CustomRecord
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, delete_record, update_record
from guanxi.platform.rest.models import KeptAnswer
from guanxi.platform.search.searching import search


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def used(seller, grant, ana, at, settings):
    """A firm with a noun of its own, changed and deleted records, bytes and a file."""
    CustomNoun.objects.create(key="machine", label_zh="设备", label_en="Machine")
    CustomField.objects.create(
        noun="machine", name="price", type="money", label_zh="价格", label_en="Price"
    )
    schema_changed()
    machine = noun_named("machine")
    grant(seller, only=tuple(f"machine.{one}" for one in ("read", "create", "edit", "delete")))
    from guanxi.platform.actors.compiling import actor_for_user

    ana = actor_for_user(User.objects.get(pk=ana.user_id))
    press = create_record(machine, {"name": "苏州冲床", "price": "12.50"}, actor=ana, at=at)
    update_record(machine, press.pk, {"price": "13.50"}, actor=ana, at=at)
    gone = create_record(machine, {"name": "旧机"}, actor=ana, at=at)
    delete_record(machine, gone.pk, actor=ana, at=at)
    KeptAnswer.objects.create(
        caller="key:1", key="k", fingerprint="f", body=b"\x00\xff", created_at=at
    )
    folder = Path(settings.MEDIA_ROOT) / "ab"
    folder.mkdir(parents=True)
    (folder / "scan.pdf").write_bytes(b"%PDF-1.7")
    return ana


def digests():
    return {
        model._meta.db_table: digest_of(model)
        for model in kept_models()
        if model._meta.db_table != "platform_version"
    }


def test_a_used_database_comes_back_the_same(used, tmp_path, at, settings):
    path, before = tmp_path / "b.zip", digests()
    take_backup(path, at)
    CustomRecord.objects.all().delete()
    Fact.objects.update(kind="lost")
    User.objects.filter(pk=used.user_id).update(name="lost")
    (Path(settings.MEDIA_ROOT) / "ab" / "scan.pdf").write_bytes(b"lost")

    restore_backup(path, replace=True)

    assert digests() == before
    assert (Path(settings.MEDIA_ROOT) / "ab" / "scan.pdf").read_bytes() == b"%PDF-1.7"
    assert not list(tmp_path.glob("files.*"))
    assert [hit.title for hit in search(used, "szcc")] == ["苏州冲床"]


def test_nobody_is_signed_in_by_what_a_backup_holds(used, tmp_path, at, client):
    client.force_login(User.objects.get(pk=used.user_id))
    key = client.session.session_key
    at_home = {"ip": "127.0.0.1", "user_agent": "test"}
    UserSession.objects.create(user_id=used.user_id, session_key=key, **at_home)
    take_backup(path := tmp_path / "b.zip", at)

    restore_backup(path, replace=True)

    with zipfile.ZipFile(path) as archive:
        assert not any(key.encode() in archive.read(one) for one in archive.namelist())
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()


def test_new_records_are_numbered_after_the_restored_ones(used, tmp_path, at):
    path = tmp_path / "b.zip"
    take_backup(path, at)
    restore_backup(path, replace=True)
    last = CustomRecord.objects.order_by("pk").last()
    new = create_record(noun_named("machine"), {"name": "新机"}, actor=used, at=at)
    assert new.pk > last.pk


def test_a_database_in_use_is_not_overwritten_by_mistake(used, tmp_path, at):
    path, before = tmp_path / "b.zip", digests()
    take_backup(path, at)
    with pytest.raises(CommandError, match="in use"):
        call_command("restore", str(path))
    assert digests() == before


def _changed(path, name, content):
    with zipfile.ZipFile(path) as old:
        parts = {one: old.read(one) for one in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for one, part in parts.items():
            new.writestr(one, content(part) if one == name else part)


def _as_json(change):
    def changed(content):
        manifest = json.loads(content)
        change(manifest)
        return json.dumps(manifest).encode()

    return changed


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tables/platform_fact.jsonl", lambda part: part.replace(b"created", b"crested")),
        ("files/ab/scan.pdf", lambda part: b"other"),
        ("manifest.json", lambda part: b"{}"),
        ("manifest.json", _as_json(lambda it: it.update(format=2))),
        ("manifest.json", _as_json(lambda it: it["migrations"].append("platform.9999"))),
        (
            "manifest.json",
            _as_json(lambda it: it["tables"].update(x=it["tables"]["platform_fact"])),
        ),
        ("manifest.json", _as_json(lambda it: it["tables"].pop("platform_fact"))),
    ],
)
def test_a_damaged_or_foreign_backup_changes_nothing(used, tmp_path, at, name, content):
    path, before = tmp_path / "b.zip", digests()
    take_backup(path, at)
    _changed(path, name, content)
    with pytest.raises(Unusable):
        restore_backup(path, replace=True)
    assert digests() == before


def _of_an_earlier_state(path, table, change):
    """The same archive, as if the columns of a table had been others when it was taken."""
    name = f"tables/{table}.jsonl"
    with zipfile.ZipFile(path) as archive:
        heading, *rows = map(json.loads, archive.read(name).splitlines())
    records = [change(dict(zip(heading, row, strict=True))) for row in rows]
    lines = [list(records[0]), *(list(one.values()) for one in records)]
    content = b"".join(json.dumps(one).encode() + b"\n" for one in lines)
    told = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(records)}
    _changed(path, name, lambda part: content)
    _changed(path, "manifest.json", _as_json(lambda it: it["tables"].update({table: told})))


def test_a_backup_of_an_earlier_state_comes_back_and_says_what_is_not_kept(
    used, tmp_path, at, capsys
):
    path = tmp_path / "b.zip"
    take_backup(path, at)

    def earlier(row):
        del row["version"]
        return row | {"snoozed": 1}

    _of_an_earlier_state(path, "platform_customrecord", earlier)
    CustomRecord.objects.update(name="", version=7)

    call_command("restore", str(path), "--replace")

    assert "left out: platform_customrecord.snoozed" in capsys.readouterr().out
    assert set(CustomRecord.objects.values_list("name", "version")) == {
        ("苏州冲床", 1),
        ("旧机", 1),
    }


def test_a_backup_of_an_earlier_state_that_does_not_fit_changes_nothing(used, tmp_path, at):
    path, before = tmp_path / "b.zip", digests()
    take_backup(path, at)
    _of_an_earlier_state(
        path,
        "platform_customrecord",
        lambda row: {key: value for key, value in row.items() if key != "created_at"},
    )

    with pytest.raises(Unusable, match="platform_customrecord of the backup does not fit"):
        restore_backup(path, replace=True)

    assert digests() == before


def test_a_backup_that_climbs_out_of_its_folder_is_refused(used, tmp_path, at):
    path = tmp_path / "b.zip"
    take_backup(path, at)

    def climb(manifest):
        manifest["files"]["../evil"] = manifest["files"]["ab/scan.pdf"]

    _changed(path, "manifest.json", _as_json(climb))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("files/../evil", b"%PDF-1.7")
    with pytest.raises(Unusable, match="leave the folder"):
        restore_backup(path, replace=True)
    assert not (tmp_path / "evil").exists()


def test_no_backup_at_all_is_told(used, tmp_path):
    (tmp_path / "x.zip").write_bytes(b"no zip")
    with pytest.raises(Unusable):
        restore_backup(tmp_path / "x.zip", replace=True)


def _killed(monkeypatch, step):
    def dies(*_given):
        raise SystemExit

    monkeypatch.setattr(restoring, step, dies)


@pytest.mark.parametrize("step", ["_swap_files", "rebuild"])
def test_a_restore_that_was_killed_is_said_at_a_start_and_done_again_by_the_same_command(
    used, tmp_path, at, monkeypatch, settings, step
):
    path, before = tmp_path / "b.zip", digests()
    take_backup(path, at)
    (Path(settings.MEDIA_ROOT) / "ab" / "scan.pdf").write_bytes(b"lost")
    with monkeypatch.context() as died, pytest.raises(SystemExit):
        _killed(died, step)
        restore_backup(path, replace=True)

    assert f"bin/guanxi restore {path}" in what_to_do()
    call_command("restore", str(path))

    assert what_to_do() == ""
    assert digests() == before
    assert (Path(settings.MEDIA_ROOT) / "ab" / "scan.pdf").read_bytes() == b"%PDF-1.7"
    assert [hit.title for hit in search(used, "szcc")] == ["苏州冲床"]


def test_a_restore_that_changed_nothing_leaves_no_word_of_it(used, tmp_path, at, monkeypatch):
    path = tmp_path / "b.zip"
    take_backup(path, at)
    monkeypatch.setattr(restoring, "digest_of", lambda model, names: ("", 0))

    with pytest.raises(Unusable, match="platform_fact"):
        restore_backup(path, replace=True)

    assert what_to_do() == ""
    with pytest.raises(CommandError, match="in use"):
        call_command("restore", str(path))


def test_two_restores_at_once_are_told_to_wait_for_each_other(used, tmp_path, at):
    path, before = tmp_path / "b.zip", digests()
    take_backup(path, at)
    other = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)

    with pytest.raises(Unusable, match="under way"):
        restore_backup(path, replace=True)
    os.close(other)

    restore_backup(path, replace=True)
    assert digests() == before
