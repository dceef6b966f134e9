"""What was found of a gap inside the firm, with an owner."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.platform.nouns.record import OwnedRecord


class Gap(models.TextChoices):
    """Where service falls short inside the firm (Parasuraman, Zeithaml and Berry 1985)."""

    UNDERSTANDING = "understanding", pgettext_lazy("gap", "1 Understanding")
    STANDARDS = "standards", pgettext_lazy("gap", "2 Standards")
    DELIVERY = "delivery", pgettext_lazy("gap", "3 Delivery")
    COMMUNICATION = "communication", pgettext_lazy("gap", "4 Communication")


class Dimension(models.TextChoices):
    """The dimension of service that it shows in."""

    TANGIBLES = "tangibles", _("Tangibles")
    RELIABILITY = "reliability", _("Reliability")
    RESPONSIVENESS = "responsiveness", _("Responsiveness")
    ASSURANCE = "assurance", _("Assurance")
    EMPATHY = "empathy", _("Empathy")


class GapState(models.TextChoices):
    """Whether something remains to be done."""

    OPEN = "open", pgettext_lazy("of a gap", "Open")
    CLOSED = "closed", pgettext_lazy("of a gap", "Closed")


class QualityGap(OwnedRecord):
    """One finding: which gap, what was found, why it is so, and what is done about it."""

    name = models.CharField(_("Finding"), max_length=200)
    gap = models.CharField(pgettext_lazy("of service", "Gap"), max_length=16, choices=Gap.choices)
    dimension = models.CharField(
        _("Dimension"), max_length=16, choices=Dimension.choices, blank=True, default=""
    )
    cause = models.TextField(_("Cause"), blank=True, default="")
    remedy = models.TextField(_("Remedy"), blank=True, default="")
    due_on = models.DateField(_("To be done by"), null=True, blank=True)
    state = models.CharField(
        pgettext_lazy("of a gap", "State"),
        max_length=10,
        choices=GapState.choices,
        default=GapState.OPEN,
    )
    closed_on = models.DateField(_("Closed on"), null=True, editable=False)

    class Meta:
        app_label = "insight"

    def __str__(self) -> str:
        return self.name
