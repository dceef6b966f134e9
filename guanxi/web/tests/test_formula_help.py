"""What helps with a formula on screen: names to insert, and a trial while it is typed."""

import pytest

from guanxi.platform.custom.models import CustomField

WHERE = "/settings/fields/machine/"


@pytest.fixture
def admins(browser_of, machine, admin):
    return browser_of(admin)


def tried(client, formula, **more):
    return client.post(f"{WHERE}try/", {"formula": formula, **more}).content.decode()


def test_names_and_functions_stand_beside_the_box(admins):
    page = admins.get(f"{WHERE}parts/?type=formula").content.decode()

    assert 'data-insert="bought"' in page and 'data-insert="if(, , )"' in page
    assert 'data-insert="owner' in page and "Functions" in page
    assert 'data-spelled="' in page
    assert "data-insert" not in admins.get(f"{WHERE}parts/?type=text").content.decode()


def test_names_of_related_records_stand_there_too(admins):
    admins.post(WHERE, {"label_zh": "厂", "name": "plant", "type": "relation", "target": "account"})

    page = admins.get(f"{WHERE}parts/?type=formula").content.decode()

    assert 'data-insert="plant.industry"' in page


def test_it_is_tried_on_a_real_record(admins, press):
    html = tried(admins, "bought * 2", result="money")

    assert "苏州冲床" in html and "256,000" in html and "Another record" in html


def test_what_is_wrong_is_marked(admins, press):
    html = tried(admins, "bougt * 2")

    assert "<mark>bougt</mark> * 2" in html
    assert "Is “bought” meant?" in html


def test_what_is_typed_never_runs(admins, press):
    assert "<script>" not in tried(admins, "<script>alert(1)</script>")


def test_nothing_typed_and_nothing_given_are_said(admins, press):
    assert "while you type" in tried(admins, "  ")
    assert "no value" in tried(admins, "bought / 0")


def test_a_formula_that_reads_itself_is_refused_while_it_is_typed(admins, press):
    given = {"label_zh": "双", "name": "twice", "type": "formula", "formula": "bought * 2"}
    admins.post(WHERE, {**given, "result": "money"})
    row = CustomField.objects.get(name="twice")
    html = tried(admins, "twice + 1", row=row.pk)

    assert "wrong" in html and "gives" not in html


def test_only_an_administrator_tries(anas, press):
    assert anas.post(f"{WHERE}try/", {"formula": "bought"}).status_code == 403
