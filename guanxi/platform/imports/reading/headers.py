"""Which row is the header, and names that are all filled and all different."""

from guanxi.platform.imports.reading.kinds import Cell, Notes, Row

LOOK_AT = 20


def header_position(rows: list[Row]) -> int:
    """The place of the first row that is about as full as the others and holds only text."""
    widths = sorted(filled for row in rows if (filled := _filled(row.cells)))
    enough = max(1, widths[len(widths) // 2] * 0.6) if widths else 1
    full = [place for place, row in enumerate(rows) if _filled(row.cells) >= enough]
    return next((place for place in full if _is_all_text(rows[place].cells)), (full or [0])[0])


def unique_names(cells: list[Cell], notes: Notes) -> list[str]:
    """Column names for a header row: empty ones are numbered, repeated ones counted, both noted."""
    while cells and str(cells[-1]).strip() == "":
        cells = cells[:-1]
    names: list[str] = []
    taken: set[str] = set()
    for position, cell in enumerate(cells, start=1):
        name = " ".join(str(cell).split())
        if not name:
            name = f"column_{position}"
            notes.add("empty_header", position)
        elif name in taken:
            notes.add("duplicate_header", name)
        names.append(_free(name, taken))
    return names


def _free(name: str, taken: set[str]) -> str:
    free, turn = name, 2
    while free in taken:
        free, turn = f"{name} ({turn})", turn + 1
    taken.add(free)
    return free


def _filled(cells: list[Cell]) -> int:
    return sum(1 for cell in cells if cell != "")


def _is_all_text(cells: list[Cell]) -> bool:
    return all(isinstance(cell, str) and not _is_number(cell) for cell in cells if cell != "")


def _is_number(text: str) -> bool:
    return text.strip().replace(".", "", 1).replace(",", "").lstrip("-").isdigit()
