"""What an import is, what it refused, and what it remembers for the next file."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One file on its way into the books, with its place after every batch.

    ``mapping`` maps a column of the file to a field; ``checkpoint`` is the last row whose effects
    are in the database; ``report`` counts changes, problems and oddities by code. The facts of a
    run carry its ``batch``, which is how it is undone. ``share`` is how much of the file is in,
    0 to 1; ``resumed_at`` and ``resumed_share`` are where it was when it last began or went on.
    ``trial`` is the run that only tried what this one does.
    """

    class State(models.TextChoices):
        """Where an import stands."""

        DRAFT = "draft", _("To be mapped")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    target = models.CharField(max_length=60)
    file_name = models.CharField(max_length=255)
    path = models.CharField(max_length=500)
    digest = models.CharField(max_length=64)
    size = models.BigIntegerField()
    header = models.JSONField(default=list)
    choices = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    checkpoint = models.BigIntegerField(default=0)
    share = models.FloatField(default=0)
    read = models.BigIntegerField(default=0)
    created = models.BigIntegerField(default=0)
    updated = models.BigIntegerField(default=0)
    skipped = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    report = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    user = models.ForeignKey("platform.User", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    resumed_at = models.DateTimeField(null=True)
    resumed_share = models.FloatField(default=0)
    finished_at = models.DateTimeField(null=True)
    trial = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["user", "-made_at"], name="import_of_user")]

    def __str__(self) -> str:
        return f"{self.file_name} → {self.target}"

    @property
    def batch(self) -> str:
        """The mark on every fact of this run."""
        return f"import:{self.pk}"


class RejectedRow(models.Model):
    """A row that was not taken, as it stands in the file, until somebody corrects it."""

    class State(models.TextChoices):
        """What became of a rejected row."""

        WAITING = "waiting", _("To be corrected")
        TAKEN = "taken", _("Taken")
        DROPPED = "dropped", _("Dropped")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rejected_rows")
    number = models.BigIntegerField()
    cells = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="rejected_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.number}"


class Counterpart(models.Model):
    """A record of other books by its number there, and the record that it is here.

    ``books`` is the mark that their exact files carry.
    """

    books = models.CharField(max_length=12)
    noun = models.CharField(max_length=60)
    number = models.BigIntegerField()
    record_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["books", "noun", "number"], name="counterpart_once"),
        ]
        indexes = [models.Index(fields=["noun", "record_id"], name="counterpart_of_record")]

    def __str__(self) -> str:
        return f"{self.books} {self.noun} {self.number} → {self.record_id}"


class MappingMemory(models.Model):
    """How files with this header were mapped the last time."""

    target = models.CharField(max_length=60)
    signature = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "signature"], name="mapping_memory_once"),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.signature[:8]}"
