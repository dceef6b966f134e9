"""Files that people attach to records."""

from django.db import models

from guanxi.platform.nouns.record import living


class StoredFile(models.Model):
    """One file on one record. Its bytes lie under a random name outside every web folder.

    A file just uploaded for a field of a record to be made belongs to no record yet; only its
    uploader sees it, until the record is saved or a day has passed.
    """

    noun = models.CharField(max_length=60)
    record_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=255)
    storage_name = models.CharField(max_length=80, unique=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey("platform.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "platform"
        indexes = [
            models.Index(
                fields=["noun", "record_id", "-created_at"],
                condition=living(),
                name="file_of_record",
            ),
        ]

    def __str__(self) -> str:
        return self.name
