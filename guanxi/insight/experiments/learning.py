"""Learning whom a treatment moves: from what was known of each customer before it began."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.insight.churn.measure import CHURN
from guanxi.insight.churn.past import Past, rules
from guanxi.insight.churn.signs import table_of
from guanxi.insight.experiments.models import Experiment, ExperimentMember
from guanxi.insight.experiments.results import Valued, members_of_experiment, values_of
from guanxi.insight.learning.table import Floats, Table, Words
from guanxi.insight.learning.trainer import alone
from guanxi.insight.uplift.learners import out_of_fold
from guanxi.warehouse.engine import reading
from guanxi.warehouse.refresh import warehouse_file

if TYPE_CHECKING:
    import duckdb

# Of each arm so many with the outcome and so many without it, that five folds can learn from them.
LEAST_OF_EACH = 25
MOST_LEARNED = 40_000
# A result is learned from for so long after the end.
AFTER_END = dt.timedelta(days=30)
DIGITS = 4
LEAST_KNOWN = 0.1
TRAITS = ("kind", "industry", "size", "province", "source")
WHO = f"""
SELECT m.account_id, {", ".join(f"COALESCE(c.{name}, '') AS {name}" for name in TRAITS)}
FROM members AS m LEFT JOIN dim_customer AS c ON c.account_id = m.account_id
ORDER BY m.account_id
"""  # noqa: S608 our own names


def learn_uplift(*, at: dt.datetime, today: dt.date) -> dict[str, int]:
    """Tell for each member of the experiments that run, or just ended, what treatment would add."""
    if not warehouse_file().exists():
        return {}
    running = Experiment.objects.filter(deleted_at=None, starts_on__lte=today).exclude(
        ends_on__lt=today - AFTER_END
    )
    return {str(one.pk): learn_from(one, today) for one in running}


def learn_from(experiment: Experiment, today: dt.date) -> int:
    """How many members have a score now; none where an arm is too small to learn from."""
    until = min(today, experiment.ends_on or today)
    part = members_of_experiment(experiment, ExperimentMember.objects.filter(experiment=experiment))
    every = max(1, part.num_rows // MOST_LEARNED)
    with reading(warehouse_file()) as connection:
        valued = values_of(connection, experiment, part, until).every(every)
        if not _is_enough(valued):
            return 0
        table = _known_before(connection, valued, experiment.starts_on - dt.timedelta(1))
    if not table.columns:
        return 0
    treated, outcome = valued.treated.astype(float), (valued.values > 0).astype(float)
    with alone():
        found = out_of_fold(table, treated, outcome, seed=experiment.seed % 2**31)
    _keep(experiment, valued.accounts, found.uplift)
    return len(valued.accounts)


def _is_enough(valued: Valued) -> bool:
    has = valued.values > 0
    return all(
        int((arm & one).sum()) >= LEAST_OF_EACH
        for arm in (valued.treated, ~valued.treated)
        for one in (has, ~has)
    )


def _known_before(connection: duckdb.DuckDBPyConnection, valued: Valued, day: dt.date) -> Table:
    """What the books said of the members on the day before it began; nothing of who was new."""
    import pyarrow as pa

    rows = Past(connection, rules(CHURN.parameters().values())).known_rows(day)
    place = {int(account): at for at, account in enumerate(rows["account_id"])}
    at = np.array([place.get(int(account), -1) for account in valued.accounts])
    columns: dict[str, Floats | Words] = {}
    for name, column in table_of(rows).columns.items() if len(place) else ():
        known = np.append(np.asarray(column, dtype=float), np.nan)
        columns[name] = known[at]
    connection.register("members", pa.table({"account_id": valued.accounts}))
    who: dict[str, Any] = connection.execute(WHO).fetchnumpy()
    columns |= {name: np.asarray(who[name], dtype=object) for name in TRAITS}
    return Table({name: column for name, column in columns.items() if _tells(column)})


def _tells(column: Floats | Words) -> bool:
    """Whether enough members have a value, and not all the same."""
    known = column[column != ""] if column.dtype == object else column[~np.isnan(column)]
    return len(known) >= LEAST_KNOWN * len(column) and len(set(known.tolist())) > 1


def _keep(experiment: Experiment, accounts: Any, uplift: Floats) -> None:
    scores = dict(zip(map(int, accounts), np.round(uplift, DIGITS).tolist(), strict=True))
    members = ExperimentMember.objects.filter(experiment=experiment).only("account_id", "uplift")
    changed = []
    for member in members.iterator():
        score = scores.get(member.account_id)
        if member.uplift != score:
            member.uplift = score
            changed.append(member)
    ExperimentMember.objects.bulk_update(changed, ["uplift"], batch_size=2_000)
