"""Readers of one warehouse at the same time."""

import pyarrow as pa

from guanxi.warehouse.engine import reading, writing


def test_readers_side_by_side_each_bring_rows_of_their_own(tmp_path):
    file = tmp_path / "warehouse.duckdb"
    with writing(file):
        pass

    with reading(file) as first, reading(file) as second:
        for number, connection in enumerate([first, second], 1):
            connection.register("seen", pa.table({"id": list(range(number))}))

        counted = [one.execute("SELECT count(*) FROM seen").fetchall() for one in (first, second)]

    assert counted == [[(1,)], [(2,)]]


def test_who_reads_after_a_swap_reads_the_new_one_beside_who_still_reads_the_old(tmp_path):
    file = tmp_path / "warehouse.duckdb"
    for day in (1, 2):
        with writing(file) as upcoming:
            upcoming.execute(f"CREATE OR REPLACE TABLE said AS SELECT {day} AS day")
        if day == 1:
            early = reading(file)
            before = early.__enter__()

    with reading(file) as late:
        told = [one.execute("FROM said").fetchall() for one in (before, late)]
    early.__exit__(None, None, None)

    assert told == [[(1,)], [(2,)]]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["warehouse.duckdb", "warehouse.lock"]


def test_what_a_killed_reader_left_is_gone_with_the_next_writing(tmp_path):
    file = tmp_path / "warehouse.duckdb"
    with writing(file):
        pass
    left = tmp_path / "warehouse.duckdb.77-1"
    left.hardlink_to(file)

    for _day in range(2):
        with writing(file):
            pass

    assert not left.exists()
