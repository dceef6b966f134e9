"""Rejected rows leave as a file, to be corrected in a spreadsheet."""

from guanxi.web.tests.test_import_wizard import (  # noqa: F401 - the fixture is used by its being here
    FILE,
    _may_import,
    started,
    uploaded,
)


def test_rejected_rows_are_taken_away_with_their_reasons(anas):
    _, run = uploaded(anas, FILE + "=1+1,苏州,许多\n")
    started(anas, run)

    answer = anas.get(f"/imports/{run.pk}/rejected/")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()

    assert lines[0] == "Row,Why it was rejected,名称,城市,成交"
    assert lines[1].startswith("3,") and lines[1].endswith(",车床,无锡,abc")
    assert "成交: " in lines[1]
    assert ",'=1+1," in lines[2], "no spreadsheet takes it for a formula"
    assert "machines" in answer["Content-Disposition"]
