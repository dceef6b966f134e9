"""What customers allowed and forbade: a ledger that is only ever added to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.customers.choices import Channel, ConsentState, Purpose
from guanxi.customers.models.account import Account, text
from guanxi.customers.models.person import Person


class Consent(models.Model):
    """One statement about one channel and purpose; the latest of a pair is what holds.

    An empty ``channel`` speaks for every channel. Rows are added, never changed.
    """

    account = models.ForeignKey(
        Account,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="consents",
        db_index=False,
        verbose_name=_("Customer"),
    )
    person = models.ForeignKey(
        Person,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="consents",
        db_index=False,
        verbose_name=pgettext_lazy("contact", "Person"),
    )
    channel = models.CharField(
        _("Channel"), max_length=20, choices=Channel.choices, blank=True, default=""
    )
    purpose = models.CharField(_("Purpose"), max_length=20, choices=Purpose.choices)
    state = models.CharField(_("State"), max_length=20, choices=ConsentState.choices)
    at = models.DateTimeField(_("When"))
    evidence = models.TextField(_("Evidence"), blank=True, default="")
    text_version = text(_("Version of the text"), 60)
    recorded_at = models.DateTimeField(_("Recorded"))
    recorded_by = models.ForeignKey(
        "platform.User",
        models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("Recorded by"),
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["account", "purpose"],
                condition=Q(account__isnull=False),
                name="consent_of_account",
            ),
            models.Index(
                fields=["person", "purpose"],
                condition=Q(person__isnull=False),
                name="consent_of_person",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(person__isnull=False),
                name="consent_of_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel or '*'} {self.purpose} {self.state}"
