"""Pairs that may be one, and merges that can be taken back."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DuplicateState(models.TextChoices):
    """What people decided about a pair."""

    OPEN = "open", _("To review")
    MERGED = "merged", _("Merged")
    DIFFERENT = "different", _("Not the same")


class DuplicateCandidate(models.Model):
    """Two records of one noun that may be the same; ``score`` is a probability from 0 to 1.

    ``evidence`` lists, field by field, how alike they are and what it adds to the score.
    """

    noun = models.CharField(max_length=60)
    left_id = models.BigIntegerField()
    right_id = models.BigIntegerField()
    score = models.FloatField(_("Likeness"))
    evidence = models.JSONField(default=list)
    state = models.CharField(
        max_length=12, choices=DuplicateState.choices, default=DuplicateState.OPEN
    )
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        "platform.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["noun", "-score", "id"],
                condition=Q(state="open"),
                name="duplicate_queue",
            ),
            models.Index(fields=["noun", "right_id"], name="duplicate_right"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["noun", "left_id", "right_id"], name="duplicate_pair_once"
            ),
            models.CheckConstraint(
                condition=Q(left_id__lt=F("right_id")), name="duplicate_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.left_id} ~ {self.right_id}"


class MergeRecord(models.Model):
    """What one merge did, so that it can be undone exactly.

    ``before`` holds the kept record's values by column; ``moved`` lists the rows that were
    pointed at the kept record: [{"model", "column", "ids"}]. Rows that would have stood there
    twice stay with the record that is gone.
    """

    noun = models.CharField(max_length=60)
    kept_id = models.BigIntegerField()
    gone_id = models.BigIntegerField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    moved = models.JSONField(default=list)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(
        "platform.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["noun", "kept_id"], name="merge_kept"),
            models.Index(fields=["noun", "gone_id"], name="merge_gone"),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.gone_id} into {self.kept_id}"


class Erasure(models.Model):
    """The proof that a person's data were erased, holding nothing about the person."""

    noun = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    erased_at = models.DateTimeField()
    erased_by = models.ForeignKey(
        "platform.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return f"{self.noun} {self.record_id}"
