"""What the theory of customer value says of each customer, computed from the books by insight."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from guanxi.customers.classes import (
    AbcClass,
    ClvClass,
    LifecycleStage,
    PyramidTier,
    RfmClass,
    RfmSegment,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _class(
    label: "StrOrPromise", choices: type[models.TextChoices]
) -> "models.CharField[str, str]":
    return models.CharField(label, max_length=24, choices=choices.choices, default="unknown")


class Profile(models.Model):
    """One row per customer: its classes and the figures behind them, as of a day.

    Written only by insight, in bulk. Money is in minor units of the firm's currency. `reasons`
    holds the figures of each measure; `digest` tells insight whether a row would change.
    """

    account = models.OneToOneField(
        "customers.Account", models.CASCADE, primary_key=True, related_name="profile"
    )
    rfm_class = _class(_("RFM class"), RfmClass)
    rfm_segment = _class(_("RFM segment"), RfmSegment)
    rfm_r = models.SmallIntegerField(_("Recency score"), null=True)
    rfm_f = models.SmallIntegerField(_("Frequency score"), null=True)
    rfm_m = models.SmallIntegerField(_("Money score"), null=True)
    rfm_fm = models.SmallIntegerField(_("Frequency and money score"), null=True)
    rfm_money = models.BigIntegerField(_("Purchases in 24 months"), null=True)
    abc_class = _class(_("ABC class"), AbcClass)
    abc_contribution = models.BigIntegerField(_("Contribution in 12 months"), null=True)
    pyramid_class = _class(_("Pyramid tier"), PyramidTier)
    lifecycle_class = _class(_("Lifecycle stage"), LifecycleStage)
    lifecycle_was = _class(_("Stage at the end of last quarter"), LifecycleStage)
    first_purchase_on = models.DateField(_("First purchase"), null=True)
    last_purchase_on = models.DateField(_("Last purchase"), null=True)
    next_purchase_on = models.DateField(_("Next purchase expected"), null=True)
    purchase_days = models.IntegerField(_("Days with a purchase"), null=True)
    revenue_total = models.BigIntegerField(_("Revenue to date"), null=True)
    clv_class = _class(_("Lifetime value class"), ClvClass)
    clv_value = models.BigIntegerField(_("Value ahead"), null=True)
    clv_low = models.BigIntegerField(_("Value ahead, at least"), null=True)
    clv_high = models.BigIntegerField(_("Value ahead, at most"), null=True)
    clv_alive = models.SmallIntegerField(_("Chance that it still buys, %"), null=True)
    clv_model = models.CharField(_("Model of the value ahead"), max_length=40, null=True)
    reasons = models.JSONField(default=dict)
    as_of = models.DateField(_("Computed as of"))
    digest = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["rfm_class"], name="profile_rfm_class"),
            models.Index(fields=["rfm_segment"], name="profile_rfm_segment"),
            models.Index(fields=["abc_class"], name="profile_abc"),
            models.Index(fields=["pyramid_class"], name="profile_pyramid"),
            models.Index(fields=["lifecycle_class"], name="profile_lifecycle"),
            models.Index(fields=["clv_class"], name="profile_clv"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}"
