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
