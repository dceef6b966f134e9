"""Which texts a room shows to people, read from its Python files and its templates."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

# What each function's leading arguments are.
ROLES = {
    "_": ("singular",),
    "gettext": ("singular",),
    "ngettext": ("singular", "plural"),
    "pgettext": ("context", "singular"),
    "npgettext": ("context", "singular", "plural"),
}
LITERAL = r"""u?'(?:\\.|[^'\\])*'|u?"(?:\\.|[^"\\])*\""""
CALL = re.compile(rf"\b(?:{'|'.join(ROLES)})\((?:{LITERAL}|[\w\s,])*\)")


@dataclass(frozen=True, order=True)
class Text:
    """One text to translate, as gettext identifies it: context, singular and plural."""

    singular: str
    plural: str = ""
    context: str = ""


def texts_of(room: Path) -> set[Text]:
    """Every text that the room's own code and templates show."""
    found = {
        text
        for path in _python_files(room)
        for text in python_texts(path.read_text(encoding="utf-8"))
    }
    for path in _template_files(room):
        found.update(template_texts(path.read_text(encoding="utf-8")))
    return found


def python_texts(source: str) -> Iterator[Text]:
    """The texts that a Python file passes to gettext or one of its relatives."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _text_of_call(node)


def template_texts(source: str) -> Iterator[Text]:
    """The texts between a template's translate and blocktranslate tags."""
    for call in CALL.findall(templatize(source)):
        yield from python_texts(call)


def _text_of_call(call: ast.Call) -> Iterator[Text]:
    roles = ROLES.get(_called(call.func).removesuffix("_lazy").removesuffix("_noop"), ())
    literals = [node.value for node in call.args if isinstance(node, ast.Constant)]
    named = {role: text for role, text in zip(roles, literals, strict=False) if text}
    if named and len(named) == len(roles):
        yield Text(**{role: str(text) for role, text in named.items()})


def _called(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _python_files(room: Path) -> Iterator[Path]:
    skipped = {"tests", "migrations"}
    return (p for p in sorted(room.rglob("*.py")) if not skipped & set(p.relative_to(room).parts))


def _template_files(room: Path) -> Iterator[Path]:
    kinds = {".html", ".txt"}
    return (
        path
        for path in sorted(room.rglob("*"))
        if path.suffix in kinds and "templates" in path.relative_to(room).parts
    )
