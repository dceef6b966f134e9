"""Books and a warehouse for each test, in a folder of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from guanxi.warehouse.build import Report, Request, build
from guanxi.warehouse.engine import reading
from guanxi.warehouse.extraction import House
from guanxi.warehouse.refresh import roll_ups
from guanxi.warehouse.source import open_source
from guanxi.warehouse.tests.books import Books

TODAY = "2025-06-01"


@pytest.fixture
def books(tmp_path: Path) -> Books:
    """Empty books."""
    return Books(tmp_path / "books.sqlite3")


@pytest.fixture
def refresh(books: Books, tmp_path: Path) -> Callable[..., Report]:
    """Bring the warehouse in step with the books."""

    def go(*scripts: tuple[str, str], fresh: bool = False, today: str = TODAY) -> Report:
        request = Request(
            source=books.url,
            file=str(tmp_path / "warehouse.duckdb"),
            house=House("Asia/Shanghai", "CNY", today, *roll_ups()),
            at=f"{today}T10:00:00+00:00",
            scripts=scripts,
            fresh=fresh,
        )
        with open_source(request.source) as source:
            report = build(request, source, lambda step: None)
        books.followed(report)
        return report

    return go


@pytest.fixture
def ask(tmp_path: Path) -> Callable[[str], list[Any]]:
    """The rows of a query on the warehouse."""

    def go(sql: str) -> list[Any]:
        with reading(tmp_path / "warehouse.duckdb") as connection:
            return connection.execute(sql).fetchall()

    return go
