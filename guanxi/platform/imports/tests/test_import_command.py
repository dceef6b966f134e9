"""`bin/guanxi import` prints its report in the language of the shell, or the one asked for."""

import json

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def file(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    path = tmp_path / "firms.csv"
    path.write_text("name,phone\n甲公司,1\n")
    return path


@pytest.fixture
def printed(db, file, capsys, monkeypatch):
    def run(shell="", **options):
        for name in ("LC_ALL", "LC_MESSAGES"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("LANG", shell)
        call_command("import", str(file), target="account", dry_run=True, **options)
        return json.loads(capsys.readouterr().out)["problems"][0]

    return run


@pytest.mark.parametrize(
    ("shell", "options", "label"),
    [
        ("en_US.UTF-8", {}, "Phone"),
        ("zh_CN.UTF-8", {}, "电话"),
        ("zh_CN.UTF-8", {"language": "en"}, "Phone"),
        ("en_US.UTF-8", {"language": "zh-hans"}, "电话"),
    ],
)
def test_labels_follow_the_shell_and_keys_stay(printed, shell, options, label):
    told = printed(shell, **options)

    assert (told["field"], told["code"], told["label"]) == ("phone", "bad_phone", label)


def test_an_import_that_is_not_there_is_said_so(db):
    with pytest.raises(CommandError, match="no such import: 7"):
        call_command("import", resume=7)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"encoding": "foo"}, "no encoding “foo”"),
        ({"encoding": "base64"}, "no encoding “base64”"),
        ({"map": ["name"]}, "COLUMN=FIELD, not name"),
    ],
)
def test_an_option_that_cannot_be_is_said_so(db, file, options, told):
    with pytest.raises(CommandError, match=told):
        call_command("import", str(file), target="account", language="en", **options)
