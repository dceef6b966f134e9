"""Files put together from others: lines in UTF-8 beside lines in what another program writes."""

import pytest

from guanxi.platform.imports.reading import open_table
from guanxi.platform.imports.reading.encoding import encoding_of

HEAD = "客户名称,城市\n"
UTF8 = ["上海恒信科技有限公司,上海\n", "苏州光明机械有限公司,苏州\n", "广州南方电子商行,广州\n"]
GBK = ["北京远航贸易有限公司,北京\n", "天津海河精密仪器厂,天津\n"]


def mixed(*parts):
    return b"".join(line.encode(encoding) for encoding, lines in parts for line in lines)


@pytest.fixture
def table(tmp_path):
    def build(content, choices=None):
        path = tmp_path / "upload.csv"
        path.write_bytes(content)
        opened = open_table(path, choices)
        return opened, [row.cells for row in opened.rows]

    return build


def cells(lines):
    return [line.strip().split(",") for line in lines]


@pytest.mark.parametrize("most", ["utf-8", "gb18030"])
def test_each_line_is_read_in_its_own_encoding_and_those_from_elsewhere_are_counted(table, most):
    few = {"utf-8": "gb18030", "gb18030": "utf-8"}[most]
    content = mixed((most, [HEAD, *UTF8 * 8]), (few, GBK), (most, UTF8), ("ascii", ["Acme,Rome\n"]))

    opened, rows = table(content)

    assert opened.header == ["客户名称", "城市"]
    assert rows == cells([*UTF8 * 8, *GBK, *UTF8, "Acme,Rome"])
    assert opened.choices.encoding == "utf-8"
    assert "undecodable" not in opened.notes
    of_gbk = len(GBK) if most == "utf-8" else 1 + len(UTF8) * 9
    assert opened.notes["lines:gb18030"].count == of_gbk


def test_one_line_from_elsewhere_far_down_is_read_too(table):
    content = mixed(("utf-8", [HEAD, *UTF8 * 20_000]), ("gb18030", GBK[:1]), ("utf-8", UTF8))

    opened, rows = table(content)

    assert rows[60_000] == cells(GBK)[0]
    assert opened.notes["lines:gb18030"].count == 1


@pytest.mark.parametrize(
    ("line", "encoding"),
    [
        ("Müller GmbH,München\n", "cp1252"),
        ("臺北遠航貿易有限公司,臺北\n", "big5"),
        ("株式会社山田製作所,東京都港区\n", "shift_jis"),
    ],
)
def test_lines_from_other_countries_are_told_apart(table, line, encoding):
    opened, rows = table(mixed(("utf-8", [HEAD, *UTF8]), (encoding, [line] * 2)))

    assert rows == cells([*UTF8, line, line])
    assert opened.notes[f"lines:{encoding}"].count == 2


def test_the_same_choices_read_the_same_rows_again(table):
    content = mixed(("gb18030", [HEAD, *GBK]), ("utf-8", UTF8))
    opened, rows = table(content)

    again, same = table(content, opened.choices)

    assert (again.choices, same) == (opened.choices, rows)
    assert again.notes == opened.notes


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_may_end_as_other_systems_end_them(table, end):
    content = mixed(("utf-8", [HEAD, *UTF8]), ("gb18030", GBK)).replace(b"\n", end.encode())

    assert table(content)[1] == cells([*UTF8, *GBK])


def test_a_sign_that_was_cut_is_no_other_encoding(table):
    broken = UTF8[0].encode()[1:]

    opened, rows = table(mixed(("utf-8", [HEAD, *UTF8 * 4])) + broken)

    assert opened.choices.encoding == "utf-8"
    assert rows[-1][0].endswith("海恒信科技有限公司")
    assert opened.notes["undecodable"].count > 0


def test_the_mark_of_utf8_is_no_part_of_the_first_name(table):
    content = mixed(("utf-8-sig", [HEAD]), ("utf-8", UTF8), ("gb18030", GBK))

    opened, rows = table(content)

    assert opened.header == ["客户名称", "城市"]
    assert rows == cells([*UTF8, *GBK])


@pytest.mark.parametrize("text", [HEAD + "".join(UTF8), "姓名\n小学\n王芳\n联通\n"])
def test_what_is_in_one_encoding_stays_in_it(tmp_path, text):
    path = tmp_path / "whole.csv"
    for encoding in ("utf-8", "gb18030"):
        path.write_bytes(text.encode(encoding))
        assert encoding_of(path) == encoding
