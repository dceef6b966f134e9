"""Pages of records by the API: arranged for a role, changed, taken back, refused in words."""

import pytest

from guanxi.platform.custom.models import PageArrangement
from guanxi.platform.nouns.page import page_order

PATH = "settings/record-pages/"


def test_the_page_of_a_role_is_arranged_changed_and_taken_back(boss, seller):
    said = {"noun": "account", "role": seller.pk, "shown": ["files"], "away": ["list:orders"]}
    made = boss.post(PATH, said)
    assert made.status_code == 201
    assert made.json() == {**said, "id": made.json()["id"], "version": 1}

    one = f"{PATH}{made.json()['id']}/"
    changed = boss.patch(one, {"away": ["history"]})
    assert (changed.json()["shown"], changed.json()["away"]) == (["files"], ["history"])
    assert page_order("account", [seller.pk]).away == {"history"}

    assert boss.delete(one).status_code == 204
    assert not PageArrangement.objects.exists()


@pytest.mark.parametrize(
    "said", [{"noun": "nothing"}, {"noun": "account", "shown": ["list:nothing"]}]
)
def test_what_cannot_be_is_refused(boss, said):
    assert boss.post(PATH, said).status_code == 422
    assert not PageArrangement.objects.exists()


def test_what_is_put_away_is_answered_all_the_same(boss, api, seller, machine, press):
    before = api.get(f"machine/{press.pk}/").json()
    section = {"noun": "machine", "role": seller.pk, "away": ["section:d0"]}
    assert boss.post(PATH, section).status_code == 201

    assert api.get(f"machine/{press.pk}/").json() == before
