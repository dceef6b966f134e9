"""What other systems call the kinds of customers is understood, in both languages."""

import pytest

from guanxi.customers.models import Account
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.nouns.registry import noun_named

pytestmark = pytest.mark.django_db

FILE = (
    "Customer name,Customer type,Status\n"
    "Northwind,Company,Active\n"
    "Jane Miller,INDIVIDUAL,Prospect\n"
    "City of Leeds,Government,Inactive\n"
    "远航,公司,老客户\n"
    "张三,个人,意向客户\n"
    "市一中,学校,流失客户\n"
    "Acme,Spaceship,\n"
)


def test_words_of_other_systems(ana, at, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    run = draft_import("account", [FILE.encode()], "firms.csv", actor=ana, at=at)
    run = run_import(agree(run, Options(), run.mapping, actor=ana, at=at), actor=ana, at=at)

    made = Account.objects.order_by("pk").values_list("name", "kind", "role")
    assert list(made) == [
        ("Northwind", "business", "current"),
        ("Jane Miller", "person", "potential"),
        ("City of Leeds", "organisation", "lost"),
        ("远航", "business", "current"),
        ("张三", "person", "potential"),
        ("市一中", "organisation", "lost"),
    ]
    assert run.rejected_rows.get().problems == [["kind", "unknown_choice", "Spaceship"]]


@pytest.mark.parametrize("name", ["kind", "role"])
def test_no_word_means_another_option_by_its_label(name):
    field = noun_named("account").fields[name]
    labels = {str(label).casefold(): key for key, label in field.options.items()}

    assert set(field.option_names.values()) <= set(field.options)
    assert all(labels.get(word, key) == key for word, key in field.option_names.items())
    assert all(word == word.casefold() for word in field.option_names)
