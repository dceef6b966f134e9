"""Whom a text mentions: @name or @username."""

import re
from collections.abc import Mapping

from guanxi.platform.actors.models import User

_MENTION = re.compile(r"(?<![\w@.])@([^\s@,，。;；:：!！?？()（）\[\]<>\"'“”]{1,80})")


def mentioned_in(text: str) -> set[int]:
    """The ids of the active people that ``text`` mentions."""
    written = _MENTION.findall(text)
    if not written:
        return set()
    names: dict[str, int] = {}
    people = User.objects.filter(is_active=True).order_by("-pk")
    for pk, username, name in people.values_list("pk", "username", "name"):
        names[name.replace(" ", "").casefold()] = pk
        names[username.casefold()] = pk
    found = {_longest(word.casefold(), names) for word in written}
    return {pk for pk in found if pk is not None}


def _longest(word: str, names: Mapping[str, int]) -> int | None:
    """Chinese is written without spaces: “@李娜看一下” mentions 李娜."""
    for end in range(len(word), 0, -1):
        head = word[:end]
        is_whole = end == len(word) or not (head[-1].isascii() and word[end].isascii())
        if head in names and (is_whole or not word[end].isalnum()):
            return names[head]
    return None
