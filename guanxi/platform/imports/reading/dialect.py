"""How a text file parts its cells: delimiter and quote, found by the evenness of its rows."""

import csv
from collections import Counter
from contextlib import suppress

DELIMITERS = ",\t;|"
QUOTES = "\"'"


def delimiter_of(sample: list[str], quote: str) -> str:
    """The delimiter that gives the most rows of one same width above one; a comma if none does."""
    best = max(DELIMITERS, key=lambda mark: _evenness(sample, mark, quote))
    return best if _evenness(sample, best, quote) > (0.0, 0) else ","


def quote_of(sample: list[str]) -> str:
    """The quote sign that stands at cell edges, or nothing when quotes are only text."""
    text = "".join(sample)
    edges = {quote: sum(text.count(mark + quote) for mark in DELIMITERS + "\n") for quote in QUOTES}
    if text[:1] in QUOTES:
        edges[text[:1]] += 1
    if edges["'"] > 2 * len(sample) > 0 and not edges['"']:
        return "'"
    return '"'


def _evenness(sample: list[str], delimiter: str, quote: str) -> tuple[float, int]:
    widths = Counter[int]()
    with suppress(csv.Error):  # a cell beyond the limit ends the look, not the reading
        widths.update(len(row) for row in csv.reader(sample, delimiter=delimiter, quotechar=quote))
    widths.pop(0, None)
    if not widths:
        return 0.0, 0
    width, rows = max(widths.items(), key=lambda item: (item[0] > 1, item[1]))
    return (rows / sum(widths.values()), width) if width > 1 else (0.0, 0)
