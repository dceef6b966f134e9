"""What people are told, and what they write on records."""

from django.db import models

from guanxi.platform.nouns.record import living


class Notification(models.Model):
    """One thing a member of staff is told, on screen and perhaps by mail.

    It is about a record, or else about the page of the house that `address` leads to. `given` is
    what happened, said in words by its kind when it is read; `text` are words that were kept as
    they had been said.
    """

    user = models.ForeignKey("platform.User", models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)
    text = models.CharField(max_length=300, blank=True)
    given = models.JSONField(default=dict)
    noun = models.CharField(max_length=60, blank=True)
    record_id = models.BigIntegerField(null=True)
    address = models.CharField(max_length=200, blank=True)
    actor_name = models.CharField(max_length=80, blank=True)
    dedupe_key = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail_due_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "platform"
        indexes = [
            models.Index(
                fields=["user", "-created_at"],
                condition=models.Q(read_at=None),
                name="notification_unread",
            ),
            models.Index(fields=["user", "-created_at"], name="notification_of_user"),
            models.Index(
                fields=["mail_due_at"],
                condition=models.Q(mailed_at=None, mail_due_at__isnull=False),
                name="notification_to_mail",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "dedupe_key"],
                condition=~models.Q(dedupe_key=""),
                name="notification_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.user_id}"


class Note(models.Model):
    """A text that somebody wrote on a record of any noun; seen by whoever sees the record.

    What is said to another note stands in its ``thread``.
    """

    noun = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    thread = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    text = models.TextField()
    author = models.ForeignKey("platform.User", models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=80)
    mentions = models.ManyToManyField("platform.User", related_name="+")
    is_pinned = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "platform"
        indexes = [
            models.Index(
                fields=["noun", "record_id", "-created_at"],
                condition=living(),
                name="note_of_record",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.record_id}: {self.text[:40]}"
