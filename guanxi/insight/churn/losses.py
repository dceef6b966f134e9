"""Why a customer left, as a seller has come to know it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LossKind(models.TextChoices):
    """The four kinds of leaving (handbook, section 6)."""

    NATURAL = "natural", _("Natural: moved or closed")
    CHANGED_NEED = "changed_need", _("Changed need")
    ADVANTAGE = "advantage", _("Seeking advantage")
    DISAPPOINTED = "disappointed", _("Disappointed")


class LossCause(models.TextChoices):
    """Whose doing it was."""

    UNKNOWN = "unknown", pgettext_lazy("cause of leaving", "Unknown")
    FAULT = "fault", _("Our fault")
    COMPETITION = "competition", pgettext_lazy("cause of leaving", "Competition")
    MALICIOUS = "malicious", _("Malicious")


class Loss(models.Model):
    """Why one customer left or is about to; the last word of whoever knows."""

    account = models.OneToOneField(
        "customers.Account", models.CASCADE, primary_key=True, related_name="loss"
    )
    kind = models.CharField(_("Kind of leaving"), max_length=12, choices=LossKind.choices)
    cause = models.CharField(
        _("Cause of leaving"), max_length=12, choices=LossCause.choices, default=LossCause.UNKNOWN
    )
    note = models.CharField(_("Note on leaving"), max_length=200, blank=True)
    said_on = models.DateField(_("Reason of leaving recorded on"))

    class Meta:
        app_label = "insight"
        indexes = [models.Index(fields=["kind"], name="loss_kind")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind}"
