"""The table of security requirements names tests that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs" / "reference" / "asvs.md"
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(\w+)`", TABLE.read_text(encoding="utf-8"))))


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_every_test_in_the_table_exists(path, name):
    file = ROOT / path
    assert file.exists(), path
    assert re.search(rf"^\s*def {name}\(", file.read_text(encoding="utf-8"), re.MULTILINE), name


def test_the_chapters_claimed_at_level_three_are_complete():
    listed = set(re.findall(r"^\| (\d+\.\d+\.\d+) \|", TABLE.read_text(encoding="utf-8"), re.M))
    chapters = {"8.1": 4, "8.2": 4, "8.3": 3, "8.4": 2, "16.1": 1, "16.2": 5, "16.3": 4}
    chapters |= {"16.4": 3, "16.5": 4}
    wanted = {f"{part}.{n}" for part, last in chapters.items() for n in range(1, last + 1)}
    assert wanted <= listed
