"""`{% load signin %}`: what the pages of signing in need of a form."""

from django import template
from django.forms import BaseForm, BoundField
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
    """The field's control in the look of the house, marked when it is wrong, ready to type in."""
    attributes: dict[str, str | bool] = {
        "class": "check" if is_check(field) else "input",
        "placeholder": "",
    }
    if field.errors:
        attributes["aria-invalid"] = "true"
    attributes["autofocus"] = field.name == _awaited(field.form)
    return field.as_widget(attrs=attributes)


def _awaited(form: BaseForm) -> str:
    """The field that a page waits for: the first that is wrong, else the first empty one."""
    fields = form.visible_fields()
    wrong = [one.name for one in fields if one.errors]
    empty = [one.name for one in fields if _is_empty(one)]
    return next(iter([*wrong, *empty]), "")


def _is_empty(field: BoundField) -> bool:
    """Whether nothing stands in the control; what was typed as a password is never sent back."""
    is_secret = getattr(field.field.widget, "input_type", "") == "password"
    return not is_check(field) and (is_secret or not field.value())
