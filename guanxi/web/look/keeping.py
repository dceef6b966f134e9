"""``{% kept KEY … %}…{% endkept %}``: a part of a page that is written once for each set of keys.

The part may depend on nothing but its keys, the language and the record types in force.
"""

import threading
from collections import OrderedDict
from collections.abc import Sized
from itertools import count
from typing import Any, Generic, TypeVar

from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from guanxi.platform.custom.schema import loaded_version

# In characters, two bytes each in a Chinese page; what was not asked for the longest goes.
MOST = 8_000_000
_numbers = count()
Key = tuple[Any, ...]
P = TypeVar("P", bound=Sized)


class Parts(Generic[P]):
    """The parts that were written last, as many as fit into a length."""

    def __init__(self, most: int) -> None:
        self.most, self.length = most, 0
        self._parts: OrderedDict[Key, P] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> P | None:
        """What was kept under the key, if it is still there."""
        with self._lock:
            found = self._parts.get(key)
            if found is not None:
                self._parts.move_to_end(key)
            return found

    def keep(self, key: Key, part: P) -> None:
        """Keep the part under the key; what was not asked for the longest makes room."""
        with self._lock:
            before = self._parts.pop(key, None)
            self.length += _length(key, part) - (_length(key, before) if before is not None else 0)
            self._parts[key] = part
            while self.length > self.most:
                self.length -= _length(*self._parts.popitem(last=False))


def _length(key: Key, part: Sized) -> int:
    return len(part) + sum(len(one) for one in key if isinstance(one, str))


_written: Parts[SafeString] = Parts(MOST)


class Kept(Node):
    """A part of a template that is remembered by its keys."""

    def __init__(self, keys: list[FilterExpression], parts: NodeList) -> None:
        self.keys, self.parts, self.number = keys, parts, next(_numbers)

    def render(self, context: Context) -> SafeString:
        """The part as it was written for these keys, or written now."""
        values = tuple([str(key.resolve(context)) for key in self.keys])
        # Every request has loaded the schema; a page that says it has no database asks for none.
        key = (self.number, get_language(), loaded_version(), *values)
        found = _written.get(key)
        if found is None:
            found = mark_safe(self.parts.render(context))  # noqa: S308 - the template's own output
            _written.keep(key, found)
        return found


def kept(parser: Parser, token: Token) -> Kept:
    """The tag: its words are the keys, its body the part."""
    keys = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    parts = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(keys, parts)
