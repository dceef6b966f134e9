"""A dialog opened by its address stands in a page of its own."""


def test_a_dialog_in_a_new_tab_stands_in_the_shell(anas, press):
    page = anas.get(f"/machine/{press.pk}/access/").content.decode()

    assert "<html" in page and "<gx-dialog" in page
    assert f'data-lone="/machine/{press.pk}/"' in page


def test_a_page_that_asks_for_it_gets_the_dialog_alone(anas):
    answer = anas.get("/keys/", headers={"HX-Request": "true"})

    assert answer.content.decode().lstrip().startswith("<gx-dialog")


def test_a_dialog_without_a_record_leads_home(anas):
    assert 'data-lone="/"' in anas.get("/keys/").content.decode()
