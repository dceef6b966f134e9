"""Sheets as tables of numbers: respondents down, questions across, as a model wants them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from guanxi.insight.satisfaction.pls import Floats

if TYPE_CHECKING:
    import duckdb

# So many sheets are enough to learn from; with more, the latest are taken.
MOST_SHEETS = 20_000
ANSWERS = """
WITH taken AS (
    SELECT sheet FROM fact_score
    WHERE kind IN (SELECT UNNEST($needed)) AND firm = $firm
        AND answered_on > $since AND answered_on <= $until
    GROUP BY sheet ORDER BY MAX(answered_on) DESC, sheet LIMIT $most
)
SELECT f.sheet, f.kind, UPPER(f.item) AS item, MAX(CAST(f.{column} AS DOUBLE)) AS answer
FROM fact_score AS f
JOIN taken AS t ON t.sheet = f.sheet
WHERE f.kind IN (SELECT UNNEST($kinds)) AND f.firm = $firm
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
"""


@dataclass(frozen=True)
class Span:
    """Answers about one firm (empty: us) after one day, up to another."""

    since: dt.date
    until: dt.date
    firm: str = ""


@dataclass(frozen=True)
class Sheets:
    """Answers by respondent (rows) and question (kind and code); NaN where there is none."""

    questions: tuple[tuple[str, str], ...]
    answers: Floats

    def of(self, kind: str, codes: Sequence[str]) -> Floats:
        """The columns of those questions in that order; NaN throughout where never asked."""
        places = {question: place for place, question in enumerate(self.questions)}
        nothing = np.full(len(self.answers), np.nan)
        return np.column_stack(
            [
                self.answers[:, places[kind, code]] if (kind, code) in places else nothing
                for code in codes
            ]
            or [nothing[:, None][:, :0]]
        )

    def codes(self, kind: str) -> tuple[str, ...]:
        """The codes that were asked of a kind."""
        return tuple(code for asked, code in self.questions if asked == kind)


def read_sheets(
    connection: duckdb.DuckDBPyConnection,
    kinds: Sequence[str],
    span: Span,
    column: str = "points",
    needed: str = "",
) -> Sheets:
    """The sheets with answers of those kinds: `points` of the scale, or the `value` given.

    Only sheets with an answer of the kind that is `needed`, where one is: others tell nothing, and
    there may be so many of them that the latest sheets have none that does.
    """
    bound = {"kinds": list(kinds), "firm": span.firm, "since": span.since, "until": span.until}
    bound |= {"needed": [needed] if needed else list(kinds), "most": MOST_SHEETS}
    found = connection.execute(ANSWERS.format(column=column), bound).fetchnumpy()
    asked = list(zip(map(str, found["kind"]), map(str, found["item"]), strict=True))
    questions = tuple(sorted(set(asked)))
    places = {question: place for place, question in enumerate(questions)}
    sheets, rows = np.unique(np.asarray(found["sheet"], dtype=str), return_inverse=True)
    answers = np.full((len(sheets), len(questions)), np.nan)
    columns = np.array([places[one] for one in asked], dtype=np.int64)
    answers[rows, columns] = np.asarray(found["answer"], dtype=np.float64)
    return Sheets(questions, answers)


def whole(answers: Floats) -> Floats:
    """The rows without anything missing."""
    return np.asarray(answers[~np.any(np.isnan(answers), axis=1)], dtype=np.float64)
