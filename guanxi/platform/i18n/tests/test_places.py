"""Countries and regions of China in both languages."""

import pytest
from django.utils.translation import override

from guanxi.platform.i18n.places import (
    country_said,
    region_in_english,
    region_said,
    written_as_country,
    written_as_region,
)


@pytest.mark.parametrize(
    ("written", "english"),
    [
        ("江苏省", "Jiangsu"),
        ("苏州", "Suzhou"),
        ("陕西省", "Shaanxi"),
        ("内蒙古自治区", "Inner Mongolia"),
        ("新疆维吾尔自治区", "Xinjiang"),
        ("恩施土家族苗族自治州", "Enshi Prefecture"),
        ("西安市", "Xi'an"),
        ("长沙市", "Changsha"),
        ("吕梁市", "Lüliang"),
        ("重庆市", "Chongqing"),
        ("哈尔滨市", "Harbin"),
        ("浦东新区", "Pudong New Area"),
        ("海淀区", "Haidian District"),
        ("德清县", "Deqing County"),
        ("虎门镇", "Humen Town"),
        ("东湖高新区", "Donghu High-Tech Zone"),
        ("香港特别行政区", "Hong Kong"),
    ],
)
def test_a_region_of_china_has_the_name_that_english_gives_it(written, english):
    assert region_in_english(written) == english


@pytest.mark.parametrize("written", ["Stuttgart", "斯图加特", "", "3 楼", "中***"])
def test_what_is_no_region_of_china_stays_as_it_was_written(written):
    assert region_in_english(written) == written


def test_who_reads_chinese_reads_regions_as_they_were_written():
    with override("zh-hans"):
        assert region_said("苏州市") == "苏州市"
    with override("en"):
        assert region_said("苏州市") == "Suzhou"


@pytest.mark.parametrize("written", ["Germany", "德国", "DE", " germany "])
def test_a_country_is_said_in_the_language_of_the_reader(written):
    with override("en"):
        assert country_said(written) == "Germany"
    with override("zh-hans"):
        assert country_said(written) == "德国"


def test_a_country_that_nobody_knows_stays_as_it_was_written():
    with override("en"):
        assert country_said("Atlantis") == "Atlantis"


@pytest.mark.parametrize(
    ("written", "english"),
    [
        ("苏州", "Suzhou"),
        ("宿州市", "Suzhou (Anhui)"),
        ("宿州", "Suzhou (Anhui)"),
        ("抚州市", "Fuzhou (Jiangxi)"),
        ("泰州市", "Taizhou (Jiangsu)"),
        ("台州", "Taizhou (Zhejiang)"),
        ("榆林市", "Yulin (Shaanxi)"),
        ("吉安市", "Ji'an"),
        ("集安市", "Ji'an (Jilin)"),
        ("无锡市", "Wuxi"),
    ],
)
def test_cities_of_one_english_name_are_told_apart_by_their_province(written, english):
    assert region_in_english(written) == english


def test_cities_of_one_english_name_are_found_by_it_and_by_their_province():
    assert written_as_region("suzhou") == {"苏州市", "苏州"}
    assert written_as_region("Suzhou (Jiangsu)") == {"苏州市", "苏州"}
    for said in ("Suzhou (Anhui)", "suzhou, anhui"):
        assert written_as_region(said) == {"宿州市", "宿州"}
    assert written_as_region("taizhou") == {"泰州市", "泰州", "台州市", "台州"}
    assert {"苏州市", "宿州市"} <= written_as_region("suzh", whole=False)
    assert written_as_region("") == written_as_region("苏州") == set()


def test_a_country_is_meant_in_whichever_language_it_was_written():
    assert {"中国", "China", "中国大陆"} <= written_as_country("china")
    assert written_as_country("") == set()
