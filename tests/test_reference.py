"""The reference pages tell the truth about the code."""

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest

from guanxi.insight.registry import MEASURES
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.verbs.verb import verbs_of

ROOT = Path(__file__).resolve().parents[1]
NAMED_TEST = re.compile(r"`([\w/]+\.py)::(\w+)`")


def test_every_test_named_in_the_reference_exists():
    named = [
        match.groups()
        for page in sorted((ROOT / "docs").rglob("*.md"))
        for match in NAMED_TEST.finditer(page.read_text(encoding="utf-8"))
    ]

    gone = [
        f"{path}::{name}"
        for path, name in named
        if f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]

    assert named
    assert gone == []


def test_every_class_of_hole_names_a_test():
    rows = re.findall(r"^\| (\d+) \|(.*)$", reference("holes"), re.MULTILINE)

    assert [int(number) for number, _row in rows] == [*range(1, 18)]
    assert [number for number, row in rows if not NAMED_TEST.search(row)] == []


def test_every_setting_has_its_line():
    sources = [*ROOT.glob("guanxi/**/*.py"), *ROOT.glob("tests/**/*.py"), ROOT / "bin" / "_setup"]
    used = {
        name
        for source in sources
        for name in re.findall(r"\bGUANXI_[A-Z][A-Z_]+", source.read_text(encoding="utf-8"))
    }
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    between_processes = {"GUANXI_LISTENER", "GUANXI_LIFELINE"}

    assert used - set(re.findall(r"GUANXI_[A-Z_]+", page)) - between_processes == set()


def test_every_command_has_its_line():
    files = ROOT.glob("guanxi/*/management/commands/*.py")
    commands = {one.stem for one in files if one.stem != "__init__"}

    assert set(re.findall(r"`bin/guanxi (\w+)", reference("commands"))) == commands | {"COMMAND"}


def test_every_measure_has_its_line_with_classes_and_settings():
    lines = {re.findall(r"`(\w+)`", line)[0]: line for line in rows_of(reference("measures"))}

    assert set(lines) == {one.key for one in MEASURES}
    for one in MEASURES:
        settings = {field.name for field in dataclasses.fields(one.parameters)}
        named = set(re.findall(r"`(\w+)`", lines[one.key]))
        assert {group.key for group in one.classes} | settings <= named, one.key


@pytest.mark.django_db
def test_every_record_type_is_told_with_its_fields_and_verbs():
    head, *sections = re.split(r"^## ", reference("records"), flags=re.MULTILINE)
    told = {text.partition("\n")[0]: head + text for text in sections}

    assert set(told) == set(nouns())
    for key, noun in nouns().items():
        assert names_of(noun) - set(re.findall(r"`(\w+)`", told[key])) == set(), key


def test_every_decision_has_a_number_and_stands_in_the_index():
    folder = ROOT / "docs" / "decisions"
    pages = sorted(one for one in folder.glob("*.md") if one.name != "README.md")
    index = re.findall(r"\[(\d{3}) .+?\]\((.+?)\)", (folder / "README.md").read_text("utf-8"))

    assert index == [(one.name[:3], one.name) for one in pages]
    for one in pages:
        assert one.read_text("utf-8").startswith(f"# {one.name[:3]} "), one.name


def names_of(noun: Noun[Any]) -> set[str]:
    """The fields that a noun declares and the verbs that it has."""
    fields = {name for name in noun.fields if not name.startswith("profile_")}
    return fields | {one.name for one in verbs_of(noun)}


def reference(page: str) -> str:
    return (ROOT / "docs" / "reference" / f"{page}.md").read_text(encoding="utf-8")


def rows_of(page: str) -> list[str]:
    return [line for line in page.splitlines() if line.startswith("| `")]
