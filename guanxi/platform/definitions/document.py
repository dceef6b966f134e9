"""All definitions of this house as one file, and the reading of such a file."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.definitions.parts import parts
from guanxi.platform.errors import RuleBroken
from guanxi.platform.rights.administering import require_administrator

FORMAT, VERSION = "guanxi-definitions", 1
LARGEST = 2 << 20
OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
Document = dict[str, Any]


def definitions(*, actor: Actor) -> Document:
    """Every definition of this house by its part, in a stable order, without a number of a row."""
    require_administrator(actor)
    said: Document = {part.key: part.written() for part in parts()}
    return {"format": FORMAT, "version": VERSION, **said}


def as_file(document: Mapping[str, Any]) -> bytes:
    """The definitions as the bytes of a file; the same definitions are the same bytes."""
    return orjson.dumps(document, option=OPTIONS)


def read_file(content: bytes) -> Document:
    """The definitions in a file; RuleBroken says why it holds none that can be read here."""
    if len(content) > LARGEST:
        raise RuleBroken(_("This file is larger than any file of definitions."))
    try:
        found = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise RuleBroken(_("This is no file of definitions: it is not written in JSON.")) from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise RuleBroken(_("This is no file of definitions that an installation has written."))
    if found.get("version") != VERSION:
        raise RuleBroken(
            _("A newer version has written this file. Update this installation first.")
        )
    known = {part.key for part in parts()}
    for key, said in found.items():
        if key in {"format", "version"}:
            continue
        if key not in known or not isinstance(said, list):
            raise RuleBroken(_("The file holds “%(part)s”, which is not known.") % {"part": key})
    return {part.key: found.get(part.key, []) for part in parts()}
