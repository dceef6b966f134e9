"""Sections of forms are read, set, changed and taken back by the API as on their page."""

import pytest

from guanxi.platform.custom.models import FormArrangement
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named

PATH = "settings/form-sections/"
SECTIONS = [
    {"zh": "名称", "en": "Naming", "fields": ["name"]},
    {"zh": "所在", "en": "Place", "fields": ["city"]},
]


def test_sections_are_set_changed_in_part_and_taken_back(boss):
    sent = {"noun": "machine", "sections": SECTIONS, "quick": ["city"]}
    made = boss.post(PATH, sent)
    row = made.json()
    assert made.status_code == 201
    assert [one["key"] for one in row["sections"]] == ["s1", "s2"]
    assert (row["quick"], row["version"]) == (["city"], 1)
    assert boss.get(PATH).json()["rows"] == [row]
    assert [one.names for one in noun_named("machine").sections] == [["name"], ["city"]]

    one = f"{PATH}{row['id']}/"
    turned = boss.patch(one, {"sections": row["sections"][::-1]}).json()
    assert turned == {**row, "sections": row["sections"][::-1], "version": 2}
    assert boss.patch(one, {"quick": []}).json()["sections"] == turned["sections"]

    assert boss.delete(one).status_code == 204
    assert not FormArrangement.objects.exists()
    kinds = Fact.objects.filter(kind__startswith="form.").order_by("pk")
    assert [one.kind for one in kinds] == [*["form.arranged"] * 3, "form.reset"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"noun": "nothing", "sections": SECTIONS},
        {"noun": "machine", "sections": []},
        {"noun": "machine", "sections": "name"},
        {"noun": "machine", "sections": {"zh": "名称"}},
        {"noun": "machine", "sections": [{"zh": "名称", "fields": "name"}]},
        {"noun": "machine", "sections": [{"zh": 7, "fields": ["name"]}]},
        {"noun": "machine", "sections": [{"zh": "名称", "fields": ["nothing"]}]},
        {"noun": "machine", "sections": [{"zh": "", "fields": ["name"]}]},
        {"noun": "machine"},
    ],
)
def test_what_makes_no_sense_is_refused(boss, wrong):
    assert boss.post(PATH, wrong).status_code == 422
    assert not FormArrangement.objects.exists()


def test_a_form_that_is_arranged_already_is_changed_not_made_anew(boss):
    boss.post(PATH, {"noun": "machine", "sections": SECTIONS})

    assert boss.post(PATH, {"noun": "machine", "sections": SECTIONS}).status_code == 422
