"""A noun to import into, and files to import."""

from pathlib import Path

import pytest

from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.nouns.noun import ACTIONS
from guanxi.platform.nouns.registry import noun_named

FIELDS = [
    ("code", "text", "编号", {"is_unique": True}),
    ("phone", "phone", "电话", {}),
    ("bought", "date", "购买日期", {}),
    ("price", "money", "价格", {}),
    ("power", "number", "功率", {}),
    ("state", "choice", "状态", {"options": [
        {"key": "new", "zh": "全新", "en": "New"}, {"key": "used", "zh": "二手", "en": "Used"},
    ]}),
    ("maker", "relation", "厂家", {"settings": {"target": "maker"}}),
]  # fmt: skip


@pytest.fixture
def machine(seller, grant):
    """A noun that an administrator made, with a field of each kind that matters."""
    for key, zh in (("maker", "厂家"), ("machine", "设备")):
        CustomNoun.objects.create(key=key, label_zh=zh, label_en=key.title())
    for name, kind, zh, more in FIELDS:
        CustomField.objects.create(
            noun="machine", name=name, type=kind, label_zh=zh, label_en=name.title(), **more
        )
    schema_changed()
    grant(
        seller, only=tuple(f"{one}.{action}" for one in ("machine", "maker") for action in ACTIONS)
    )
    return noun_named("machine")


@pytest.fixture
def upload(machine, ana, at):
    """Draft an import of text, agreed to with these options."""

    def make(content, actor=ana, target="machine", mapping=None, **options):
        blocks = [content if isinstance(content, bytes) else content.encode()]
        run = draft_import(target, blocks, "machines.csv", actor=actor, at=at)
        return agree(run, Options(**options), mapping or run.mapping, actor=actor, at=at)

    return make


@pytest.fixture
def imported(upload, ana, at):
    """Import text to its end."""

    def make(content, actor=ana, **options):
        return run_import(upload(content, actor=actor, **options), actor=actor, at=at)

    return make


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.MEDIA_ROOT = Path(tmp_path) / "files"
