"""What the types of fields are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

TYPES: Mapping[str, Promise] = {
    "text": pgettext_lazy("field type", "Text"),
    "long": pgettext_lazy("field type", "Long text"),
    "number": pgettext_lazy("field type", "Number"),
    "money": pgettext_lazy("field type", "Money"),
    "boolean": pgettext_lazy("field type", "Yes or no"),
    "date": pgettext_lazy("field type", "Date"),
    "datetime": pgettext_lazy("field type", "Date and time"),
    "choice": pgettext_lazy("field type", "Choice"),
    "multi": pgettext_lazy("field type", "Several choices"),
    "relation": pgettext_lazy("field type", "Relation"),
    "user": pgettext_lazy("field type", "Colleague"),
    "team": pgettext_lazy("field type", "Team"),
    "phone": pgettext_lazy("field type", "Phone"),
    "email": pgettext_lazy("field type", "E-mail"),
    "url": pgettext_lazy("field type", "Web address"),
    "address": pgettext_lazy("field type", "Address"),
    "file": pgettext_lazy("field type", "File"),
    "formula": pgettext_lazy("field type", "Formula"),
    "rollup": pgettext_lazy("field type", "Roll-up"),
}
