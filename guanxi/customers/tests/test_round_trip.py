"""What is taken out of the books as a file comes back the same."""

from pathlib import Path

import pytest

from guanxi.customers.models import Account
from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.exports.lists import Wanted, write_list
from guanxi.platform.imports.noun_recipe import recipe_named
from guanxi.platform.imports.noun_writer import ORIGIN
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, blocks_of, draft_import
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery
from guanxi.platform.records.writing import create_record

FIRMS = [
    {
        "code": "K1",
        "name": '=HYPERLINK("http://x")',
        "short_name": "+86",
        "street": "江苏省苏州市虎丘区科技路1号",
        "description": "第一行\n\n第三行，“引号”, comma; 'quote'",
        "tags": ["重点, 长期", "=1+1"],
        "annual_budget": "12345.67",
        "kind": "business",
    },
    {
        "code": "00042",
        "name": "<script>alert(1)</script>",
        "kind": "person",
        "gender": "female",
        "birthday": "1988-02-29",
        "phone": "+8613800138000",
        "email": "zhang@example.com",
        "next_step_at": "2024-05-06T07:08:09Z",
    },
    {
        "code": "-7",
        "name": "'apostrophe",
        # A form takes what may be a number; a file that people wrote has to hold one that is.
        "phone": "+862100004977",
        "province": "江苏省",
        "city": "苏州市",
        "country": "中国",
    },
    {
        "name": "𠮷野家 ＡＢＣ 1.2万",
        "postcode": "００１２３４",
        "website": "https://example.com/?a=1&b=2",
    },
]


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.MEDIA_ROOT = Path(tmp_path) / "files"


@pytest.fixture
def account(db):
    """Customers with a field that an administrator made."""
    CustomField.objects.create(
        noun="account", name="annual_budget", type="money", label_zh="年度预算", label_en="Budget"
    )
    schema_changed()
    return noun_named("account")


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_customers_come_back_as_they_went(account, admin, at, tmp_path, format):
    for firm in FIRMS:
        given = {name: value for name, value in firm.items() if name in account.fields}
        create_record(account, given, actor=admin, at=at)
    first = create_record(account, {"name": "子公司", "code": "K9"}, actor=admin, at=at)
    parent = Account.objects.get(code="K1")
    Account.objects.filter(pk=first.pk).update(parent=parent, referrer=parent)
    before = books(account)
    path = tmp_path / f"firms.{format}"
    columns = tuple(recipe_named("account").fields(admin))
    write_list(path, admin, account, Wanted(ListQuery(columns=columns), format, exact=True), at=at)
    # The parent stays, for what points to it; its copy is made beside it.
    Account.objects.exclude(pk=parent.pk).delete()

    run = draft_import("account", blocks_of(path), path.name, actor=admin, at=at)
    assert set(run.mapping.values()) - {""} == set(columns)
    run = run_import(
        agree(run, Options(key=("code",)), run.mapping, actor=admin, at=at), actor=admin, at=at
    )

    assert (run.skipped, run.rejected) == (1, 0), run.report
    assert books(account) == before


def books(account):
    """Every customer by name, with all that is stored but the id and the version."""
    left_out = {"id", "version"}
    columns = [one.attname for one in Account._meta.concrete_fields if one.attname not in left_out]
    assert {*ORIGIN} - {"created_by", "updated_by"} <= set(columns)
    return {row["name"]: row for row in Account.objects.filter(deleted_at=None).values(*columns)}
