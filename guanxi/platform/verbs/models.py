"""Acts on many rows: what was asked, how each row went, and whether it was taken back."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Batch(models.Model):
    """One act on many rows. ``code`` marks its facts; ``chosen`` says which rows were meant.

    ``key_id`` is the API key that asked, where one did that stands for nobody.
    """

    class State(models.TextChoices):
        """Where an act on many rows stands."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    code = models.CharField(max_length=40, unique=True)
    noun = models.CharField(max_length=60)
    act = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    chosen = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    user = models.ForeignKey("platform.User", models.SET_NULL, null=True, related_name="+")
    key_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=80)
    job = models.ForeignKey("platform.Job", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "platform"
        indexes = [models.Index(fields=["user", "-created_at"], name="batch_of_user")]

    def __str__(self) -> str:
        return f"{self.act} {self.noun} {self.code}"


class BatchRow(models.Model):
    """How one row of a batch went."""

    class Outcome(models.TextChoices):
        """What became of a row."""

        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        UNDONE = "undone", _("Undone")
        KEPT = "kept", _("Not undone")

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows")
    record_id = models.BigIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    message = models.TextField(blank=True)

    class Meta:
        app_label = "platform"
        indexes = [models.Index(fields=["batch", "outcome", "id"], name="batchrow_by_outcome")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "record_id"], name="batchrow_once"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.record_id} {self.outcome}"
