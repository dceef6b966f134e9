"""Three customers, each above the next."""

import pytest

from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from tests.circles.walking import ABOVE


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def chain(ana, at):
    """Grandmother, mother and daughter, each above the next in both ways."""
    made = []
    for code in ("G", "M", "D"):
        above = {name: made[-1].pk for name in ABOVE} if made else {}
        values = {"name": f"公司{code}", "code": code, **above}
        made.append(create_record(noun_named("account"), values, actor=ana, at=at))
    return made
