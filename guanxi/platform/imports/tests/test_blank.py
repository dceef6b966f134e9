"""The empty table to fill in knows the fields of its noun, and comes back as it was meant."""

from io import BytesIO

import openpyxl
import pytest
from django.utils.translation import override
from openpyxl.utils import get_column_letter

from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant
from guanxi.platform.custom.models import CustomRecord
from guanxi.platform.errors import Denied
from guanxi.platform.imports.blank import blank_columns, meant_by, write_blank
from guanxi.platform.imports.noun_recipe import recipe_named
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.recipes import declared_recipes
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.nouns.registry import noun_named, nouns


@pytest.fixture
def blank(machine, ana):
    def make(target="machine", actor=ana):
        file = BytesIO()
        write_blank(file, recipe_named(target), actor)
        return file

    return make


@pytest.fixture
def drafted(ana, at):
    def make(target, content, actor=ana):
        return draft_import(target, [content], "blank.xlsx", actor=actor, at=at)

    return make


def filled(file, **cells):
    """The table with one row, by headings."""
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    sheet.append([cells.get(heading) for heading in headings])
    back = BytesIO()
    book.save(back)
    return back.getvalue()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_heading_is_met_as_the_field_it_was_made_for(blank, drafted, admin, language):
    for target in [*declared_recipes(), *(one.key for one in nouns().values() if one.can_create)]:
        with override(language):
            columns = blank_columns(recipe_named(target), admin)
            content = filled(blank(target, admin), **{next(iter(columns)): "x"})

        run = drafted(target, content, admin)

        assert run.mapping == {heading: one.name for heading, one in columns.items()}, target


def test_own_fields_stand_in_it_and_what_is_filled_in_comes_in(blank, drafted, ana, at):
    with override("zh-hans"):
        row = {
            "名称": "冲床",
            "编号": "007",
            "购买日期": "2026年11月2日",
            "价格": "1.2万",
            "状态": "二手",
        }
        content = filled(blank(), **row)
    run = drafted("machine", content)
    agree(run, Options(), run.mapping, actor=ana, at=at)

    run_import(run, actor=ana, at=at)

    made = CustomRecord.objects.get(noun="machine", deleted_at=None)
    assert made.name == "冲床"
    assert {"007", "2026-11-02", 1_200_000, "used"} <= set(made.custom.values())


def test_a_cell_of_few_choices_offers_them(blank):
    with override("en"):
        book = openpyxl.load_workbook(blank())
    sheet, about = book.worksheets
    headings = [cell.value for cell in sheet[1]]

    column = get_column_letter(headings.index("State") + 1)

    (rule,) = sheet.data_validations.dataValidation

    assert rule.formula1 == '"New,Used"'
    assert str(rule.sqref) == f"{column}2:{column}10001"
    told = {row[0]: row[1:] for row in about.iter_rows(min_row=2, values_only=True)}
    assert told["State"] == (None, "one of: New, Used")
    assert told["Name"] == ("yes", "text")
    assert told["Maker"] == (None, "Maker, by number or name")


def test_fields_that_the_actor_may_not_fill_are_not_in_it(machine, seller, person, east):
    FieldGrant.objects.create(role=seller, noun="machine", field="price", mode="hidden")
    rights_changed()

    headings = blank_columns(recipe_named("machine"), person("dan", east, seller))

    assert "price" not in {one.name for one in headings.values()}


def test_whoever_may_not_import_gets_none(blank, person, east):
    with pytest.raises(Denied):
        blank(actor=person("dan", east))


def test_choices_that_have_commas_are_told_apart_by_another_mark():
    with override("en"):
        said = meant_by(noun_named("account").own_fields["size"])

    assert said.endswith("500–1,999 people; 2,000 people and more")
