"""`{% load signin %}`: what the pages of signing in need of a form."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


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
