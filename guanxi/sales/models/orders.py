"""Orders and their lines: the purchase history of every customer."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.catalog.models import base_currency
from guanxi.platform.nouns.record import OwnedRecord, Staged
from guanxi.platform.records.erasing import erase_words
from guanxi.sales.choices import OrderChannel, OrderKind, OrderStatus

LIVING = models.Q(deleted_at=None)


class Order(OwnedRecord, Staged):
    """One sale to, or return from, one customer.

    Amounts are minor units of ``currency``; ``rate`` is what one whole unit of it is worth in
    whole units of the firm's own, whatever the decimals of either (0.0478 yuan a yen). A return
    has negative quantities and amounts, so that sums are what was really sold. ``account`` is
    null for purchases whose customer is not known.
    """

    number = models.CharField(_("Order number"), max_length=64, blank=True)
    account = models.ForeignKey(
        "customers.Account",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("Customer"),
        related_name="orders",
        db_index=False,
    )
    person = models.ForeignKey(
        "customers.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("Ordered by"),
        related_name="orders",
    )
    kind = models.CharField(
        _("Kind"), max_length=10, choices=OrderKind.choices, default=OrderKind.SALE
    )
    returned_order = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("Returns order"),
        related_name="returns",
    )
    status = models.CharField(
        pgettext_lazy("of an order", "Status"),
        max_length=10,
        choices=OrderStatus.choices,
        default=OrderStatus.DRAFT,
    )
    ordered_on = models.DateField(_("Order date"))
    ordered_at = models.DateTimeField(_("Ordered at"), null=True, blank=True)
    delivered_on = models.DateField(_("Delivery date"), null=True, blank=True)
    due_on = models.DateField(_("Payment due"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, default=base_currency)
    rate = models.DecimalField(
        _("Exchange rate"), max_digits=18, decimal_places=8, default=Decimal(1)
    )
    discount = models.BigIntegerField(_("Discount"), default=0)
    tax_amount = models.BigIntegerField(_("Tax amount"), default=0)
    total_amount = models.BigIntegerField(_("Total"), default=0)
    base_amount = models.BigIntegerField(_("Total in base currency"), default=0)
    paid_amount = models.BigIntegerField(_("Paid"), default=0)
    channel = models.CharField(
        pgettext_lazy("of an order", "Channel"),
        max_length=10,
        choices=OrderChannel.choices,
        default=OrderChannel.DIRECT,
    )
    external_number = models.CharField(_("External number"), max_length=64, blank=True)
    note = models.TextField(_("Note"), blank=True)
    owner = models.ForeignKey(
        "platform.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    team = models.ForeignKey(
        "platform.Team", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        # The id ends each index, so that keyset paging seeks in both directions.
        indexes = [
            models.Index(fields=["account", "ordered_on", "id"], name="order_by_account"),
            models.Index(fields=["ordered_on", "id"], condition=LIVING, name="order_recent"),
            models.Index(
                fields=["team", "ordered_on", "id"], condition=LIVING, name="order_by_team"
            ),
            models.Index(
                fields=["owner", "ordered_on", "id"], condition=LIVING, name="order_by_owner"
            ),
            models.Index(fields=["updated_at", "id"], condition=LIVING, name="order_changed"),
            models.Index(
                fields=["external_number"],
                condition=~models.Q(external_number=""),
                name="order_by_external_number",
            ),
            models.Index(
                fields=["status", "ordered_on"],
                condition=LIVING & models.Q(status__in=["draft", "confirmed", "delivered"]),
                name="order_open",
            ),
            # A lane of the board is found by its stage and counted without a row being read.
            models.Index(
                fields=["status", "team", "owner", "deleted_at"],
                condition=LIVING,
                name="order_status_rights",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(number=""), name="order_has_number"),
            models.UniqueConstraint(fields=["number"], condition=LIVING, name="order_number_once"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="order_rate_positive"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def open_amount(self) -> int:
        """What is still to be paid, in minor units of the order's currency."""
        return self.total_amount - self.paid_amount


class OrderLine(models.Model):
    """One product on one order. Kept light, as a firm may have tens of millions of them.

    ``unit_price`` is a rate in whole units of the order's currency with four decimals (0.0350
    a piece); ``amount`` is what it comes to in minor units after ``discount``, before tax that
    is not included. ``cost`` is for the whole line, null where it is not known. A line's
    history and custom fields live on its order.
    """

    order = models.ForeignKey(
        Order,
        models.CASCADE,
        verbose_name=pgettext_lazy("purchase", "Order"),
        related_name="lines",
        db_index=False,
    )
    line_no = models.PositiveIntegerField(pgettext_lazy("of a line", "Line"))
    product = models.ForeignKey(
        "catalog.Product",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("Product"),
        related_name="order_lines",
        db_index=False,
    )
    description = models.CharField(_("Description"), max_length=300, blank=True)
    quantity = models.DecimalField(_("Quantity"), max_digits=16, decimal_places=4)
    unit_price = models.DecimalField(_("Unit price"), max_digits=18, decimal_places=4)
    discount = models.BigIntegerField(_("Discount"), default=0)
    amount = models.BigIntegerField(_("Amount"))
    cost = models.BigIntegerField(pgettext_lazy("of a line", "Cost"), null=True, blank=True)
    tax = models.ForeignKey(
        "catalog.Tax",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("Tax"),
        related_name="+",
        db_index=False,
    )
    tax_amount = models.BigIntegerField(_("Tax amount"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "line_no"], name="order_line_once"),
        ]
        indexes = [
            # With the order behind it: who asks whether an order holds a product must not be led
            # through all lines of that product, once for each order.
            models.Index(fields=["product", "order"], name="order_line_by_product"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.line_no}"

    @property
    def tax_is_included(self) -> bool:
        """Whether ``amount`` already holds the tax."""
        return self.tax is None or self.tax.is_included


class OrderSequence(models.Model):
    """The last order number given out in one year under one prefix."""

    prefix = models.CharField(max_length=10, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix}{self.last}"


# What was ordered and paid, and when, the books need; the remark they do not.
erase_words("sales.Order", "note", keep_history=True)
