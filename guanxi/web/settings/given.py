"""Numbers and rows that a form of the settings names."""

import datetime as dt
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

from guanxi.platform.given import whole_number

M = TypeVar("M", bound=Model)


def chosen(rows: QuerySet[M], number: str | None) -> M | None:
    """The row with this number, if there is one."""
    return rows.filter(pk=whole_number(number)).first()


def moment(day: str | None) -> dt.datetime | None:
    """The first moment of a day as written by a browser; None when it is none."""
    try:
        found = dt.datetime.fromisoformat(day or "")
    except ValueError:
        return None
    return timezone.make_aware(found) if timezone.is_naive(found) else found
