"""The reference pages tell the truth about the code."""

import re
from pathlib import Path

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
