"""After a trial the columns can be chosen anew; rows that are dealt with are counted no longer."""

from guanxi.platform.imports.models import ImportRun
from guanxi.web.tests.test_import_wizard import (  # noqa: F401 - the fixture is used by its being here
    HTMX,
    _may_import,
    started,
    uploaded,
)


def test_after_a_trial_the_columns_can_be_chosen_anew_as_they_were(anas):
    _, run = uploaded(anas)
    started(anas, run, act="try", mode="upsert", key="name", create_related="1")

    assert f'action="/imports/{run.pk}/anew/"' in anas.get(f"/imports/{run.pk}/").content.decode()
    answer = anas.post(f"/imports/{run.pk}/anew/")

    draft = ImportRun.objects.order_by("pk").last()
    assert answer["Location"] == f"/imports/{draft.pk}/"
    assert (draft.state, draft.mapping, draft.trial_id) == ("draft", run.mapping, None)
    html = anas.get(f"/imports/{draft.pk}/").content.decode()
    assert '<option value="bought" selected>' in html
    assert '<option value="upsert" selected>' in html
    assert '<option value="name" selected>' in html
    assert 'name="create_related" value="1" checked' in html


def test_only_a_trial_that_has_ended_gives_its_columns_anew(anas):
    _, run = uploaded(anas)
    started(anas, run)

    assert "/anew/" not in anas.get(f"/imports/{run.pk}/").content.decode()
    assert anas.post(f"/imports/{run.pk}/anew/").status_code == 422
    assert ImportRun.objects.count() == 1


def test_a_row_that_is_left_out_is_counted_no_longer(anas):
    _, run = uploaded(anas)
    started(anas, run)
    page = f"/imports/{run.pk}/"
    assert 'id="rows-left">1<' in anas.get(page).content.decode()

    row = run.rejected_rows.get()
    dropped = anas.post(f"{page}rows/{row.pk}/", {"act": "drop"}, headers=HTMX)

    assert 'id="rows-left" hx-swap-oob="true">0<' in dropped.content.decode()
    assert "Rows to correct" not in anas.get(page).content.decode()
