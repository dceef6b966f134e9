"""Which customers their owners were warned of, so that nobody is told twice."""

from django.db import models


class EarlyWarning(models.Model):
    """A task that the night's computation gave to the owner of a customer likely to leave."""

    account = models.ForeignKey("customers.Account", models.CASCADE, related_name="early_warnings")
    activity = models.ForeignKey(
        "activities.Activity", models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        app_label = "insight"

    def __str__(self) -> str:
        return f"{self.account_id} {self.made_at:%Y-%m-%d}"
