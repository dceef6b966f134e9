"""The log of contacts: every exchange on every channel is one row on one customer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.customers.choices import Channel, Direction
from guanxi.customers.models.account import LIVING, Account, text
from guanxi.customers.models.person import Person
from guanxi.platform.nouns.record import Record
from guanxi.platform.records.pointers import Pointer, point


class Interaction(Record):
    """One exchange: who, when, which way, by which channel, about what, with what outcome.

    ``about_noun`` and ``about_id`` name the record it concerns; ``source_key`` is what another
    system calls it (a Message-ID, a call id), so that taking it in twice leaves one row. ``place``
    is where it was in words, ``position`` in degrees, "31.23042, 121.47370" (WGS 84).
    """

    account = models.ForeignKey(
        Account,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="interactions",
        db_index=False,
        verbose_name=_("Customer"),
    )
    person = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="interactions",
        db_index=False,
        verbose_name=pgettext_lazy("contact", "Person"),
    )
    staff = models.ForeignKey(
        "platform.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("Colleague"),
    )
    channel = models.CharField(_("Channel"), max_length=20, choices=Channel.choices)
    direction = models.CharField(
        _("Direction"), max_length=10, choices=Direction.choices, default=Direction.NONE
    )
    happened_at = models.DateTimeField(_("When"))
    subject = text(_("Subject"), 200)
    content = models.TextField(_("Content"), blank=True, default="")
    outcome = text(_("Outcome"), 200)
    place = text(pgettext_lazy("of a meeting", "Place"), 200)
    position = text(_("Position"), 40)
    duration_seconds = models.PositiveIntegerField(_("Duration in seconds"), null=True, blank=True)
    about_noun = models.CharField(max_length=60, blank=True, default="", editable=False)
    about_id = models.BigIntegerField(null=True, editable=False)
    source_key = models.CharField(max_length=200, null=True, unique=True, editable=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["account", "happened_at", "id"],
                condition=LIVING,
                name="interaction_of_account",
            ),
            models.Index(
                fields=["person", "happened_at"],
                condition=LIVING & Q(person__isnull=False),
                name="interaction_of_person",
            ),
            models.Index(
                fields=["staff", "happened_at"],
                condition=LIVING & Q(staff__isnull=False),
                name="interaction_of_staff",
            ),
            models.Index(
                fields=["happened_at", "id"], condition=LIVING, name="interaction_happened"
            ),
            models.Index(
                fields=["about_noun", "about_id"],
                condition=Q(about_id__isnull=False),
                name="interaction_about",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or f"{self.channel} {self.pk}"


point(Pointer("customers.Interaction", "about_noun", "about_id"))
