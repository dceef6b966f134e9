"""Work with customers that has a time: tasks, meetings and calls, who takes part, who is told."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.platform.nouns.record import OwnedRecord, Staged
from guanxi.platform.records.erasing import erase_words
from guanxi.platform.records.pointers import Pointer, point

LIVING = models.Q(deleted_at=None)
__all__ = [
    *("Activity", "ActivityKind", "ActivityState", "Attendee", "CalendarFeed", "OwnDay"),
    *("Priority", "Reply", "WorkCalendar"),
]


class ActivityKind(models.TextChoices):
    """What is to be done."""

    TASK = "task", _("Task")
    MEETING = "meeting", pgettext_lazy("activity", "Meeting")
    CALL = "call", _("Call")


class ActivityState(models.TextChoices):
    """Whether it is still to be done."""

    OPEN = "open", pgettext_lazy("of an activity", "Open")
    DONE = "done", pgettext_lazy("of an activity", "Done")
    CANCELLED = "cancelled", pgettext_lazy("of an activity", "Cancelled")


class Priority(models.TextChoices):
    """How much it presses."""

    LOW = "low", _("Low")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")


class Activity(OwnedRecord, Staged):
    """One task, meeting or call of one person.

    One table, because a calendar, a day and a customer's page show the three together.
    ``due_at`` is when a task falls due and a meeting or call begins, ``ends_at`` when the
    latter end. ``about_noun`` and ``about_id`` name the record it concerns, if any;
    ``account`` the customer.
    """

    kind = models.CharField(
        _("Kind"), max_length=10, choices=ActivityKind.choices, default=ActivityKind.TASK
    )
    name = models.CharField(_("Subject"), max_length=200)
    state = models.CharField(
        pgettext_lazy("of an activity", "State"),
        max_length=10,
        choices=ActivityState.choices,
        default=ActivityState.OPEN,
    )
    priority = models.CharField(
        _("Priority"), max_length=10, choices=Priority.choices, default=Priority.NORMAL
    )
    due_at = models.DateTimeField(_("When"), null=True, blank=True)
    ends_at = models.DateTimeField(pgettext_lazy("of a meeting", "Until"), null=True, blank=True)
    is_all_day = models.BooleanField(_("All day"), default=False)
    remind_at = models.DateTimeField(_("Remind at"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    snoozed_until = models.DateTimeField(_("Snoozed until"), null=True, blank=True)
    done_at = models.DateTimeField(_("Done at"), null=True, blank=True)
    place = models.CharField(pgettext_lazy("of a meeting", "Place"), max_length=200, blank=True)
    description = models.TextField(_("Description"), blank=True)
    outcome = models.TextField(_("Outcome"), blank=True)
    account = models.ForeignKey(
        "customers.Account",
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("Customer"),
        related_name="activities",
        db_index=False,
    )
    person = models.ForeignKey(
        "customers.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("With"),
        related_name="activities",
    )
    about_noun = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    owner = models.ForeignKey(
        "platform.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    team = models.ForeignKey(
        "platform.Team", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["owner", "due_at", "id"], condition=LIVING, name="activity_by_owner"
            ),
            models.Index(
                fields=["team", "due_at", "id"], condition=LIVING, name="activity_by_team"
            ),
            models.Index(fields=["updated_at", "id"], condition=LIVING, name="activity_changed"),
            models.Index(fields=["due_at", "id"], condition=LIVING, name="activity_by_time"),
            models.Index(fields=["account", "due_at"], name="activity_by_account"),
            models.Index(
                fields=["about_noun", "about_id"],
                condition=~models.Q(about_noun=""),
                name="activity_about",
            ),
            models.Index(
                fields=["remind_at"],
                condition=models.Q(reminded_at=None, state="open", deleted_at=None),
                name="activity_to_remind",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gte=models.F("due_at")),
                name="activity_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Reply(models.TextChoices):
    """What one who is asked to come has answered."""

    NONE = "none", _("No answer yet")
    YES = "yes", _("Comes")
    MAYBE = "maybe", _("Perhaps")
    NO = "no", _("Does not come")


class Attendee(models.Model):
    """A colleague or a customer's person who takes part in a meeting or call."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="attendees")
    user = models.ForeignKey("platform.User", models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey("customers.Person", models.CASCADE, null=True, related_name="+")
    reply = models.CharField(max_length=10, choices=Reply.choices, default=Reply.NONE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "user"], name="attendee_user_once"),
            models.UniqueConstraint(fields=["activity", "person"], name="attendee_person_once"),
            models.CheckConstraint(
                condition=models.Q(user=None) ^ models.Q(person=None), name="attendee_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id or self.person_id} in {self.activity_id}"


class CalendarFeed(models.Model):
    """The secret address under which one person's calendar can be subscribed to."""

    user = models.OneToOneField("platform.User", models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id}"


erase_words("activities.Activity", "name", "place", "description", "outcome")
point(Pointer("activities.Activity", "about_noun", "about_id"))
