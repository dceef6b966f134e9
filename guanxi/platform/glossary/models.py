"""Words and their English."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guanxi.platform.nouns.record import Record, living


class Term(Record):
    """A word as it stands in fields of the firm, and how it is said to who reads English.

    ``name_key`` is what it sorts by.
    """

    text = models.CharField(_("As it is written"), max_length=200)
    name_key = models.CharField(max_length=300, blank=True, editable=False)
    english = models.CharField(_("In English"), max_length=200)

    class Meta:
        app_label = "platform"
        constraints = [
            models.UniqueConstraint(fields=["text"], condition=living(), name="term_once"),
        ]

    def __str__(self) -> str:
        return f"{self.text}: {self.english}"
