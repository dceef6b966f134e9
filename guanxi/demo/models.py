"""Which rows belong to the demo company, so that all of them can go again."""

from django.db import models


class DemoLot(models.Model):
    """A run of ids of one model that the demo made in one step."""

    model = models.CharField(max_length=60)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.model} {self.first_id}–{self.last_id}"
