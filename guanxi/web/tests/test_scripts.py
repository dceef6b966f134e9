"""Our scripts take over no keys from foreign objects, so that no prototype is polluted."""

import re
from pathlib import Path

import pytest

import guanxi.web

ELEMENTS = sorted((Path(guanxi.web.__file__).parent / "static/web/elements").glob("*.js"))
MERGES = (
    r"Object\.(assign|setPrototypeOf|defineProperty|defineProperties|fromEntries)",
    r"__proto__",
    r"\bprototype\b",
    r"Reflect\.",
    r"\{\s*\.\.\.",
    r"\bfor\s*\((?:const|let|var)\s+[^)]*\sin\s",
    r"\bstructuredClone\b",
    r"\beval\(|\bnew Function\b",
)
# Written under a key that is no literal: a place in a list, and the width of a column, a number.
BY_KEY = {("board.js", "stood[at] ="), ("columns.js", "widths[head.dataset.col] =")}
ASSIGNED = re.compile(r"([\w.]+\[[^\]\"'\d][^\]]*\] *=)(?![=>])")


@pytest.mark.parametrize("script", ELEMENTS, ids=lambda one: one.name)
def test_no_script_merges_foreign_objects(script):
    text = script.read_text(encoding="utf-8")

    assert [one for one in MERGES if re.search(one, text)] == []
    assert {(script.name, one) for one in ASSIGNED.findall(text)} <= BY_KEY


def test_the_pattern_knows_a_merge_when_it_sees_one():
    assert ASSIGNED.findall("into[key] = from[key];") == ["into[key] ="]
    assert ASSIGNED.findall('list[0] = 1; a[key] === b; (x) => y[x]; one["a"] = 2') == []
    assert len(ELEMENTS) > 20
