import pytest

from guanxi.platform.search.readings import readings_of


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("北京华为技术有限公司", "bei jing hua wei ji shu"),
        ("重庆长江实业集团", "chong qing chang jiang shi ye"),
        ("招商银行", "zhao shang yin hang"),
        ("曾国藩", "zeng guo fan"),
        ("单于", "chan yu"),
        ("女儿红", "nv er hong"),
        ("3M中国", "zhong guo"),
        ("公司", "gong si"),
        ("ACME", ""),
    ],
)
def test_a_name_is_read_as_people_say_it(title, read):
    assert " ".join(readings_of(title)) == read
