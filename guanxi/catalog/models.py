"""What the firm sells: products, the units they are counted in, price books and taxes."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.platform.nouns.record import Record

# What is in the recycle bin keeps no code: it is free for another, and for the next import.
LIVING = models.Q(deleted_at=None)


def base_currency() -> str:
    """The firm's own currency, in which a price is written unless another is named."""
    return str(settings.BASE_CURRENCY)


def english(size: int) -> "models.CharField[str, str]":
    """The name that readers of English see; without one they see the other."""
    return models.CharField(_("Name in English"), max_length=size, blank=True, default="")


class Unit(Record):
    """What a product is counted in: a piece, a set, an hour."""

    code = models.CharField(_("Code"), max_length=20)
    name = models.CharField(_("Name"), max_length=40)
    name_en = english(40)
    decimals = models.PositiveSmallIntegerField(_("Decimal places"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=LIVING, name="unit_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Tax(Record):
    """A rate of tax, and whether prices already include it."""

    name = models.CharField(_("Name"), max_length=60)
    name_en = english(60)
    rate = models.DecimalField(_("Rate in percent"), max_digits=7, decimal_places=4)
    is_included = models.BooleanField(_("Prices include it"), default=True)
    is_active = models.BooleanField(_("In use"), default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rate__gte=0, rate__lte=100), name="tax_rate_is_percent"
            ),
            models.UniqueConstraint(fields=["name"], condition=LIVING, name="tax_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Product(Record):
    """One thing or service that can stand on an order line.

    ``list_price`` and ``cost`` are minor units of ``currency`` for one unit; a cost that is
    not known is null, never zero. ``name_key`` is the name as search and import compare it,
    ``name_en_key`` that of the name which readers of English see.
    """

    code = models.CharField(_("Product code"), max_length=64)
    name = models.CharField(_("Name"), max_length=300)
    name_en = english(300)
    name_key = models.CharField(max_length=300, blank=True, editable=False)
    name_en_key = models.CharField(max_length=300, blank=True, editable=False)
    category = models.CharField(_("Category"), max_length=120, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, verbose_name=_("Unit"), related_name="+"
    )
    list_price = models.BigIntegerField(_("List price"), null=True, blank=True)
    cost = models.BigIntegerField(pgettext_lazy("of a product", "Cost"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, default=base_currency)
    tax = models.ForeignKey(
        Tax, models.PROTECT, null=True, blank=True, verbose_name=_("Tax"), related_name="+"
    )
    is_active = models.BooleanField(_("On sale"), default=True)
    description = models.TextField(_("Description"), blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["name_key"], name="product_name_key"),
            models.Index(fields=["name_en_key"], name="product_name_en_key"),
            models.Index(fields=["category", "name_key"], name="product_by_category"),
            models.Index(fields=["updated_at"], name="product_recent"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=LIVING, name="product_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class PriceBook(Record):
    """Prices for one market, channel or tier, in one currency."""

    code = models.CharField(_("Code"), max_length=40)
    name = models.CharField(_("Name"), max_length=120)
    name_en = english(120)
    currency = models.CharField(_("Currency"), max_length=3, default=base_currency)
    starts_on = models.DateField(_("Valid from"), null=True, blank=True)
    ends_on = models.DateField(_("Valid until"), null=True, blank=True)
    is_active = models.BooleanField(_("In use"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=LIVING, name="price_book_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PriceEntry(Record):
    """The price of one product in one book from a least quantity on, in minor units."""

    book = models.ForeignKey(
        PriceBook,
        models.CASCADE,
        verbose_name=_("Price book"),
        related_name="entries",
        db_index=False,
    )
    product = models.ForeignKey(
        Product, models.CASCADE, verbose_name=_("Product"), related_name="prices"
    )
    min_quantity = models.DecimalField(
        _("From quantity"), max_digits=16, decimal_places=4, default=1
    )
    price = models.BigIntegerField(_("Price"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["book", "product", "min_quantity"],
                condition=LIVING,
                name="price_entry_once",
            ),
            models.CheckConstraint(
                condition=models.Q(price__gte=0), name="price_entry_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} ≥ {self.min_quantity}: {self.price}"
