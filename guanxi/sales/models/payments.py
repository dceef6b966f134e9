"""Payments: money received for an order, or given back."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.catalog.models import base_currency
from guanxi.platform.nouns.record import Record
from guanxi.platform.records.erasing import erase_words
from guanxi.sales.choices import PaymentKind, PaymentMethod


class Payment(Record):
    """One movement of money for one order; ``amount`` is positive minor units of ``currency``."""

    order = models.ForeignKey(
        "sales.Order",
        models.PROTECT,
        verbose_name=pgettext_lazy("purchase", "Order"),
        related_name="payments",
    )
    account = models.ForeignKey(
        "customers.Account",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("Customer"),
        related_name="payments",
        db_index=False,
    )
    kind = models.CharField(
        _("Kind"), max_length=10, choices=PaymentKind.choices, default=PaymentKind.IN
    )
    amount = models.BigIntegerField(_("Amount"))
    currency = models.CharField(_("Currency"), max_length=3, default=base_currency)
    paid_on = models.DateField(_("Paid on"))
    method = models.CharField(
        _("Method"),
        max_length=12,
        choices=PaymentMethod.choices,
        default=PaymentMethod.TRANSFER,
    )
    reference = models.CharField(_("Reference"), max_length=120, blank=True)
    note = models.CharField(_("Note"), max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "paid_on"], name="payment_by_account"),
            models.Index(fields=["paid_on", "id"], name="payment_recent"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.amount} {self.currency}"


# What was ordered and paid, and when, the books need; the remark they do not.
erase_words("sales.Payment", "note", keep_history=True)
