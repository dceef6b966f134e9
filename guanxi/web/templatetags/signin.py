"""`{% load signin %}`: what the pages of signing in need of a form."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()

BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def browser(user_agent: str) -> str:
    """The browser and the system that a session signed in from; the whole text where unknown."""
    told = [
        next((name for mark, name in known if mark in user_agent), "")
        for known in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, told)) or user_agent[:60]


@register.filter
def is_check(field: BoundField) -> bool:
    """Whether the field is a box to tick."""
    return getattr(field.field.widget, "input_type", "") in ("checkbox", "radio")


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's control in the look of the house, marked when it is wrong."""
    attributes: dict[str, str | bool] = {
        "class": "check" if is_check(field) else "input",
        "placeholder": "",
    }
    if field.errors:
        attributes["aria-invalid"] = "true"
    return field.as_widget(attrs=attributes)
