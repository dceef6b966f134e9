"""What was learned from the texts of customers, and the topic of each text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

TOPIC_LENGTH = 60
# Texts of so many days are read.
DAYS = 365


class Study(models.Model):
    """One look at what customers write: the words found in it, and the topics made of them.

    `learned` holds what a text is matched with, so that new ones join without learning anew.
    """

    learned_at = models.DateTimeField()
    read_at = models.DateTimeField()
    texts = models.PositiveIntegerField()
    learned = models.JSONField()

    class Meta:
        app_label = "insight"

    def __str__(self) -> str:
        return f"{self.learned_at:%Y-%m-%d}"


class Reading(models.Model):
    """A text that was read: its topic, empty where it speaks of none."""

    topic = models.CharField(_("Topic"), max_length=TOPIC_LENGTH, blank=True, default="")
    read_at = models.DateTimeField()

    class Meta:
        app_label = "insight"
        abstract = True

    def __str__(self) -> str:
        return self.topic


class ContactReading(Reading):
    """The topic of a contact."""

    contact = models.OneToOneField(
        "customers.Interaction", models.CASCADE, primary_key=True, related_name="reading"
    )

    class Meta:
        app_label = "insight"
        indexes = [models.Index(fields=["topic"], name="contact_topic")]


class AnswerReading(Reading):
    """The topic of a comment in a survey."""

    answer = models.OneToOneField(
        "surveys.SurveyAnswer", models.CASCADE, primary_key=True, related_name="reading"
    )

    class Meta:
        app_label = "insight"
        indexes = [models.Index(fields=["topic"], name="answer_topic")]
