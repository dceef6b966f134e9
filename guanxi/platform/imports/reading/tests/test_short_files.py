"""A few lines are enough to tell in which encoding a table was written."""

import pytest

from guanxi.platform.imports.reading.encoding import encoding_of

TABLES = {
    "customers": "客户名称,电话,地址\n苏州光明机械有限公司,0512-65001234,苏州市星湖街218号\n",
    "people": "姓名,职务\n张伟,总经理\n",
    "one name": "姓名\n王芳\n",
    "orders": "订单编号,日期,金额\nSO-1,2026-01-02,128000\n",
}
TAIWAN = {
    "customers": "客戶名稱,電話,地址\n台灣積體電路製造股份有限公司,03-5636688,新竹市力行六路8號\n",
    "people": "姓名,職務\n張志明,總經理\n",
    "one name": "姓名\n陳美玲\n",
    "orders": "訂單編號,日期,金額\nSO-1,2026-01-02,128000\n",
    "head only": "名稱,統一編號\nAcme,12345678\n",
}
JAPAN = {
    "customers": "会社名,電話番号,住所\n株式会社山田製作所,03-1234-5678,東京都港区芝公園4丁目\n",
    "people": "氏名,部署\n佐藤 健,営業部\n",
    "kana": "フリガナ,メモ\nヤマダ タロウ,よろしくお願いします\n",
}
WEST = {
    "german": "Name;Straße\nMüller GmbH;Königstraße 5\n",
    "french": "Société,Ville\nÉlan,Orléans\n",
}


def told(tmp_path, text, encoding):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    return encoding_of(path)


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16-le", "utf-16-be"])
def test_simplified_chinese(tmp_path, text, encoding):
    assert told(tmp_path, text, encoding) == encoding


@pytest.mark.parametrize("text", TAIWAN.values(), ids=TAIWAN)
@pytest.mark.parametrize("encoding", ["big5", "utf-8", "utf-16-le"])
def test_traditional_chinese(tmp_path, text, encoding):
    assert told(tmp_path, text, encoding) == encoding


@pytest.mark.parametrize("text", JAPAN.values(), ids=JAPAN)
@pytest.mark.parametrize("encoding", ["shift_jis", "utf-8"])
def test_japanese(tmp_path, text, encoding):
    assert told(tmp_path, text, encoding) == encoding


@pytest.mark.parametrize("text", WEST.values(), ids=WEST)
def test_western_europe(tmp_path, text):
    assert told(tmp_path, text, "cp1252") == "cp1252"


@pytest.mark.parametrize("name", ["小学", "小"])
def test_what_is_utf8_by_chance_is_read_as_it_was_meant(tmp_path, name):
    assert told(tmp_path, f"name,phone\n{name},10010\n", "gb18030") == "gb18030"


@pytest.mark.parametrize("name", ["Müller", "Élan", "Łódź", "Čapek", "Ионов"])
def test_names_in_utf8_stay_what_they_are(tmp_path, name):
    assert told(tmp_path, f"name,phone\n{name},10010\n", "utf-8") == "utf-8"


@pytest.mark.parametrize("name", ["林", "陳", "林志玲", "台灣", "大同"])
def test_a_single_name_in_big5_is_enough(tmp_path, name):
    assert told(tmp_path, f"name,phone\n{name},10010\n", "big5") == "big5"


def test_traditional_characters_of_a_mainland_file_stay_what_they_are(tmp_path):
    assert (
        told(tmp_path, "客户名称,电话\n瑞豐國際有限公司,1\n上海精密仪器厂,2\n", "gb18030")
        == "gb18030"
    )
