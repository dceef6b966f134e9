"""Chance, purchases and value of every customer, in batches that fit into memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.insight.abreast import abreast
from guanxi.insight.clv.fitting import Learned
from guanxi.insight.lifetime.histories import DAYS_A_WEEK, Floats
from guanxi.insight.lifetime.outlook import Coming, Horizon, Outlook, coming, net_of, outlook
from guanxi.insight.lifetime.spend import expected_spend

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

BATCH = 125_000
# A slope of all that these stand for is right to a few parts in a hundred.
SAMPLE = 10_000
# Spreads numbers that follow each other (Knuth: 2**32 divided by the golden ratio).
MIXED = 2_654_435_761
# Figures of a forecast that pretend to more are false, and would be written anew every night.
DIGITS = 2
Batch = dict[str, Any]
# Which customers, what is coming of them, and the chance that each is still one.
Buying = tuple[Any, Coming, Floats]
EMPTY = """
CREATE OR REPLACE TEMP TABLE clv_prediction (
    account_id BIGINT, alive INTEGER, purchases DOUBLE, spend BIGINT, service BIGINT,
    value BIGINT, if_alive BIGINT, low BIGINT, high BIGINT, model VARCHAR
)
"""


@dataclass
class Equity:
    """The value of all customers together, with what is needed to say how sure it is.

    `gross` is what it was before serving costs; `sample` are some customers that stand for all.
    """

    value: float = 0.0
    gross: float = 0.0
    variance: float = 0.0
    customers: int = 0
    sample: Batch = field(default_factory=dict)

    def add(self, gross: Outlook, found: Outlook) -> None:
        """Count these customers in."""
        self.value += float(found.value.sum())
        self.gross += float(gross.value.sum())
        self.variance += float(found.variance.sum())
        self.customers += len(found.value)


def predict_all(
    connection: duckdb.DuckDBPyConnection, tellable: str, learned: Learned, horizon: Horizon
) -> Equity:
    """Fill clv_prediction; the customers of a batch are computed together."""
    equity = Equity()
    version = str(learned.buying.told["version"])

    def told(batch: Batch) -> tuple[Outlook, Outlook, pa.Table]:
        gross = _gross(batch, learned, horizon)
        found = net_of(gross, batch["service"])
        service = np.where(np.isnan(batch["service"]), np.nan, gross.value - found.value)
        return gross, found, _rows(batch["account_id"], found, service, version)

    def parts() -> Iterator[Batch]:
        for batch in _batches(connection, tellable):
            equity.sample = standing_for(equity.sample, batch)
            yield batch

    for gross, found, rows in abreast(told, parts()):
        equity.add(gross, found)
        connection.register("clv_arriving", rows)
        connection.execute("INSERT INTO clv_prediction SELECT * FROM clv_arriving")
        connection.unregister("clv_arriving")
    return equity


def standing_for(sample: Batch, batch: Batch) -> Batch:
    """Some of the customers, the same ones in whatever order and parts all of them come."""
    both = {
        name: np.concatenate([sample.get(name, column[:0]), column])
        for name, column in batch.items()
    }
    chosen = np.argsort(both["account_id"] * MIXED % 2**32)[:SAMPLE]
    return {name: column[chosen] for name, column in both.items()}


def worth(
    batch: Batch, learned: Learned, horizon: Horizon, buying: Sequence[Buying] | None = None
) -> float:
    """The value of the customers of a batch together, net of what serving them costs.

    `buying` is given where it is known already.
    """
    return float(net_of(_gross(batch, learned, horizon, buying), batch["service"]).value.sum())


def buying_of(batch: Batch, learned: Learned, horizon: Horizon) -> list[Buying]:
    """How the customers of each part buy on, by the model of that part."""
    repeats, age = batch["repeats"].astype(np.float64), batch["age"] / DAYS_A_WEEK
    recency = batch["recency"] / DAYS_A_WEEK
    parts = np.asarray(batch["part"], dtype=object) if learned.parts else np.zeros(len(age))
    found = []
    for part in dict.fromkeys(parts):
        here = parts == part
        values = learned.values_of(str(part))
        ahead = coming(learned.model, values, repeats[here], age[here], horizon)
        alive = learned.model.alive(values, repeats[here], recency[here], age[here])
        found.append((here, ahead, alive))
    return found


def _gross(
    batch: Batch, learned: Learned, horizon: Horizon, buying: Sequence[Buying] | None = None
) -> Outlook:
    """The outlook of each customer with the model of its part, before serving costs."""
    days = batch["days"].astype(np.float64)
    spend = expected_spend(learned.spend.values, days, batch["brought"] / days)
    found: dict[str, Floats] = {}
    for here, ahead, alive in buying or buying_of(batch, learned, horizon):
        for name, column in vars(outlook(ahead, alive, spend.where(here))).items():
            found.setdefault(name, np.empty(len(days)))[here] = column
    return Outlook(**found)


def _batches(connection: duckdb.DuckDBPyConnection, tellable: str) -> Iterator[Batch]:
    cursor = connection.cursor()
    reader = cursor.sql(tellable).to_arrow_reader(BATCH)
    for batch in reader:
        if batch.num_rows:
            yield {
                name: column.to_numpy(zero_copy_only=False)
                for name, column in zip(batch.schema.names, batch.columns, strict=True)
            }
    cursor.close()


def _rows(accounts: Any, found: Outlook, service: Floats, version: str) -> pa.Table:
    import pyarrow as pa

    return pa.table(
        {
            "account_id": accounts,
            # Nothing that is still to come is certain.
            "alive": np.clip(np.rint(100 * found.alive), 1, 99).astype(np.int32),
            "purchases": np.round(found.purchases, 1),
            "spend": rounded(found.spend),
            "service": pa.array(rounded(np.nan_to_num(service)), mask=np.isnan(service)),
            "value": rounded(found.value),
            "if_alive": rounded(found.if_alive),
            "low": rounded(found.low),
            "high": rounded(found.high),
            "model": pa.array([version]).take(pa.array(np.zeros(len(accounts), np.int32))),
        }
    )


def rounded(amounts: Floats) -> Any:
    """Amounts to as many digits as a forecast can bear."""
    size = 10.0 ** (np.floor(np.log10(np.maximum(np.abs(amounts), 1))) - (DIGITS - 1))
    size = np.maximum(size, 1)
    return (np.rint(amounts / size) * size).astype(np.int64)
