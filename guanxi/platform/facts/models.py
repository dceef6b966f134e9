"""One row for each thing that happened, and what is still to be told of it."""

from django.db import models


class Fact(models.Model):
    """Something that happened, written in the transaction of the change itself.

    ``changes`` maps a field to [before, after] as JSON values; ``data`` holds what else the
    fact says. ``cause`` is the fact that led to this one; ``batch`` groups the facts of one
    import, or of one row of a bulk action ("code/7").
    """

    at = models.DateTimeField()
    kind = models.CharField(max_length=80)
    noun = models.CharField(max_length=60)
    record_id = models.BigIntegerField(null=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=80, blank=True)
    changes = models.JSONField(default=dict)
    data = models.JSONField(default=dict)
    cause_id = models.BigIntegerField(null=True)
    batch = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["noun", "record_id"], name="fact_of_record"),
            models.Index(fields=["batch"], condition=~models.Q(batch=""), name="fact_of_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"


class Delivery(models.Model):
    """A fact on its way to one subscriber; claimed with a lease, repeated until it is done."""

    class State(models.TextChoices):
        """Where a delivery stands."""

        WAITING = "waiting"
        DONE = "done"
        WITHHELD = "withheld"
        STUCK = "stuck"

    fact = models.ForeignKey(Fact, models.CASCADE, related_name="deliveries")
    subscriber = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(state="waiting"), name="delivery_due"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["fact", "subscriber"], name="delivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self.fact_id} to {self.subscriber}: {self.state}"
