"""Machines that belong to ana."""

import pytest

from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record


@pytest.fixture
def machine(seller, grant):
    CustomNoun.objects.create(key="machine", label_zh="设备", label_en="Machine")
    CustomField.objects.create(
        noun="machine", name="manual", type="file", label_zh="说明书", label_en="Manual"
    )
    schema_changed()
    actions = ("read", "create", "edit", "delete", "share")
    grant(seller, only=tuple(f"machine.{one}" for one in actions))
    return noun_named("machine")


@pytest.fixture
def press(machine, ana, at):
    return create_record(machine, {"name": "冲床"}, actor=ana, at=at)
