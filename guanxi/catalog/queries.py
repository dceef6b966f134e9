"""What a product costs a customer, and what it costs us."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q

from guanxi.catalog.models import PriceBook, PriceEntry, Product
from guanxi.platform.cleaning.names import pinyin_key
from guanxi.platform.money.amounts import major_units


def price_of(
    product: Product, currency: str, quantity: Decimal, on: dt.date, book: PriceBook | None = None
) -> Decimal:
    """The price of one unit in whole units of ``currency``; 0 where nothing is known.

    The best-fitting entry of the price book, or of any book in use in that currency, goes
    before the list price.
    """
    in_force = Q(book__starts_on=None) | Q(book__starts_on__lte=on)
    in_force &= Q(book__ends_on=None) | Q(book__ends_on__gte=on)
    entries = PriceEntry.objects.filter(
        in_force,
        product=product,
        deleted_at=None,
        min_quantity__lte=abs(quantity),
        book__currency=currency,
        book__is_active=True,
        book__deleted_at=None,
    )
    if book:
        entries = entries.filter(book=book)
    found = entries.order_by("-min_quantity", "price").values_list("price", flat=True).first()
    if found is None:
        found = product.list_price if product.currency == currency else None
    return major_units(found or 0, currency)


def cost_of(product: Product | None, quantity: Decimal, currency: str) -> int | None:
    """What that many units cost us in minor units; None where it is not known."""
    if product is None or product.cost is None or product.currency != currency:
        return None
    return int((product.cost * quantity).quantize(Decimal(1), ROUND_HALF_UP))


def products_in_english(names: set[str]) -> dict[str, str]:
    """By name, what products of these names are called in English."""
    keys = {pinyin_key(name)[:300] for name in names}
    named = Product.objects.filter(name_key__in=keys, name__in=names, deleted_at=None)
    return dict(named.exclude(name_en="").values_list("name", "name_en"))
