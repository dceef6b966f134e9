"""The recycle bin: deleting offers the way back, and nobody sees what was not theirs."""

import pytest

from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant
from guanxi.platform.records.writing import create_record, delete_record


@pytest.fixture
def binned(machine, press, ana, at):
    delete_record(machine, press.pk, actor=ana, at=at)
    return press


def test_a_deletion_offers_to_be_undone(anas, machine, press):
    anas.post(f"/machine/{press.pk}/delete/")
    page = anas.get("/machine/").content.decode()
    assert f'hx-post="/machine/{press.pk}/restore/"' in page


def test_what_was_deleted_is_listed_and_comes_back(anas, machine, binned):
    assert "冲床" in anas.get("/bin/machine/").content.decode()

    anas.post(f"/machine/{binned.pk}/restore/")
    assert anas.get(f"/machine/{binned.pk}/").status_code == 200
    assert "冲床" not in anas.get("/bin/machine/").content.decode()


def test_a_stranger_neither_sees_nor_restores_it(browser_of, cleo, machine, binned):
    cleos = browser_of(cleo)
    assert "冲床" not in cleos.get("/bin/machine/").content.decode()
    assert cleos.post(f"/machine/{binned.pk}/restore/").status_code == 404


def test_a_masked_name_stays_masked_in_the_bin(anas, machine, binned, seller):
    FieldGrant.objects.create(role=seller, noun="machine", field="name", mode="masked")
    rights_changed()
    assert "冲床" not in anas.get("/bin/machine/").content.decode()


def test_an_unknown_record_type_is_not_found(anas, machine):
    assert anas.get("/bin/nothing/").status_code == 404
    assert anas.get("/bin/machine/?page=x").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_rows(
    anas, machine, ana, at, django_assert_max_num_queries
):
    for name in range(30):
        made = create_record(machine, {"name": f"旧机 {name}"}, actor=ana, at=at)
        delete_record(machine, made.pk, actor=ana, at=at)
    with django_assert_max_num_queries(30):
        assert anas.get("/bin/machine/").content.decode().count("旧机") == 60
