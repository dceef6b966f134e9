"""``{% kept KEY … %}…{% endkept %}``: a part of a page that is written once for each set of keys.

The part may depend on nothing but its keys, the language and the record types in force.
"""

from collections import OrderedDict
from itertools import count
from typing import Any

from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from guanxi.platform.custom.schema import schema_version

MOST = 4_000
_numbers = count()
_written: "OrderedDict[tuple[Any, ...], SafeString]" = OrderedDict()


class Kept(Node):
    """A part of a template that is remembered by its keys."""

    def __init__(self, keys: list[FilterExpression], parts: NodeList) -> None:
        self.keys, self.parts, self.number = keys, parts, next(_numbers)

    def render(self, context: Context) -> SafeString:
        """The part as it was written for these keys, or written now."""
        values = tuple([str(key.resolve(context)) for key in self.keys])
        key = (self.number, get_language(), schema_version(), *values)
        found = _written.get(key)
        if found is None:
            found = mark_safe(self.parts.render(context))  # noqa: S308 - the template's own output
            _written[key] = found
            if len(_written) > MOST:
                _written.popitem(last=False)
        return found


def kept(parser: Parser, token: Token) -> Kept:
    """The tag: its words are the keys, its body the part."""
    keys = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    parts = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(keys, parts)
