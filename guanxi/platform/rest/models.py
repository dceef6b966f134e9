"""What is kept so that a request sent twice happens once."""

from django.db import models


class KeptAnswer(models.Model):
    """The first answer to an Idempotency-Key; ``status`` is 0 while the request is at work."""

    caller = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    content_type = models.CharField(max_length=60, blank=True)
    body = models.BinaryField(default=bytes)
    location = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "platform"
        constraints = [
            models.UniqueConstraint(fields=["caller", "key"], name="kept_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.caller} {self.key}"
