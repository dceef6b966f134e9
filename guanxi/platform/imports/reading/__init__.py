"""Reads CSV and XLSX files of any size as a stream of rows; knows nothing of the database."""

from guanxi.platform.imports.reading.kinds import Cell, Choices, Notes, Row, Table, Unreadable
from guanxi.platform.imports.reading.opening import open_table

__all__ = ["Cell", "Choices", "Notes", "Row", "Table", "Unreadable", "open_table"]
