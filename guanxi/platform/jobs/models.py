"""Work that outlives the request that asked for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of work: who asked, how far it is, what came of it.

    ``checkpoint`` is where a repeated run goes on. ``lease_holder`` is the run that may change
    the row now; every other one has lost it. ``dedupe_key`` is unique among unfinished jobs.
    """

    class State(models.TextChoices):
        """Where a job stands."""

        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    class Lane(models.TextChoices):
        """Which thread of a worker takes it, so that a long import holds up no short work."""

        QUICK = "quick"
        LONG = "long"

    kind = models.CharField(max_length=80)
    lane = models.CharField(max_length=10, choices=Lane.choices)
    title = models.CharField(max_length=200, blank=True)
    args = models.JSONField(default=dict)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    done_count = models.PositiveBigIntegerField(default=0)
    total_count = models.PositiveBigIntegerField(null=True)
    result = models.JSONField(default=dict)
    checkpoint = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    trace = models.TextField(blank=True)
    attempts = models.PositiveIntegerField(default=0)
    dedupe_key = models.CharField(max_length=120, blank=True)
    cancel_requested = models.BooleanField(default=False)
    lease_holder = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    run_after = models.DateTimeField()
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "platform"
        indexes = [
            models.Index(
                fields=["lane", "run_after"],
                condition=models.Q(state__in=["queued", "running"]),
                name="job_unfinished",
            ),
            models.Index(fields=["actor_id", "-created_at"], name="job_of_actor"),
            models.Index(fields=["finished_at"], name="job_finished"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe_key"],
                condition=models.Q(state__in=["queued", "running"]) & ~models.Q(dedupe_key=""),
                name="job_dedupe_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.state}"

    @property
    def is_finished(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED, self.State.CANCELLED)


class Schedule(models.Model):
    """Work that comes again: the next time it is due, and whether it is switched on."""

    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=80)
    args = models.JSONField(default=dict)
    cron = models.CharField(max_length=80, blank=True)
    every_seconds = models.PositiveIntegerField(null=True)
    is_enabled = models.BooleanField(default=True)
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "platform"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cron="", every_seconds__isnull=False)
                | (~models.Q(cron="") & models.Q(every_seconds__isnull=True)),
                name="schedule_by_cron_or_interval",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.cron or self.every_seconds}"
