"""Judgements of customers: a ledger that is only ever added to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.platform.records.erasing import erase_words


class JudgedFactor(models.TextChoices):
    """What no data tell of a customer, so that a colleague has to judge it."""

    CREDIT = "credit", pgettext_lazy("factor", "Credit as a whole")
    CHARACTER = "character", pgettext_lazy("factor", "Character: pays as agreed")
    CAPACITY = "capacity", pgettext_lazy("factor", "Capacity: earns enough to pay")
    CAPITAL = "capital", pgettext_lazy("factor", "Capital: means of its own")
    COLLATERAL = "collateral", pgettext_lazy("factor", "Collateral: what secures it")
    CONDITIONS = "conditions", pgettext_lazy("factor", "Conditions: how its trade does")
    STRATEGY = "strategy", pgettext_lazy("factor", "Strategic importance")
    PRICE = "price", pgettext_lazy("factor", "Our price as they see it")
    QUALITY = "quality", pgettext_lazy("factor", "Our quality as they see it")
    SERVICE = "service", pgettext_lazy("factor", "Our service as they see it")
    FIT = "fit", pgettext_lazy("factor", "Needs against our abilities")
    BARGAINING = "bargaining", pgettext_lazy("factor", "Our bargaining position")
    INFORMATION = "information", pgettext_lazy("factor", "Value of what it tells us")
    KNOWLEDGE = "knowledge", pgettext_lazy("factor", "Value of what we learn by serving it")
    TRADING = "trading", pgettext_lazy("factor", "Value of the markets it opens to us")
    GATHERING = "gathering", pgettext_lazy("factor", "Value of those its name attracts")
    WEAPON = "weapon", pgettext_lazy("factor", "Value of it against competition")


class Judgement(models.Model):
    """One judgement of one factor, 1 the worst for us and 5 the best; the latest holds."""

    account = models.ForeignKey(
        "customers.Account", models.CASCADE, related_name="judgements", verbose_name=_("Customer")
    )
    factor = models.CharField(_("Factor"), max_length=20, choices=JudgedFactor.choices)
    score = models.PositiveSmallIntegerField(_("Judgement"))
    note = models.CharField(_("Remark"), max_length=200, blank=True, default="")
    judged_at = models.DateTimeField(_("When"))
    judged_by = models.ForeignKey(
        "platform.User",
        models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("Judged by"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__gte=1, score__lte=5), name="judgement_of_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.factor} {self.score}"


erase_words("insight.Judgement", "note")
