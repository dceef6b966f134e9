"""How far customers get: stages in order, each a declaration that later rooms may add to.

A stage is SQL that gives account_id and the first day on which it was reached. Those who never
passed an earlier stage count from the day of the later one: an order proves a contact.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.measures import Text

# ruff: noqa: S608 our own names
MEETING_CHANNELS = "('meeting', 'visit')"


@dataclass(frozen=True)
class Stage:
    """One stage: its key, its name, and the rows account_id, reached_on."""

    key: str
    label: Text
    reached: str


def _purchase(number: int) -> str:
    return (
        "SELECT account_id, ordered_on AS reached_on FROM ("
        "SELECT account_id, ordered_on, ROW_NUMBER() OVER (PARTITION BY account_id"
        " ORDER BY ordered_on) AS place FROM purchase_day WHERE purchase_lines > 0"
        f") WHERE place = {number}"
    )


STAGES: list[Stage] = [
    Stage(
        "contact",
        pgettext_lazy("stage", "Contact"),
        "SELECT account_id, MIN(happened_on) AS reached_on FROM fact_interaction"
        " WHERE account_id IS NOT NULL GROUP BY account_id",
    ),
    Stage(
        "meeting",
        pgettext_lazy("stage", "Meeting"),
        "SELECT account_id, MIN(day) AS reached_on FROM ("
        "SELECT account_id, happened_on AS day FROM fact_interaction"
        f" WHERE channel IN {MEETING_CHANNELS}"
        " UNION ALL SELECT account_id, done_on FROM fact_activity"
        " WHERE kind = 'meeting' AND done_on IS NOT NULL"
        ") WHERE account_id IS NOT NULL GROUP BY account_id",
    ),
    Stage("first", _("First order"), _purchase(1)),
    Stage("second", _("Second order"), _purchase(2)),
    Stage("third", _("Third order"), _purchase(3)),
    Stage("tenth", _("Tenth order"), _purchase(10)),
]


def funnel(stages: list[Stage], as_of: str) -> str:
    """One row per customer: the earliest day of each stage or a later one, and its own day."""
    joins = " ".join(
        f"LEFT JOIN ({one.reached}) AS s{place}"
        f" ON s{place}.account_id = a.account_id AND s{place}.reached_on <= DATE '{as_of}'"
        for place, one in enumerate(stages)
    )
    columns = []
    for place in range(len(stages)):
        days = [f"s{later}.reached_on" for later in range(place, len(stages))]
        columns.append(f"LEAST({', '.join(days)}) AS day{place}, {days[0]} AS own{place}")
    return f"SELECT a.account_id, {', '.join(columns)} FROM dim_customer AS a {joins}"
