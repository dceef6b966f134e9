from pathlib import Path

import pytest

from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.noun import ACTIONS
from guanxi.platform.nouns.registry import noun_named

STATES = [{"key": "new", "zh": "全新", "en": "New"}, {"key": "used", "zh": "二手", "en": "Used"}]
FIELDS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("code", "text", {}),
    ("phone", "phone", {}),
    ("bought", "date", {}),
    ("seen", "datetime", {}),
    ("price", "money", {}),
    ("weight", "number", {"settings": {"decimals": 3}}),
    ("state", "choice", {"options": STATES}),
    ("uses", "multi", {"options": STATES}),
    ("works", "boolean", {}),
    ("note", "long", {}),
)


@pytest.fixture
def machine(seller, grant):
    """A noun that an administrator made, with a field of each kind."""
    CustomNoun.objects.create(key="machine", label_zh="设备", label_en="Machine")
    for name, kind, more in FIELDS:
        CustomField.objects.create(
            noun="machine", name=name, type=kind, label_zh=name, label_en=name.title(), **more
        )
    schema_changed()
    grant(seller, only=tuple(f"machine.{action}" for action in ACTIONS))
    return noun_named("machine")


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.DATA = Path(tmp_path)
    settings.MEDIA_ROOT = Path(tmp_path) / "files"
