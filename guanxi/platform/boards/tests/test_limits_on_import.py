"""Hard limits of a board as an import meets them, and its trial before."""

import pytest
from django.utils import timezone

from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.imports import feeding
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.nouns.registry import noun_named


def stages(deal):
    rows = deal.base().filter(deleted_at=None).order_by("pk")
    return [deal.field("stage").value_of(one) for one in rows]


def imported(content, actor, at, noun="deal", **options):
    run = draft_import(noun, [content.encode()], f"{noun}.csv", actor=actor, at=at)
    header = content.partition("\n")[0].split(",")
    agree(run, Options(**options), {name: name for name in header}, actor=actor, at=at)
    return run_import(run, actor=actor, at=at)


@pytest.fixture
def visit(deal, seller, grant):
    """A noun whose records stand below deals."""
    CustomNoun.objects.create(key="visit", label_zh="拜访", label_en="Visit")
    CustomField.objects.create(
        noun="visit",
        name="deal",
        type="relation",
        settings={"target": "deal"},
        label_zh="商机",
        label_en="Deal",
    )
    CustomField.objects.filter(noun="deal", name="stage").update(default="talks")
    schema_changed()
    grant(seller, only=("visit.read", "visit.create", "visit.import"))
    return noun_named("visit")


def test_an_import_fills_the_places_and_keeps_the_other_rows(
    settings, tmp_path, deal, made, ana, limit
):
    settings.MEDIA_ROOT = tmp_path
    limit("talks", 3)
    made("a", "talks")
    content = "name,stage\n" + "".join(f"n{n},talks\n" for n in range(5)) + "z,new\n"
    now = timezone.now()
    run = imported(content, ana, now)

    assert (run.created, run.rejected) == (3, 3)
    assert stages(deal).count("talks") == 3
    [problem] = run.rejected_rows.first().problems
    assert "最多放 3 条" in problem[2]


def test_a_trial_counts_the_places_over_all_its_parts(
    settings, tmp_path, monkeypatch, deal, made, ana, limit
):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(feeding, "ROWS", 2)
    limit("talks", 3)
    made("a", "talks")
    content = "name,stage\n" + "".join(f"n{n},talks\n" for n in range(5)) + "z,new\n"

    tried = imported(content, ana, timezone.now(), dry_run=True)

    assert stages(deal) == ["talks"]
    real = imported(content, ana, timezone.now())
    assert (tried.created, tried.rejected) == (real.created, real.rejected) == (3, 3)
    assert tried.report["problems"] == real.report["problems"]


def test_a_trial_knows_the_places_that_its_rows_would_leave(
    settings, tmp_path, monkeypatch, deal, made, ana, limit
):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(feeding, "ROWS", 1)
    limit("talks", 1)
    made("a", "talks")
    content = "name,stage\na,won\nb,talks\nc,talks\n"
    given = {"mode": "upsert", "key": ["name"]}

    tried = imported(content, ana, timezone.now(), dry_run=True, **given)
    real = imported(content, ana, timezone.now(), **given)

    assert (tried.updated, tried.created, tried.rejected) == (1, 1, 1)
    assert (real.updated, real.created, real.rejected) == (1, 1, 1)


def test_related_records_find_no_place_beyond_a_hard_limit(
    settings, tmp_path, monkeypatch, visit, ana, limit
):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(feeding, "ROWS", 2)
    limit("talks", 2)
    content = "name,deal\n" + "".join(f"v{n},{deal}\n" for n, deal in enumerate("aabacbd"))
    given = {"noun": visit.key, "create_related": True}

    tried = imported(content, ana, timezone.now(), dry_run=True, **given)
    real = imported(content, ana, timezone.now(), **given)

    assert (tried.created, tried.rejected) == (real.created, real.rejected) == (5, 2)
    assert tried.report["problems"] == real.report["problems"]
    [problem] = real.rejected_rows.first().problems
    assert problem[:2] == ["deal", "rule"]
    assert "最多放 2 条" in problem[2]
