"""What a file may hold that it should not: scripts, formulas, and people who have left."""

import pytest
from django.test import Client

from guanxi.customers.models import Account
from guanxi.platform.actors.models import User
from guanxi.platform.exports.lists import Wanted, write_list
from guanxi.platform.imports.correcting import try_row_again
from guanxi.platform.imports.models import RejectedRow
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery

SCRIPT = "<script>alert(1)</script>有限公司"
IMAGE = "<img src=x onerror=alert(2)>"
FORMULA = '=HYPERLINK("http://evil.example","A")'


@pytest.fixture
def brought(ana, at, settings, tmp_path):
    """Import text as ana, to its end."""
    settings.MEDIA_ROOT = tmp_path

    def bring(content):
        run = draft_import("account", [content.encode()], "firms.csv", actor=ana, at=at)
        run = agree(run, Options(), run.mapping, actor=ana, at=at)
        return run_import(run, actor=ana, at=at)

    return bring


@pytest.fixture
def page(ana):
    """What ana's browser is sent for an address."""
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(User.objects.get(pk=ana.user_id))

    def read(path):
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert "default-src 'self';" in answer.headers["Content-Security-Policy"]
        return answer.content.decode()

    return read


def test_scripts_in_cells_are_shown_as_the_text_they_are(brought, page):
    run = brought(f"客户名称,备注\n{SCRIPT},{IMAGE}\n{SCRIPT},\n")
    account = Account.objects.get()

    for path in (
        "/account/",
        f"/account/{account.pk}/",
        f"/imports/{run.pk}/",
        "/palette/?q=alert",
    ):
        shown = page(path)
        assert "<script>alert(1)" not in shown, path
        assert "<img src=x" not in shown, path
    assert "&lt;script&gt;alert(1)" in page(f"/account/{account.pk}/")


def test_formulas_in_cells_are_kept_as_they_are_and_leave_as_text(brought, ana, at, tmp_path):
    cell = FORMULA.replace('"', '""')
    brought(f'客户名称,备注\n甲公司,"{cell}"\n乙公司,+86 1\n')

    assert Account.objects.get(name="甲公司").description == FORMULA
    wanted = Wanted(ListQuery(columns=("name", "description")))
    write_list(tmp_path / "out.csv", ana, noun_named("account"), wanted, at=at)
    cells = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK" in cells
    assert ",=HYPERLINK" not in cells and ',"=HYPERLINK' not in cells


def test_a_row_of_an_owner_who_left_is_kept_until_it_is_corrected(brought, ana, ben, at):
    User.objects.filter(pk=ben.user_id).update(is_active=False)
    run = brought("客户名称,负责人\n甲公司,ben\n乙公司,ana\n")

    assert list(Account.objects.values_list("name", flat=True)) == ["乙公司"]
    row = run.rejected_rows.get()
    assert row.problems == [["owner", "no_such_record", "ben"]]
    row = try_row_again(row, ["甲公司", "ana"], actor=ana, at=at)
    assert (row.state, row.problems) == (RejectedRow.State.TAKEN, [])
    assert Account.objects.get(name="甲公司").owner_id == ana.user_id
