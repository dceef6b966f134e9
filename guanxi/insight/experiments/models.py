"""Experiments, and which customer stands in which arm."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.platform.nouns.record import OwnedRecord


class Outcome(models.TextChoices):
    """What is compared between the arms."""

    PURCHASE = "purchase", _("Whether they bought")
    REVENUE = "revenue", _("Revenue of a customer")
    MARGIN = "margin", _("Gross margin of a customer")
    STAYED = "stayed", _("Whether they are neither leaving nor lost")


class Arm(models.TextChoices):
    """Treated as planned, or left as they are so that there is something to compare with."""

    TREATMENT = "treatment", pgettext_lazy("of an experiment", "Treatment")
    CONTROL = "control", pgettext_lazy("of an experiment", "Control group")


class Experiment(OwnedRecord):
    """One question put to customers: what does this treatment change?

    `seed` decides by chance, and for good, in which arm a customer stands. What counts is what
    happens from `starts_on` to `ends_on`, and after the customer joined. Who comes upon the list
    `followed` joins by itself, as far as the one who said so may see.
    """

    name = models.CharField(_("Name"), max_length=120)
    name_en = models.CharField(_("Name in English"), max_length=120, blank=True, default="")
    question = models.TextField(_("Treatment and question"), blank=True)
    outcome = models.CharField(
        _("Compared by"), max_length=12, choices=Outcome.choices, default=Outcome.PURCHASE
    )
    control_percent = models.PositiveSmallIntegerField(_("Control group, %"), default=20)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"), null=True, blank=True)
    seed = models.BigIntegerField(default=0, editable=False)
    followed = models.ForeignKey(
        "platform.SavedView", models.SET_NULL, null=True, editable=False, related_name="+"
    )
    followed_by = models.ForeignKey(
        "platform.User", models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        app_label = "insight"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(control_percent__gte=1, control_percent__lte=99),
                name="experiment_has_both_arms",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ExperimentMember(models.Model):
    """A customer in an experiment; its arm never changes.

    `uplift` is what treatment adds to its chance of the outcome, by a model that never saw it.
    """

    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="members")
    account = models.ForeignKey(
        "customers.Account",
        models.CASCADE,
        related_name="experiments",
        verbose_name=_("Customer"),
    )
    arm = models.CharField(
        pgettext_lazy("of an experiment", "Arm"), max_length=10, choices=Arm.choices
    )
    joined_on = models.DateField(pgettext_lazy("of an experiment", "Joined"))
    uplift = models.FloatField(_("Expected effect"), null=True, editable=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        app_label = "insight"
        constraints = [
            models.UniqueConstraint(fields=["experiment", "account"], name="experiment_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.experiment_id}: {self.account_id} {self.arm}"
