"""One column of whole addresses becomes 省, 市, 区 and street."""

from pathlib import Path

import pytest

from guanxi.customers.models import Account
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import

WHOLE = (
    "客户名称,地址\n"
    "甲公司,江苏省苏州市虎丘区科技路1号\n"
    "乙公司,朝阳区建国路88号\n"
    'Acme Ltd,"12 High Street, Leeds"\n'
    "丁公司,\n"
)


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.MEDIA_ROOT = Path(tmp_path) / "files"


@pytest.fixture
def bring(ana, at):
    """Import customers as ana, who may."""

    def make(content, **options):
        run = draft_import("account", [content.encode()], "firms.csv", actor=ana, at=at)
        run = agree(run, Options(**options), run.mapping, actor=ana, at=at)
        return run_import(run, actor=ana, at=at)

    return make


def places(name):
    account = Account.objects.get(name=name, deleted_at=None)
    return account.province, account.city, account.district, account.street


def test_a_whole_address_is_split_into_its_parts(bring):
    run = bring(WHOLE)

    assert (run.created, run.rejected) == (4, 0)
    assert places("甲公司") == ("江苏省", "苏州市", "虎丘区", "科技路1号")
    assert places("Acme Ltd") == ("", "", "", "12 High Street, Leeds")
    assert places("丁公司") == ("", "", "", "")


def test_what_was_filled_in_of_an_address_is_told(bring):
    run = bring("客户名称,地址\n甲公司,苏州市虎丘区科技路1号\n")

    assert places("甲公司") == ("江苏省", "苏州市", "虎丘区", "科技路1号")
    assert run.report["changes"] == {"street:region_filled_in": 1}


def test_a_street_beside_its_city_stays_as_it_is(bring):
    bring("客户名称,城市,地址\n甲公司,苏州,江苏省苏州市虎丘区科技路1号\n")

    assert places("甲公司") == ("", "苏州", "", "江苏省苏州市虎丘区科技路1号")


def test_an_address_is_split_when_a_known_customer_is_changed(bring):
    bring("客户编号,客户名称\nK1,甲公司\n")

    run = bring("客户编号,地址\nK1,江苏省苏州市虎丘区科技路1号\n", mode="update", key=("code",))

    assert run.updated == 1
    assert places("甲公司") == ("江苏省", "苏州市", "虎丘区", "科技路1号")
