"""What the measures keep of each customer: one table, built from what the measures declare."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from guanxi.insight.measures import UNKNOWN, UNKNOWN_NAME, Column
from guanxi.insight.registry import CUSTOMER_MEASURES
from guanxi.platform.glossary.saying import WORDS
from guanxi.platform.nouns.registry import lend_fields
from guanxi.platform.records.erasing import on_erase

COLUMNS: Mapping[str, Column] = {
    column.name: column for measure in CUSTOMER_MEASURES for column in measure.profile
}
CLASSES = tuple(name for name, column in COLUMNS.items() if column.is_class)
KEY_LENGTH = 24
INDEX_NAME_LENGTH = 30
COMPUTED_AS_OF = _("Classes as of")
_COMPUTED: Mapping[str, Any] = {"required": False, "editable": False, "default": None}


class Profile(models.Model):
    """One row per customer: its classes and the figures behind them, as of a day.

    Its further columns are those of the measures. Written only by insight, in bulk. Money is in
    minor units of the firm's currency. `reasons` holds the figures of each measure; `digest` tells
    whether a row would change.
    """

    account = models.OneToOneField(
        "customers.Account", models.CASCADE, primary_key=True, related_name="profile"
    )
    reasons = models.JSONField(default=dict)
    as_of = models.DateField(COMPUTED_AS_OF)
    digest = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=[name], name=f"profile_{name}"[:INDEX_NAME_LENGTH])
            for name in CLASSES
            if COLUMNS[name].is_indexed
        ]

    def __str__(self) -> str:
        return f"{self.account_id}"


def lend() -> None:
    """Make every column a field of the customer, and the day of them: to read, never to write."""
    columns = [(f"profile__{one.name}", _declared(one)) for one in COLUMNS.values()]
    lend_fields("account", [*columns, ("profile__as_of", {**_COMPUTED, "label": COMPUTED_AS_OF})])


@on_erase("profile")
def forget(noun: str, record_id: int, at: Any) -> int:
    """Empty the figures behind the classes of a customer whose data are erased."""
    if noun != "account":
        return 0
    return Profile.objects.filter(pk=record_id).update(reasons={})


def _stored(column: Column) -> "models.Field[Any, Any]":
    """The database column that keeps the values of a profile column."""
    label: Any = column.label
    if column.is_class:
        options = [*((str(one.key), one.label) for one in column.classes), (UNKNOWN, UNKNOWN_NAME)]
        return models.CharField(label, max_length=KEY_LENGTH, choices=options, default=UNKNOWN)
    if column.kind == "text":
        return models.CharField(label, max_length=40, null=True)
    if column.kind == "small":
        return models.SmallIntegerField(label, null=True)
    kinds: dict[str, type[models.Field[Any, Any]]] = {
        "count": models.IntegerField,
        "percent": models.SmallIntegerField,
        "decimal": models.FloatField,
        "money": models.BigIntegerField,
        "day": models.DateField,
    }
    return kinds[column.kind](label, null=True)


def _declared(column: Column) -> dict[str, Any]:
    kinds: dict[str, dict[str, Any]] = {"money": {"type": "money"}, "text": {"spoken": WORDS}}
    more = kinds.get(column.kind, {})
    tones = {str(one.key): one.tone for one in column.classes if one.tone}
    if tones:
        more = {**more, "tones": {UNKNOWN: "ash", **tones}}
    return {**_COMPUTED, **more}


for _column in COLUMNS.values():
    _stored(_column).contribute_to_class(Profile, _column.name)
