"""Icons of the house, drawn from one sprite."""

from functools import cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString


@cache
def icon(name: str, size: str = "") -> SafeString:
    """The SVG of one icon; it takes the colour of the text beside it."""
    classes = f"icon {size}".rstrip()
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        classes,
        static("web/icons.svg"),
        name,
    )
