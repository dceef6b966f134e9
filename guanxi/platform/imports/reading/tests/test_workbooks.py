"""Workbooks: real ones, odd ones and hostile ones."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from guanxi.platform.imports.reading import Choices, Unreadable, open_table

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "upload.xlsx"


def rows_of(path, choices=None):
    return [row.cells for row in open_table(path, choices).rows]


def rewritten(path, part, change):
    """The workbook with one of its parts changed by hand."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)


def write(path, *rows, sheet="Sheet1"):
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(path)


def test_cells_come_as_text_number_truth_and_date(path):
    moment = dt.datetime(2024, 1, 5, 13, 45)
    write(
        path,
        ["name", "size", "rate", "open", "day", "at"],
        ["远航", 12, 1.5, True, dt.date(2024, 1, 5), moment],
    )

    assert rows_of(path) == [["远航", 12, 1.5, True, dt.date(2024, 1, 5), moment]]


def test_formulas_give_the_value_last_computed_and_are_never_run(path):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_formula(1, 0, '=HYPERLINK("http://x.test","click")', None, "click")
        sheet.write_formula(1, 1, "=1+1", None, 2)

    assert rows_of(path) == [["click", 2]]


def test_formulas_that_were_never_computed_are_noted(path):
    write(path, ["name", "sum"], ["Acme", "=1+1"], ["=CONCAT(A2)", None])

    opened = open_table(path)

    assert [row.cells for row in opened.rows] == [["Acme", ""]]
    assert opened.notes["formula_without_result"].count == 2
    assert opened.notes["blank_rows"].count == 1


def test_gaps_between_cells_and_rows_are_kept(path):
    book = openpyxl.Workbook()
    for place, value in {"A1": "a", "B1": "b", "C1": "c", "A2": 1, "C2": 3, "B7": 2}.items():
        book.active[place] = value
    book.save(path)

    table = open_table(path)

    assert [(row.number, row.cells) for row in table.rows] == [(2, [1, "", 3]), (7, ["", 2, ""])]


def test_styles_of_dates_are_told_from_styles_of_numbers(path):
    styles = [
        "yyyy年m月d日",
        "[Red]0.00",
        "#,##0",
        "mm-dd-yy",
        '"day" 0',
        "[$-804]yyyy/m/d",
        "h:mm",
    ]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list("abcdefg"))
        for column, style in enumerate(styles):
            sheet.write_number(
                1, column, 0.5 if style == "h:mm" else 45296, book.add_format({"num_format": style})
            )

    day = dt.date(2024, 1, 5)

    assert rows_of(path) == [[day, 45296, 45296, day, 45296, day, "12:00:00"]]


def test_a_workbook_of_1904_counts_days_from_there(path):
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["day", "x"])
        sheet.write_datetime(1, 0, dt.datetime(2024, 1, 5), book.add_format({"num_format": 14}))

    assert rows_of(path)[0][0] == dt.date(2024, 1, 5)


def test_rich_text_is_joined_and_reading_aids_left_out(path):
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_column(0, 0, ["name", "placeholder"])
    rich = (
        f'<sst xmlns="{MAIN}"><si><t>name</t></si><si><r><t>东</t></r><r><t>京_x000D_</t></r>'
        "<rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si></sst>"
    )
    rewritten(path, "xl/sharedStrings.xml", lambda _: rich.encode())

    assert rows_of(path) == [["东京\r"]]


def test_a_prefixed_sheet_reads_like_any_other(path):
    write(path, ["name"], ["x"])
    prefixed = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is>'
        '<x:t>name</x:t></x:is></x:c></x:row><x:row><x:c t="str"><x:v>hello</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    rewritten(path, "xl/worksheets/sheet1.xml", lambda _: prefixed.encode())

    assert rows_of(path) == [["hello"]]


def test_the_person_chooses_the_sheet_and_hidden_ones_come_last(path):
    book = openpyxl.Workbook()
    book.active.title = "notes"
    book.active.sheet_state = "hidden"
    book.active.append(["x"])
    second = book.create_sheet("客户")
    second.append(["name", "city"])
    second.append(["远航", "北京"])
    book.active = 1
    book.save(path)

    table = open_table(path)

    assert (table.sheets, table.choices.sheet) == (["客户", "notes"], "客户")
    assert open_table(path, Choices(sheet="notes")).header == ["x"]
    with pytest.raises(Unreadable, match="no_such_sheet"):
        open_table(path, Choices(sheet="gone"))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_half_written_workbook_is_refused(path, share):
    write(path, *[["name", "city"], ["远航", "北京"]] * 50)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(Unreadable, match="half_written"):
        rows_of(path)


def test_a_damaged_part_is_refused_when_it_is_reached(path):
    write(path, *[["name", "city"], ["远航", "北京"]] * 50)
    rewritten(path, "xl/worksheets/sheet1.xml", lambda part: part[: len(part) // 2])

    with pytest.raises(Unreadable, match="half_written"):
        rows_of(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", "<workbook/>")
        bomb.writestr("xl/worksheets/sheet1.xml", bytes(64 * 1024**2))

    with pytest.raises(Unreadable, match="zip_bomb"):
        open_table(path)


def test_entities_that_grow_are_refused(path):
    write(path, ["name"], ["x"])
    laughs = (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><worksheet/>'
    )
    rewritten(path, "xl/worksheets/sheet1.xml", lambda _: laughs)

    with pytest.raises(Unreadable, match="zip_bomb"):
        rows_of(path)


def test_a_zip_that_is_no_workbook_is_refused(path):
    with zipfile.ZipFile(path, "w") as other:
        other.writestr("readme.txt", "hello")

    with pytest.raises(Unreadable, match="not_a_workbook"):
        open_table(path)


def test_a_cell_beyond_the_last_column_allowed_is_refused(path):
    write(path, ["name"], ["x"])
    far = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="ZZZ1"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    )
    rewritten(path, "xl/worksheets/sheet1.xml", lambda _: far.encode())

    with pytest.raises(Unreadable, match="too_many_columns"):
        rows_of(path)


def test_a_workbook_made_in_memory_order_reads_the_same(path):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number in range(300):
            sheet.write_row(number, 0, ["name", "x"] if not number else [f"n{number}", number])
    path.write_bytes(stream.getvalue())

    assert rows_of(path)[298] == ["n299", 299]
