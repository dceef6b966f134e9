"""Files that cannot be brought in, and the command that brings in those that can."""

import orjson
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from guanxi.platform.actors.models import User
from guanxi.platform.custom.models import CustomNoun
from guanxi.platform.definitions.carrying import bring_in, foresee
from guanxi.platform.definitions.document import as_file, definitions, read_file
from guanxi.platform.definitions.tests.samples import EMPTY, SAMPLE
from guanxi.platform.errors import Denied, RuleBroken


def written(actor):
    return as_file(definitions(actor=actor))


def told(steps):
    return {(one.part.key, *one.name): (one.state, str(one.why)) for one in steps}


def states(steps):
    return {one.state for one in steps}


@pytest.fixture
def sample():
    return read_file(orjson.dumps(SAMPLE))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"format": "guanxi-definitions", "version": 2}',
        b'{"format": "guanxi-definitions", "version": 1, "spells": []}',
        b'{"format": "guanxi-definitions", "version": 1, "roles": {}}',
    ],
)
def test_any_other_file_is_refused_in_words(db, content):
    with pytest.raises(RuleBroken):
        read_file(content)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("roles", 7),
        ("roles", {"code": []}),
        ("roles", {"code": "x", "grants": {"account.read": 3}}),
        ("roles", {"code": "x", "grants": {"account.read": "galaxy"}}),
        (
            "fields",
            {"noun": "account", "name": "x", "type": "number", "settings": {"decimals": "a"}},
        ),
        ("fields", {"noun": "account", "name": "x", "label_zh": "x", "type": "spell"}),
        ("fields", {"noun": "nothing", "name": "x", "label_zh": "x", "type": "number"}),
        ("fields", {"noun": "account", "name": "name", "label_zh": "x", "type": "number"}),
        (
            "views",
            {"noun": "account", "reach": "public", "label_zh": "x", "filter": {"field": "?"}},
        ),
        ("views", {"noun": "account", "reach": "private", "label_zh": "x"}),
        ("record_types", {"key": "user", "label_zh": "x"}),
        ("record_types", {"key": "account", "label_zh": "x"}),
        ("board_limits", {"noun": "account", "field": "?"}),
        ("stage_ages", {"noun": "account", "field": "?"}),
        ("forms", {"noun": "account", "sections": [{"zh": "x", "fields": ["?"]}]}),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(admin, at, part, said):
    before = written(admin)
    document = read_file(orjson.dumps({**EMPTY, part: [said]}))

    (step,) = foresee(document, actor=admin, at=at)

    assert step.state == "impossible" and step.why
    with pytest.raises(RuleBroken):
        bring_in(document, actor=admin, at=at)
    assert written(admin) == before


def test_only_an_administrator_writes_or_brings_in(sample, ana, at):
    for act in (
        lambda: definitions(actor=ana),
        lambda: foresee(sample, actor=ana, at=at),
        lambda: bring_in(sample, actor=ana, at=at),
    ):
        with pytest.raises(Denied):
            act()


def test_by_command_from_file_to_house(sample, admin, at, tmp_path, capsys):
    path = tmp_path / "definitions.json"
    path.write_bytes(orjson.dumps(SAMPLE))

    call_command("definitions", "import", str(path), "--dry-run")
    assert "14 new" in capsys.readouterr().out and not CustomNoun.objects.exists()
    call_command("definitions", "import", str(path))
    call_command("definitions", "export", str(path))

    assert path.read_bytes() == written(admin)


def test_a_command_that_cannot_says_why_and_changes_nothing(admin, tmp_path):
    path = tmp_path / "definitions.json"
    path.write_bytes(orjson.dumps({**EMPTY, "roles": [{"code": "x", "is_administrator": True}]}))

    with pytest.raises(CommandError, match="x"):
        call_command("definitions", "import", str(path))
    with pytest.raises(CommandError):
        call_command("definitions", "import", str(tmp_path / "none.json"))
    assert User.objects.count() == 1
