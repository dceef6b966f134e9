"""Text files in every state that firms send them in."""

import pytest

from guanxi.platform.imports.reading import Choices, Unreadable, open_table

CHINESE = (
    "客户名称,城市,电话\n北京远航贸易有限公司,北京,13800138000\n"
    "上海恒信科技有限公司,上海,021-62345678\n"
)
TAIWANESE = (
    "客戶名稱,城市,電話\n臺北遠航貿易有限公司,臺北,0912345678\n"
    "高雄恆信科技有限公司,高雄,071234567\n"
)
GERMAN = (
    "Name;Ort;Straße\nMüller & Söhne GmbH;Köln;Große Gasse 3\nBäckerei Öztürk;München;Am Bühl 1\n"
)


@pytest.fixture
def table(tmp_path):
    def build(content, choices=None):
        path = tmp_path / "upload.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        opened = open_table(path, choices)
        return opened, list(opened.rows)

    return build


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8-sig", "utf-8-sig"),
        (CHINESE, "utf-16", "utf-16"),
        (CHINESE, "utf-16-le", "utf-16-le"),
        (CHINESE, "gbk", "gb18030"),
        (CHINESE, "gb18030", "gb18030"),
        (TAIWANESE, "big5", "big5"),
        (GERMAN, "cp1252", "cp1252"),
        ("a,b\n1,2\n", "ascii", "utf-8"),
    ],
)
def test_the_encoding_is_found_by_looking(table, text, encoding, found):
    opened, rows = table(text.encode(encoding))

    assert opened.choices.encoding == found
    lines = text.splitlines()
    mark = opened.choices.delimiter
    assert opened.header == lines[0].split(mark)
    assert [row.cells for row in rows] == [line.split(mark) for line in lines[1:]]


def test_one_sign_deep_in_the_file_says_which_encoding_it_is_in(table):
    plain = "85123A,WHITE HANGING HEART\n" * 40_000

    opened, rows = table(f"Code,Text\n{plain}GIFT,Voucher £40.00\n{plain}".encode("cp1252"))

    assert opened.choices.encoding == "cp1252"
    assert rows[40_000].cells == ["GIFT", "Voucher £40.00"]
    assert "undecodable" not in opened.notes


@pytest.mark.parametrize("text", ["£40.00", "Gift £9", "100 £ Café", "Señor"])
def test_a_western_sign_before_plain_text_is_not_chinese(table, text):
    opened, rows = table(f"a,b\n1,{text}\n".encode("cp1252"))

    assert (opened.choices.encoding, rows[0].cells) == ("cp1252", ["1", text])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_even_with_commas_in_cells(table, delimiter):
    body = "".join(delimiter.join([f"n{i}", f'"a, b; c {i}"', str(i)]) + "\n" for i in range(30))

    opened, rows = table(delimiter.join(["name", "note", "size"]) + "\n" + body)

    assert opened.choices.delimiter == delimiter
    assert rows[3].cells == ["n3", "a, b; c 3", "3"]


def test_one_column_is_a_table_too(table):
    opened, rows = table("name\nAna\nBen\n")

    assert (opened.header, [row.cells for row in rows]) == (["name"], [["Ana"], ["Ben"]])


def test_a_cell_may_hold_lines_and_quotes(table):
    _, rows = table('a,b\n"first\nsecond","say ""hi"""\nx,y\n')

    assert rows[0].cells == ["first\nsecond", 'say "hi"']
    assert [row.number for row in rows] == [2, 3]


def test_short_rows_are_filled_and_counted(table):
    opened, rows = table("a,b,c\n1\n1,2,3\n1,2\n")

    assert rows[0].cells == ["1", "", ""]
    assert opened.notes["short_rows"].count == 2
    assert opened.notes["short_rows"].examples == ["2", "4"]


def test_a_row_with_too_many_cells_keeps_them_and_is_faulty(table):
    opened, rows = table("a,b\n1,2,3\n1,2,,\n")

    assert (rows[0].cells, rows[0].fault) == (["1", "2", "3"], "too_many_cells")
    assert (rows[1].cells, rows[1].fault) == (["1", "2"], "")
    assert opened.notes["too_many_cells"].count == 1


def test_blank_rows_are_passed_over_but_keep_their_number(table):
    opened, rows = table("a,b\n1,2\n\n , \n3,4\n")

    assert [row.number for row in rows] == [2, 5]
    assert opened.notes["blank_rows"].count == 2


def test_empty_and_repeated_headers_become_different_names(table):
    opened, _ = table("name,,phone,phone,phone,\nx,y,1,2,3,z\n")

    assert opened.header == ["name", "column_2", "phone", "phone (2)", "phone (3)"]
    assert opened.notes["duplicate_header"].examples == ["phone", "phone"]
    assert opened.notes["empty_header"].count == 1


def test_title_rows_above_the_header_are_passed_over(table):
    opened, rows = table("2024 customers,,,\n,,,\nname,city,phone,size\nA,B,1,2\nC,D,3,4\n")

    assert opened.header == ["name", "city", "phone", "size"]
    assert [row.number for row in rows] == [4, 5]


def test_the_person_may_name_the_header_row(table):
    opened, rows = table("x,y\na,b\n1,2\n", Choices(header_row=2))

    assert (opened.header, len(rows)) == (["a", "b"], 1)


def test_nul_bytes_are_taken_out_and_counted(table):
    opened, rows = table(b"a,b\nx\x00y,2\n" + b"q,w\n" * 20)

    assert rows[0].cells == ["xy", "2"]
    assert opened.notes["nul_bytes"].count == 1


def test_bytes_that_do_not_decode_cost_one_character(table):
    content = CHINESE.encode() * 20_000 + b"bad \xff byte,x,1\n"

    opened, rows = table(content + CHINESE.encode(), Choices(encoding="utf-8"))

    assert rows[-4].cells[0] == "bad \ufffd byte"
    assert opened.notes["undecodable"].count == 1


def test_a_quote_never_closed_costs_one_row(table):
    body = 'ok,1\n"open,2\n' + "".join(f"row{i},{i}\n" for i in range(2_000))

    opened, rows = table("a,b\n" + body)

    assert len(rows) == 2_002
    assert (rows[1].number, rows[1].fault) == (3, "broken_quote")
    assert rows[-1].cells == ["row1999", "1999"]
    assert opened.notes["broken_quote"].count == 1


def test_a_bad_byte_behind_a_quote_never_closed_is_noted_once(table):
    body = b'"open,2\n' + b"bad \xff byte,1\n" + b"row,1\n" * 2_000

    opened, _ = table(b"a,b\n" + body, Choices(encoding="utf-8"))

    assert opened.notes["broken_quote"].count == opened.notes["undecodable"].count == 1


def test_a_quote_left_open_at_the_end_of_the_file_costs_one_row(table):
    _, rows = table('a,b\nx,1\ny,"2\nz,3\n')

    assert [row.fault for row in rows] == ["", "broken_quote", ""]
    assert rows[2].cells == ["z", "3"]


def test_ten_thousand_columns_are_refused_clearly(table):
    wide = ",".join(f"c{i}" for i in range(10_000))

    with pytest.raises(Unreadable) as refused:
        table(f"{wide}\n{wide}\n")

    assert (refused.value.code, refused.value.details) == ("too_many_columns", {"limit": 2_000})


def test_a_huge_cell_is_a_fault_of_its_row_alone(table):
    _, rows = table(f'a,b\n1,"{"x" * 200_000}"\n3,4\n')

    assert [row.fault for row in rows] == ["cell_too_long", ""]


def test_a_line_without_end_is_refused(table, monkeypatch):
    monkeypatch.setattr("guanxi.platform.imports.reading.delimited.MAX_LINE", 1_000)

    with pytest.raises(Unreadable) as refused:
        table("a,b\n" + "1,2\n" * 200 + "x" * 2_000)

    assert refused.value.code == "line_too_long"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b" \n\n", "empty_file"),
        (b"%PDF-1.7 ...", "not_a_table"),
        (bytes(range(32)) * 100, "not_a_table"),
        (b"<html><table>", "web_page"),
        (b"\xef\xbb\xbf<HTML>", "web_page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_workbook"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(table, content, code):
    with pytest.raises(Unreadable) as refused:
        table(content)

    assert refused.value.code == code


def test_the_sep_line_of_spreadsheets_is_no_header(table):
    opened, rows = table("sep=;\na;b\n1;2\n")

    assert (opened.header, rows[0].cells) == (["a", "b"], ["1", "2"])


def test_the_choices_found_read_the_same_rows_again(table):
    opened, rows = table(GERMAN.encode("cp1252"))

    again, same = table(GERMAN.encode("cp1252"), opened.choices)

    assert (again.header, same) == (opened.header, rows)


@pytest.mark.parametrize("content", ["name,city\n", "name,city\n\n,\n", "name,city"])
def test_a_file_without_rows_says_so(table, content):
    opened, rows = table(content)

    assert rows == []
    assert opened.notes["no_rows"].count == 1
