"""Customers that the tests of the room share."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Messages in English, whether or not translations were compiled."""
    with override("en"):
        yield


@pytest.fixture
def acme(ana: Actor, at: dt.datetime) -> Any:
    """A firm of ana's."""
    return create(ana, at, "account", name="苏州博衡传感技术有限公司", city="苏州")


@pytest.fixture
def shen(ana: Actor, at: dt.datetime, acme: Any) -> Any:
    """The one who decides at acme."""
    return create(
        ana, at, "person", name="沈知远", account=acme.pk, title="采购总监", mobile="13800138000"
    )


def create(actor: Actor, at: dt.datetime, noun: str, **values: Any) -> Any:
    """A record of any noun of the room."""
    return create_record(noun_named(noun), values, actor=actor, at=at)
