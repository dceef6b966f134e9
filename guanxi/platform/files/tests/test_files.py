"""Files on records."""

import datetime as dt
import hashlib
import io
import os

import pytest
from django.utils import timezone

from guanxi.platform.actors.models import Role, User
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.files.kinds import media_type_of, sound_name
from guanxi.platform.files.models import StoredFile
from guanxi.platform.files.serving import file_response
from guanxi.platform.files.storing import (
    attach_file,
    file_seen_by,
    files_of,
    path_of,
    remove_file,
    restore_file,
)
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.records.writing import create_record
from guanxi.platform.rights.view_as import start_viewing_as

PDF = b"%PDF-1.7 hello"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def attach(machine, press, ana, at):
    def keep(content=PDF, name="报价.pdf", actor=ana, pk=press.pk):
        return attach_file(machine, pk, name, io.BytesIO(content), actor=actor, at=at)

    return keep


def on_disk(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_kept_under_a_random_name_with_its_digest(attach, tmp_path):
    kept = attach()

    (path,) = on_disk(tmp_path)
    assert (kept.name, kept.media_type, kept.size) == ("报价.pdf", "application/pdf", len(PDF))
    assert kept.sha256 == hashlib.sha256(PDF).hexdigest()
    assert "报价" not in str(path) and oct(path.stat().st_mode)[-3:] == "600"
    assert Fact.objects.get(kind="machine.file_added").data["sha256"] == kept.sha256


def test_whoever_sees_the_record_sees_its_files(machine, press, attach, ben, cleo):
    kept = attach()

    assert file_seen_by(ben, kept.pk) == kept
    assert list(files_of(ben, machine, press.pk)) == [kept]
    with pytest.raises(StoredFile.DoesNotExist):
        file_seen_by(cleo, kept.pk)
    with pytest.raises(machine.model.DoesNotExist):
        files_of(cleo, machine, press.pk)


def test_a_stranger_attaches_and_removes_nothing(machine, attach, cleo, at, tmp_path):
    with pytest.raises(machine.model.DoesNotExist):
        attach(actor=cleo)
    assert on_disk(tmp_path) == []

    kept = attach()
    with pytest.raises(StoredFile.DoesNotExist):
        remove_file(kept.pk, actor=cleo, at=at)


def test_who_may_only_read_attaches_and_removes_nothing(attach, person, east, grant, at):
    reader = Role.objects.create(code="r", label_zh="读者", label_en="Reader")
    grant(reader, only=("machine.read",))
    dan = person("dan", east, reader)
    kept = attach()

    with pytest.raises(Denied):
        attach(actor=dan)
    with pytest.raises(Denied):
        remove_file(kept.pk, actor=dan, at=at)


def test_looking_through_anothers_eyes_attaches_nothing(attach, ana, admin, at):
    seen = start_viewing_as(User.objects.get(pk=ana.user_id), actor=admin, at=at)
    with pytest.raises(Denied):
        attach(actor=seen)


def test_a_file_too_large_leaves_nothing_behind(attach, settings, tmp_path):
    settings.LARGEST_FILE = 10

    with pytest.raises(RuleBroken):
        attach()
    assert on_disk(tmp_path) == [] and not StoredFile.objects.exists()


def test_the_quota_is_kept(attach, settings, tmp_path):
    settings.FILE_QUOTA = len(PDF) + 1
    attach()

    with pytest.raises(RuleBroken):
        attach()
    assert len(on_disk(tmp_path)) == 1


def test_a_removed_file_comes_back(machine, press, attach, ana, at):
    kept = attach()
    remove_file(kept.pk, actor=ana, at=at)
    assert not files_of(ana, machine, press.pk).exists()

    restore_file(kept.pk, actor=ana, at=at)
    assert files_of(ana, machine, press.pk).exists()


def test_bytes_go_when_nothing_needs_them_any_more(attach, ana, at, tmp_path):
    kept, other = attach(), attach()
    remove_file(kept.pk, actor=ana, at=timezone.now() - dt.timedelta(days=31))
    stray = path_of("ab" + "0" * 38)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"x")
    os.utime(stray, (0, 0))
    enqueue("files.sweep", actor=ana, at=timezone.now())
    run_all_now(timezone.now() + dt.timedelta(seconds=1))

    assert on_disk(tmp_path) == [path_of(other.storage_name)]


def test_what_was_arriving_when_the_server_was_killed_goes_after_a_day(ana, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "arriving"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    left, under_way = (settings.FILE_UPLOAD_TEMP_DIR / name for name in ("a.upload", "b.upload"))
    for path in (left, under_way):
        path.write_bytes(b"half")
    os.utime(left, (0, 0))

    enqueue("files.sweep", actor=ana, at=timezone.now())
    run_all_now(timezone.now() + dt.timedelta(seconds=1))

    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == [under_way]


def test_a_large_upload_arrives_in_the_data_folder(settings):
    assert settings.FILE_UPLOAD_TEMP_DIR.parent == settings.DATA
    assert settings.FILE_UPLOAD_TEMP_DIR.stat().st_mode & 0o077 == 0


def test_a_file_field_takes_hold_of_what_its_maker_uploaded(machine, attach, ana, ben, at):
    loose = attach(pk=None)
    with pytest.raises(StoredFile.DoesNotExist):
        file_seen_by(ben, loose.pk)

    made = create_record(machine, {"name": "车床", "manual": loose.pk}, actor=ana, at=at)
    assert file_seen_by(ben, loose.pk).record_id == made.pk


def test_nobody_takes_anothers_loose_file(machine, attach, ben, at):
    loose = attach(pk=None)
    with pytest.raises(RuleBroken) as refused:
        create_record(machine, {"name": "车床", "manual": loose.pk}, actor=ben, at=at)
    assert set(refused.value.fields) == {"manual"}


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "x.html", "image/png"),
        (b"<html><script>", "x.png", "text/plain"),
        (b"<svg onload=alert(1)>", "x.svg", "text/plain"),
        ("客户".encode("gb18030") * 9, "x.csv", "text/plain"),
        (
            b"PK\x03\x04",
            "x.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (b"PK\x03\x04", "x.exe", "application/zip"),
        (b"\x00\x01\x02", "x.pdf", "application/octet-stream"),
        (b"RIFF\x00\x00\x00\x00WEBP", "x", "image/webp"),
    ],
)
def test_a_file_is_what_its_bytes_say(head, name, kind):
    assert media_type_of(head, name) == kind


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\报价.pdf", "报价.pdf"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
        ("\u202egpj.exe", "gpj.exe"),
        ("..", "file"),
        ("", "file"),
        ("x" * 400 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(given, kept):
    assert sound_name(given) == kept


def test_a_download_can_neither_run_nor_be_guessed(attach):
    response = file_response(attach(b"<script>alert(1)</script>", "x.html"), inline=True)

    assert response["Content-Type"] == "text/plain"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"


def test_a_pdf_can_be_looked_at_in_place(attach):
    response = file_response(attach(), inline=True)

    assert response["Content-Disposition"].startswith("inline")
    assert "%E6%8A%A5" in response["Content-Disposition"]
    response.close()


def test_one_person_cannot_fill_the_room_of_all(attach, ben, settings):
    settings.FILE_QUOTA_EACH = 2 * len(PDF)
    attach()
    attach()
    with pytest.raises(RuleBroken):
        attach()
    attach(actor=ben)
    assert StoredFile.objects.count() == 3
