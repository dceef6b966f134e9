"""A demo company on its way in or out: noted, so that one that was broken off passes for none."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import models

from guanxi.demo.models import DemoLot

NOTE = "unfinished"


def begin() -> None:
    """From now on the company is not whole."""
    DemoLot.objects.get_or_create(model=NOTE, defaults={"first_id": 0, "last_id": 0})


def end() -> None:
    """The company is whole."""
    DemoLot.objects.filter(model=NOTE).delete()


def is_unfinished() -> bool:
    """Whether a part of the company is here and another is not."""
    return DemoLot.objects.filter(model=NOTE).exists()


def lots() -> "models.QuerySet[DemoLot]":
    """The runs of rows that are the demo's."""
    return DemoLot.objects.exclude(model=NOTE)


@contextmanager
def held() -> Iterator[bool]:
    """Whether nobody else makes the company by command or at a start, and nobody does meanwhile.

    The lock ends with the process that has it, however that ends.
    """
    path = Path(settings.DATA) / "demo.lock"
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
