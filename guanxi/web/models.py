"""What people arrange for themselves on screen."""

from django.db import models


class Visit(models.Model):
    """The last time a person opened a record; feeds the palette and the way back."""

    user = models.ForeignKey("platform.User", models.CASCADE, related_name="+")
    noun = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "noun", "record_id"], name="visit_once"),
        ]
        indexes = [models.Index(fields=["user", "-at"], name="visit_recent")]

    def __str__(self) -> str:
        return f"{self.noun} {self.record_id}"
