"""Through which day everything is computed: today, or the last day of books that ended long ago."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef

from guanxi.insight.models import MeasureSetting
from guanxi.platform.actors.actor import Actor
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.sales.choices import OrderKind, OrderStatus
from guanxi.sales.models import Order, OrderLine

# Most windows are of a year or two: where half a year is empty, they tell of the silence alone.
QUIET_DAYS = 180
BOOKS, NAME, MOVED = "books", "as_of", "measure.through"


def last_purchase(today: dt.date) -> dt.date | None:
    """The day of the last purchase by a known customer, none of days to come; None without any."""
    counted = OrderLine.objects.filter(order=OuterRef("pk"), quantity__gt=0, unit_price__gt=0)
    orders = (
        Order.objects.filter(deleted_at=None, account__deleted_at=None, account__isnull=False)
        .filter(Exists(counted), ordered_on__lte=today)
        .exclude(kind=OrderKind.RETURN)
        .exclude(status__in=(OrderStatus.DRAFT, OrderStatus.CANCELLED))
    )
    return orders.order_by("-ordered_on", "-id").values_list("ordered_on", flat=True).first()


def have_ended(last: dt.date | None, day: dt.date) -> bool:
    """Whether the books were silent for long before the day."""
    return last is not None and (day - last).days > QUIET_DAYS


def goes_by_books() -> bool:
    """Whether the firm has chosen the last day of its books where these have ended."""
    return MeasureSetting.objects.filter(measure=BOOKS, name=NAME).exists()


def day_of_figures(today: dt.date) -> dt.date:
    """The day through which figures are computed: today, unless the firm has chosen otherwise.

    With the first new order the choice rests, for the books go on.
    """
    if not goes_by_books():
        return today
    last = last_purchase(today)
    return last if last is not None and have_ended(last, today) else today


@transaction.atomic
def go_by_books(*, is_on: bool, actor: Actor, at: dt.datetime) -> None:
    """Compute through the last day of books that have ended, tonight and every night, or not."""
    if is_on == goes_by_books():
        return
    if is_on:
        MeasureSetting.objects.create(measure=BOOKS, name=NAME, value=BOOKS)
    else:
        MeasureSetting.objects.filter(measure=BOOKS).delete()
    told = Happening(MOVED, "measure", changes={"goes_by_books": [not is_on, is_on]})
    publish(told, actor=actor, at=at)


def hint(as_of: dt.date, last: dt.date | None) -> str:
    """For whoever computes by command: that another day would tell more; empty where not."""
    if last is None or not have_ended(last, as_of):
        return ""
    return (
        f"the last purchase in the books is of {last}, long before {as_of}: many classes are"
        " unknown or lost for that alone;"
        f" `bin/guanxi insight run --as-of {last}` tells how things stood then"
    )
