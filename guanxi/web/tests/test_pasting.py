"""A block from a spreadsheet is shown first, then changes several rows, and can be taken back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant, User
from guanxi.platform.custom.models import CustomRecord
from guanxi.platform.facts.models import Fact
from guanxi.platform.records.writing import create_record
from guanxi.platform.verbs.models import Batch

HTMX = {"HX-Request": "true"}
WHERE = "/machine/paste/"


@pytest.fixture
def counted():
    """How many queries something asks."""

    def count(act):
        with CaptureQueriesContext(connection) as asked:
            act()
        return len(asked)

    return count


def block(rows, text, *columns):
    return {"id": [row.pk for row in rows], "column": columns or ["city", "bought"], "text": text}


def cities(machine):
    key = machine.field("city").custom_key
    return [one.custom.get(key) for one in CustomRecord.objects.order_by("pk")]


def test_a_block_is_shown_beside_what_stands_there(anas, machine, press, lathe):
    html = anas.post(WHERE, block([press, lathe], "昆山\t5\n常州\t7\n"), headers=HTMX).content
    assert "2 rows would change" in html.decode()
    assert "昆山" in html.decode()
    assert cities(machine) == ["苏州", "无锡"]


def test_a_block_changes_each_row_and_changes_back(anas, machine, press, lathe):
    given = block([press, lathe], "昆山\t5\n常州\t7") | {"go": "1"}
    assert "2 rows done" in anas.post(WHERE, given, headers=HTMX).content.decode()
    assert cities(machine) == ["昆山", "常州"]
    anas.post(f"/batches/{Batch.objects.get().pk}/undo/", headers=HTMX)
    assert cities(machine) == ["苏州", "无锡"]


def test_a_row_that_cannot_be_taken_says_why_and_the_others_go_on(anas, machine, press, lathe):
    given = block([press, lathe], "昆山\tmany\n常州\t7")
    assert "1 cannot be taken" in anas.post(WHERE, given, headers=HTMX).content.decode()
    anas.post(WHERE, given | {"go": "1"}, headers=HTMX)
    assert cities(machine) == ["苏州", "常州"]


def test_quoted_cells_keep_their_line_breaks(anas, machine, press):
    given = block([press], '"昆\n山"\t5', "city", "bought")
    assert "1 row would change" in anas.post(WHERE, given, headers=HTMX).content.decode()


def test_a_strangers_rows_are_not_shown_and_not_changed(browser_of, machine, cleo, press):
    given = block([press], "昆山\t5")
    html = browser_of(cleo).post(WHERE, given | {"go": "1"}, headers=HTMX).content.decode()
    assert "苏州" not in html
    assert cities(machine) == ["苏州"]
    assert not Fact.objects.filter(kind="machine.updated").exists()


def test_columns_that_one_may_not_change_are_denied(anas, machine, seller, press):
    FieldGrant.objects.create(role=seller, noun="machine", field="city", mode="read")
    rights_changed()
    assert anas.post(WHERE, block([press], "昆山\t5"), headers=HTMX).status_code == 403
    assert anas.post(WHERE, block([press], "昆山", "updated_at"), headers=HTMX).status_code == 403
    assert cities(machine) == ["苏州"]


def test_a_column_that_is_none_shifts_nothing(anas, machine, press):
    given = block([press], "昆山\tx\t5", "city", "", "bought") | {"go": "1"}
    assert anas.post(WHERE, given, headers=HTMX).status_code == 422
    assert cities(machine) == ["苏州"]


def test_who_has_left_may_stay_where_they_stand(anas, machine, press, lathe, ben):
    CustomRecord.objects.filter(pk=press.pk).update(owner=ben.user_id)
    User.objects.filter(pk=ben.user_id).update(is_active=False)
    text = f"昆山\t{ben.name}\n常州\t{ben.user_id}"

    given = block([press, lathe], text, "city", "owner")
    assert "1 cannot be taken" in anas.post(WHERE, given, headers=HTMX).content.decode()
    anas.post(WHERE, given | {"go": "1"}, headers=HTMX)

    assert cities(machine) == ["昆山", "无锡"]
    press.refresh_from_db()
    assert press.owner_id == ben.user_id


def test_what_people_call_by_name_is_pasted_by_name(anas, machine, ben, press):
    key = machine.field("tier").custom_key
    anas.post(WHERE, block([press], "", "tier") | {"go": "1"}, headers=HTMX)
    anas.post(WHERE, block([press], "重点\tBen", "tier", "owner") | {"go": "1"}, headers=HTMX)
    press.refresh_from_db()
    assert press.custom[key] == "key"
    assert press.owner_id == ben.user_id


def test_a_name_that_nobody_bears_is_refused_beside_its_row(anas, machine, press):
    html = anas.post(WHERE, block([press], "Nobody", "owner"), headers=HTMX).content.decode()
    assert "1 cannot be taken" in html
    assert '<p class="late">Nothing, or more than one, is called “Nobody”.' in html


def test_reasons_are_told_by_the_marks_of_the_language(anas, machine, press, ana):
    given = block([press], "Nobody\tNothing", "owner", "team")
    html = anas.post(WHERE, given, headers=HTMX).content.decode()
    assert "“Nobody”.; Nothing, or more than one" in html

    User.objects.filter(pk=ana.user_id).update(language="zh-hans")
    html = anas.post(WHERE, given, headers=HTMX).content.decode()
    assert "；" in html


def test_the_names_of_a_column_are_looked_for_at_once(anas, machine, at, ana, counted):
    rows = [create_record(machine, {"name": f"m{n}"}, actor=ana, at=at) for n in range(6)]
    one = counted(lambda: anas.post(WHERE, block(rows, "Ben\n" * 6, "owner"), headers=HTMX))
    names = "Ben\nAna\nx\ny\nz\nNobody"
    six = counted(lambda: anas.post(WHERE, block(rows, names, "owner"), headers=HTMX))

    assert six == one
