"""Notes and files of a record by the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guanxi.platform.files.models import StoredFile
from guanxi.platform.messages.models import Note
from guanxi.platform.records.writing import create_record


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def lathe(machine, ana, at):
    return create_record(machine, {"name": "车床"}, actor=ana, at=at)


@pytest.fixture
def base(press):
    return f"machine/{press.pk}/"


def upload(api, base, **headers):
    sent = {"file": SimpleUploadedFile("报价.txt", b"hello")}
    address = f"/api/v1/{base}files/"
    return api.client.post(address, sent, headers={**api.headers, **headers})


def test_a_note_is_written_read_changed_and_deleted(api, base):
    made = api.post(f"{base}notes/", {"text": "换了皮带"})
    assert (made.status_code, made.json()["text"]) == (201, "换了皮带")
    one = f"{base}notes/{made.json()['id']}/"
    changed = api.patch(one, {"text": "换了轴承", "is_pinned": True}).json()
    assert (changed["text"], changed["is_pinned"]) == ("换了轴承", True)
    assert [row["text"] for row in api.get(f"{base}notes/").json()["rows"]] == ["换了轴承"]
    assert api.delete(one).status_code == 204
    assert api.get(f"{base}notes/").json()["rows"] == []


def test_a_note_is_answered_in_its_thread(api, base, lathe):
    first = api.post(f"{base}notes/", {"text": "换了皮带"}).json()
    assert first["reply_to"] is None
    said = api.post(f"{base}notes/", {"text": "哪一条？", "reply_to": first["id"]})
    assert (said.status_code, said.json()["reply_to"]) == (201, first["id"])

    elsewhere = {"text": "x", "reply_to": first["id"]}
    assert api.post(f"machine/{lathe.pk}/notes/", elsewhere).status_code == 404
    assert api.post(f"{base}notes/", {"text": "x", "reply_to": "one"}).status_code == 400


def test_a_note_sent_twice_under_one_key_is_written_once(api, base):
    for _time in range(2):
        assert api.post(f"{base}notes/", {"text": "x"}, Idempotency_Key="k").status_code == 201
    assert Note.objects.count() == 1


@pytest.mark.parametrize("body", [{}, {"text": 7}, {"text": None}])
def test_a_note_without_text_is_refused(api, base, body):
    assert api.post(f"{base}notes/", body).status_code == 400
    assert not Note.objects.exists()


def test_a_file_is_added_read_removed_and_restored(api, base):
    made = upload(api, base)
    assert (made.status_code, made.json()["media_type"]) == (201, "text/plain")
    one = f"{base}files/{made.json()['id']}/"
    answer = api.get(one)
    assert b"".join(answer.streaming_content) == b"hello"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert api.delete(one).status_code == 204
    assert api.get(one).status_code == 404
    assert api.post(f"{one}restore/").status_code == 200
    assert len(api.get(f"{base}files/").json()["rows"]) == 1


def test_without_a_file_nothing_is_kept(api, base):
    assert api.post(f"{base}files/", {"file": "x"}).status_code == 400
    assert not StoredFile.objects.exists()


def test_a_stranger_finds_none_of_it(api, stranger, base):
    note = api.post(f"{base}notes/", {"text": "x"}).json()["id"]
    stored = upload(api, base).json()["id"]
    for address in ("notes/", "files/", f"files/{stored}/"):
        assert stranger.get(base + address).status_code == 404, address
    assert stranger.post(f"{base}notes/", {"text": "y"}).status_code == 404
    assert upload(stranger, base).status_code == 404
    assert stranger.patch(f"{base}notes/{note}/", {"text": "y"}).status_code == 404
    for address in (f"notes/{note}/", f"files/{stored}/"):
        assert stranger.delete(base + address).status_code == 404, address
    assert stranger.post(f"{base}files/{stored}/restore/").status_code == 404
    assert Note.objects.get(deleted_at=None).text == "x"


def test_a_part_answers_under_its_own_record_only(api, base, lathe):
    note = api.post(f"{base}notes/", {"text": "x"}).json()["id"]
    stored = upload(api, base).json()["id"]
    other = f"machine/{lathe.pk}/"
    assert api.delete(f"{other}notes/{note}/").status_code == 404
    assert api.get(f"{other}files/{stored}/").status_code == 404
    assert api.post(f"{other}files/{stored}/restore/").status_code == 404


def test_the_description_names_notes_and_files(api):
    paths = api.get("openapi.json").json()["paths"]
    for tail in ("notes/", "notes/{part}/", "files/", "files/{part}/", "files/{part}/restore/"):
        assert f"/api/v1/machine/{{id}}/{tail}" in paths
