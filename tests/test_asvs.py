"""The table of security requirements is whole, and names tests that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs" / "reference" / "asvs.md"
TEXT = TABLE.read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(\w+)`", TEXT)))
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| (\d) \| (.*?)\|(.*?)\|$", TEXT, re.MULTILINE)
UNTESTED = ("Not applicable: ", "Open: ", "Operator: ", "One firm is one database")
# By section of ASVS 5.0.0 the level of each requirement, in their order.
LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222",
    "1.5": "123", "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23", "3.1": "3",
    "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3",
    "3.7": "22333", "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222", "5.1": "2",
    "5.2": "112333", "5.3": "113", "5.4": "222", "6.1": "122", "6.2": "111111112222",
    "6.3": "11223333", "6.4": "112233", "6.5": "22222333", "6.6": "2223", "6.7": "33",
    "6.8": "2222", "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223",
    "7.6": "22", "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23", "9.1": "111",
    "9.2": "1222", "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333",
    "10.5": "22222", "10.6": "22", "10.7": "222", "11.1": "2233", "11.2": "22233",
    "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23", "11.7": "33", "12.1": "12233",
    "12.2": "11", "12.3": "22223", "13.1": "2333", "13.2": "222223", "13.3": "2233",
    "13.4": "1222233", "14.1": "22", "14.2": "12223333", "14.3": "122", "15.1": "12233",
    "15.2": "12233", "15.3": "1222222", "15.4": "3333", "16.1": "2", "16.2": "22222",
    "16.3": "2222", "16.4": "222", "16.5": "2223", "17.1": "23", "17.2": "22223333",
    "17.3": "22",
}  # fmt: skip
# Authorization and logging are aimed at to level three.
AIMED = {"8": 3, "16": 3}


def wanted():
    """Every requirement of the aim, with its level."""
    for section, levels in LEVELS.items():
        aim = AIMED.get(section.partition(".")[0], 2)
        for number, level in enumerate(levels, start=1):
            if int(level) <= aim:
                yield f"{section}.{number}", level


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_every_test_in_the_table_exists(path, name):
    file = ROOT / path
    assert file.exists(), path
    assert re.search(rf"^\s*def {name}\(", file.read_text(encoding="utf-8"), re.MULTILINE), name


def test_every_requirement_of_the_aim_has_a_row():
    listed = {number for number, *_rest in ROWS}
    assert [number for number, _level in wanted() if number not in listed] == []


def test_the_table_says_of_each_the_level_that_it_has():
    wrong = {}
    for number, level, _how, _test in ROWS:
        section, _dot, last = number.rpartition(".")
        if LEVELS[section][int(last) - 1] != level:
            wrong[number] = LEVELS[section][int(last) - 1]
    assert wrong == {}


def test_every_row_names_a_test_or_says_why_there_is_none():
    silent = [
        number
        for number, _level, how, test in ROWS
        if "`" not in test and not how.startswith(UNTESTED) and "](" not in how
    ]
    # What the standard wants written down is met by being written down.
    written = {"16.1.1", "16.2.3", "16.4.2", "16.4.3", "8.2.4"}
    assert [number for number in silent if number not in written] == []
