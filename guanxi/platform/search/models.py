"""What the index stores: one text for each record, and a small number for each noun."""

from django.db import models

RECORDS_OF_NOUN = 2**32


class SearchNoun(models.Model):
    """The number that stands for a noun in the index, and the grams it was indexed with."""

    name = models.CharField(max_length=80, unique=True)
    gram_version = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "platform"

    def __str__(self) -> str:
        return self.name

    @property
    def first_entry(self) -> int:
        """The entry of record 0; all entries of the noun follow it without a gap."""
        return self.pk * RECORDS_OF_NOUN


class SearchEntry(models.Model):
    """One record as people look for it: title, fields, pinyin and initials, a line each.

    Its grams are in a full-text table beside it on SQLite and in an indexed column on
    PostgreSQL; both are made after every migration and written by `engines`.
    """

    id = models.BigIntegerField(primary_key=True)
    text = models.TextField()

    class Meta:
        app_label = "platform"

    def __str__(self) -> str:
        return self.text.partition("\n")[0]
