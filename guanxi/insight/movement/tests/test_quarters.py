"""The ends of the quarters before a day."""

from datetime import date

from guanxi.insight.snapshots import quarter_ends_before


def test_quarters_go_back_one_by_one() -> None:
    assert [day.isoformat() for day in quarter_ends_before(date(2025, 12, 31), 3)] == [
        "2025-09-30",
        "2025-06-30",
        "2025-03-31",
    ]
