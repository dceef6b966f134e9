"""By which days the firm works: the public holidays of its country, and days of its own."""

from django.db import models


class WorkCalendar(models.Model):
    """The public holidays by which the firm works; there is one row, number 1.

    ``days`` holds each day that is not as its weekday usually is, with its names:
    ``{"2026-10-10": {"off": false, "zh": "国庆节", "en": "National Day"}}``. They are kept here so
    that no process has to hold the library that knows them. ``made_from`` is of what they were
    made; ``is_chosen`` says that an administrator chose the country, not the firm's time zone.
    """

    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=40, blank=True)
    is_chosen = models.BooleanField(default=False)
    days = models.JSONField(default=dict)
    weekend = models.JSONField(default=list)
    regions = models.JSONField(default=list)
    made_from = models.CharField(max_length=100, blank=True)

    class Meta:
        app_label = "activities"

    def __str__(self) -> str:
        return " ".join(filter(None, (self.country, self.region)))


class OwnDay(models.Model):
    """A day on which this firm alone rests, or works although others rest."""

    day = models.DateField(unique=True)
    is_off = models.BooleanField(default=True)
    label_zh = models.CharField(max_length=60, blank=True)
    label_en = models.CharField(max_length=60, blank=True)

    class Meta:
        app_label = "activities"

    def __str__(self) -> str:
        return f"{self.day} {self.label_zh or self.label_en}".strip()
