"""A scanner on a socket, speaking as clamd does, sees every file before it is kept."""

import io
import socket
import threading

import pytest
from django.utils.translation import override

from guanxi.platform.errors import RuleBroken
from guanxi.platform.files.models import StoredFile
from guanxi.platform.files.storing import attach_file

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    with override("en"):
        yield


def take(door, heard):
    """Answers one INSTREAM by the book: pieces by length, a piece of none at the end."""
    caller, _ = door.accept()
    with caller, caller.makefile("rb") as said:
        assert said.read(10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(said.read(4), "big"):
            content += said.read(length)
        heard.append(content)
        found = b"EICAR" in content
        caller.sendall(b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0")


@pytest.fixture
def scanner(settings, tmp_path):
    where = tmp_path / "clamd.sock"
    heard = []
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(where))
        door.listen()
        thread = threading.Thread(target=take, args=(door, heard), daemon=True)
        thread.start()
        settings.CLAMD = str(where)
        yield heard


def attach(machine, press, ana, at, content):
    return attach_file(machine, press.pk, "a.pdf", io.BytesIO(content), actor=ana, at=at)


def on_disk(settings):
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_a_clean_file_is_kept(scanner, machine, press, ana, at):
    content = b"%PDF-1.7 " + b"x" * 200_000
    assert attach(machine, press, ana, at, content).size == len(content)
    assert scanner == [content]


def test_a_file_with_a_virus_leaves_nothing_behind(scanner, machine, press, ana, at, settings):
    with pytest.raises(RuleBroken, match="found something"):
        attach(machine, press, ana, at, EICAR)
    assert not StoredFile.objects.exists()
    assert on_disk(settings) == []


@pytest.mark.parametrize("where", ["/nowhere/clamd.sock", "127.0.0.1:9"])
def test_while_the_scanner_is_away_no_file_comes_in(settings, machine, press, ana, at, where):
    settings.CLAMD = where
    with pytest.raises(RuleBroken, match="cannot be reached"):
        attach(machine, press, ana, at, b"%PDF-1.7")
    assert on_disk(settings) == []
