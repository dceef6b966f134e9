"""Apache Spark as the engine of the measures: the same SQL files, said in its dialect.

Spark reads the star from Parquet files and writes each answer as such; both lie in one folder that
this process and the cluster must see. It comes with requirements-spark.txt and needs Java 17.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

DIALECT = "spark"
REQUIREMENTS = Path(__file__).parents[2] / "requirements-spark.txt"
BATCH_ROWS = 100_000
# Spark answers as DuckDB does: a division by zero is unknown, days and moments are those of UTC.
SETTINGS = {
    "spark.sql.ansi.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
# On one machine many small parts cost more than they bring, and nobody else need reach it.
ALONE = {
    "spark.sql.shuffle.partitions": "4",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}


@dataclass(frozen=True)
class Cluster:
    """Where Spark runs, and the folder through which tables come and go."""

    master: str
    folder: str


@dataclass(frozen=True)
class Spark:
    """A session that answers queries over tables of the warehouse."""

    session: Any
    folder: Path

    def answer(self, warehouse: duckdb.DuckDBPyConnection, query: str, reads: Iterable[str]) -> Any:
        """The rows of the query (in Spark's dialect) over the tables it reads, as Arrow."""
        import pyarrow.parquet as pq

        for table in reads:
            file = self.folder / f"{table}.parquet"
            if not file.exists():
                _write(warehouse, table, file)
            self.session.read.parquet(str(file)).createOrReplaceTempView(table)
        written = self.folder / "answer"
        self.session.sql(query).write.mode("overwrite").parquet(str(written))
        return pq.read_table(written)


def missing() -> str:
    """What Spark wants here and does not find, and how it is had; empty where all is there."""
    wanted = []
    if importlib.util.find_spec("pyspark") is None:
        how = f"{sys.executable} -m pip install --no-deps --require-hashes -r {REQUIREMENTS}"
        wanted.append(f"PySpark is not installed; `{how}` brings it.")
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        wanted.append("Java is not found; on Debian `apt install openjdk-17-jre-headless`.")
    return " ".join(wanted)


@contextmanager
def spark(cluster: Cluster) -> Iterator[Spark]:
    """A session in which the tables are those of this moment; its files are gone afterwards."""
    from pyspark.sql import SparkSession

    folder = Path(cluster.folder).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    builder = SparkSession.builder.appName("guanxi").master(cluster.master)
    alone = ALONE if cluster.master.startswith("local") else {}
    for name, value in (SETTINGS | alone).items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield Spark(session, folder)
    finally:
        session.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _write(warehouse: duckdb.DuckDBPyConnection, table: str, file: Path) -> None:
    import pyarrow.parquet as pq

    rows = warehouse.sql(f"FROM {table}").to_arrow_reader(BATCH_ROWS)
    with pq.ParquetWriter(file, rows.schema) as writer:
        for batch in rows:
            writer.write_batch(batch)
