"""Order numbers: SO-26-00001, counted per year and kind, without two alike."""

from django.db.models import F

from guanxi.sales.choices import OrderKind
from guanxi.sales.models import OrderSequence

_PREFIXES = {OrderKind.SALE: "SO", OrderKind.RETURN: "RT"}


def next_order_number(kind: str, year: int) -> str:
    """The next free number; a second writer waits until this transaction ends."""
    prefix = f"{_PREFIXES[OrderKind(kind)]}-{year % 100:02}-"
    last = take_numbers(prefix, 1)
    return f"{prefix}{last:05}"


def take_numbers(prefix: str, count: int) -> int:
    """Take ``count`` numbers at once; the last of them."""
    OrderSequence.objects.get_or_create(pk=prefix)
    OrderSequence.objects.filter(pk=prefix).update(last=F("last") + count)
    return OrderSequence.objects.values_list("last", flat=True).get(pk=prefix)
