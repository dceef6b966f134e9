"""What every record has, whatever its noun."""

from typing import Any

from django.db import models

# The field that tells since when a record stands in the stage its board goes by.
STANDING = "stage_since"


class Record(models.Model):
    """A row that people keep: versioned, recoverable and open to custom fields."""

    custom = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "platform.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(
        "platform.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class OwnedRecord(Record):
    """A record that belongs to a person and a team, from which its rights follow."""

    owner = models.ForeignKey(
        "platform.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    team = models.ForeignKey(
        "platform.Team", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class Staged(models.Model):
    """A record that stands on a board, and keeps since when it is in its stage."""

    stage_since = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def living(**conditions: Any) -> models.Q:
    """The condition of not being in the recycle bin."""
    return models.Q(deleted_at=None, **conditions)
