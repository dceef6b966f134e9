"""Through which day everything is computed: today, or the last day of books that ended long ago."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from guanxi.insight.models import MeasureRun, MeasureSetting
from guanxi.platform.actors.actor import Actor
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.sales.choices import OrderKind, OrderStatus
from guanxi.sales.models import Order, OrderLine

# Most windows are of a year or two: where half a year is empty, they tell of the silence alone.
QUIET_DAYS = 180
BOOKS, NAME, MOVED = "books", "as_of", "measure.through"
ASKED = "days_of_figures"


@dataclass(frozen=True)
class Days:
    """Of today: the day computed through last, that of the last purchase, and the firm's choice."""

    today: dt.date
    computed: dt.date | None
    last: dt.date | None
    is_by_books: bool

    @property
    def of_figures(self) -> dt.date:
        """The day through which figures are computed: today, unless the firm has chosen otherwise.

        With the first new order the choice rests, for the books go on.
        """
        if self.is_by_books and self.last is not None and have_ended(self.last, self.today):
            return self.last
        return self.today


def days_of(request: HttpRequest) -> Days:
    """The days of a page, asked for once in a request."""
    asked = vars(request)
    if ASKED not in asked:
        asked[ASKED] = days(timezone.localdate())
    found: Days = asked[ASKED]
    return found


def days(today: dt.date) -> Days:
    """All three in one exchange with the database."""
    chosen = MeasureSetting.objects.filter(measure=BOOKS, name=NAME)
    last = _purchases(today).values("ordered_on")[:1]
    runs = MeasureRun.objects.filter(is_past=False).order_by("-id")
    told = runs.annotate(last=Subquery(last), chosen=Exists(chosen))
    found = told.values_list("as_of", "last", "chosen").first()
    return Days(today, *(found or (None, last_purchase(today), goes_by_books())))


def last_purchase(today: dt.date) -> dt.date | None:
    """The day of the last purchase by a known customer, none of days to come; None without any."""
    return _purchases(today).values_list("ordered_on", flat=True).first()


def _purchases(today: dt.date) -> QuerySet[Order]:
    """What known customers bought until today, the latest first."""
    counted = OrderLine.objects.filter(order=OuterRef("pk"), quantity__gt=0, unit_price__gt=0)
    orders = (
        Order.objects.filter(deleted_at=None, account__deleted_at=None, account__isnull=False)
        .filter(Exists(counted), ordered_on__lte=today)
        .exclude(kind=OrderKind.RETURN)
        .exclude(status__in=(OrderStatus.DRAFT, OrderStatus.CANCELLED))
    )
    return orders.order_by("-ordered_on", "-id")


def have_ended(last: dt.date | None, day: dt.date) -> bool:
    """Whether the books were silent for long before the day."""
    return last is not None and (day - last).days > QUIET_DAYS


def goes_by_books() -> bool:
    """Whether the firm has chosen the last day of its books where these have ended."""
    return MeasureSetting.objects.filter(measure=BOOKS, name=NAME).exists()


def day_of_figures(today: dt.date) -> dt.date:
    """The day through which figures are computed, outside of any page."""
    return days(today).of_figures


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
