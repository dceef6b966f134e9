"""No text of a person is ever a pattern: what nobody can write, nobody can make slow."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FUNCTIONS = {
    "compile",
    "match",
    "search",
    "fullmatch",
    "sub",
    "subn",
    "split",
    "findall",
    "finditer",
}
SOURCES = [
    one
    for one in sorted((ROOT / "guanxi").rglob("*.py"))
    if "tests" not in one.parts and not one.name.startswith("test_")
]


# Made of words of the source, or of names whose every sign is taken for itself.
MADE = {
    "guanxi/customers/cards.py",
    "guanxi/platform/i18n/extraction.py",
    "guanxi/platform/records/naming.py",
    "guanxi/platform/search/readings.py",
}


def test_every_pattern_is_written_in_the_source():
    found = {
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        for call in patterns_in(ast.parse(path.read_text(encoding="utf-8")))
        if not is_written(call.args[0])
    }

    assert found == MADE


def test_a_pattern_made_of_what_somebody_typed_is_seen():
    typed = ast.parse("import re\ndef find(text, name):\n    return re.search(name, text)")

    assert [is_written(call.args[0]) for call in patterns_in(typed)] == [False]


def patterns_in(tree):
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner = node.func.value
        if isinstance(owner, ast.Name) and owner.id == "re" and node.func.attr in FUNCTIONS:
            yield node


def is_written(pattern):
    """Whether a pattern is a text of the source, or made of such and of constants."""
    if isinstance(pattern, ast.Constant):
        return True
    if isinstance(pattern, ast.Name):
        return pattern.id.isupper()
    if isinstance(pattern, ast.BinOp):
        return is_written(pattern.left) and is_written(pattern.right)
    if isinstance(pattern, ast.JoinedStr):
        return all(is_written(one) for one in pattern.values)
    return isinstance(pattern, ast.FormattedValue) and is_written(pattern.value)
