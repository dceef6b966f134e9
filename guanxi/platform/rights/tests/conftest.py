"""A custom noun that ana owns a record of, and a digest of everything kept."""

import hashlib

import pytest
from django.apps import apps
from django.core import serializers

from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record


@pytest.fixture
def machine(seller, grant):
    CustomNoun.objects.create(key="machine", label_zh="设备", label_en="Machine")
    CustomField.objects.create(
        noun="machine", name="city", type="text", label_zh="城市", label_en="City"
    )
    schema_changed()
    grant(
        seller,
        only=tuple(f"machine.{one}" for one in ("read", "create", "edit", "delete", "share")),
    )
    return noun_named("machine")


@pytest.fixture
def press(machine, ana, at):
    return create_record(machine, {"name": "冲床", "city": "苏州"}, actor=ana, at=at)


@pytest.fixture
def digest(db):
    """A function that sums up every row of every table."""

    def sum_up():
        models = sorted(apps.get_models(), key=lambda model: model._meta.label)
        rows = (row for model in models for row in model._default_manager.order_by("pk"))
        return hashlib.sha256(serializers.serialize("json", rows).encode()).hexdigest()

    return sum_up
