"""One job of one contender: `python _needs_jobs.py CONTENDER FILE LEAST`, a line of JSON out.

The file has one basket a line, items apart by blanks. Reading it is not measured; each contender
begins from what it takes. Runs in the environment of the contender.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path


def ours(baskets: list[list[int]], least: int) -> Callable[[], int]:
    import duckdb
    import numpy as np
    import pyarrow as pa

    from guanxi.insight.needs.mining.sets import frequent_sets

    connection = duckdb.connect(config={"threads": "2", "memory_limit": "1GB"})
    lengths = [len(one) for one in baskets]
    table = pa.table(
        {
            "basket": np.repeat(np.arange(len(baskets)), lengths),
            "item": np.concatenate([np.array(one) for one in baskets]),
        }
    )
    connection.register("read", table)
    connection.execute("CREATE TABLE line AS FROM read")
    connection.execute("SELECT COUNT(DISTINCT item) FROM line").fetchall()

    def mine() -> int:
        lines = "SELECT basket, item FROM line"
        return len(frequent_sets(connection, lines, least, baskets=len(baskets)))

    return mine


def mlxtend(baskets: list[list[int]], least: int) -> Callable[[], int]:
    import pandas as pd
    from mlxtend.frequent_patterns import fpgrowth
    from mlxtend.preprocessing import TransactionEncoder

    encoder = TransactionEncoder()

    def mine() -> int:
        table = encoder.fit(baskets).transform(baskets, sparse=True)
        frame = pd.DataFrame.sparse.from_spmatrix(table, columns=encoder.columns_)
        return len(fpgrowth(frame, min_support=(least - 0.5) / len(baskets)))

    return mine


def efficient_apriori(baskets: list[list[int]], least: int) -> Callable[[], int]:
    from efficient_apriori import itemsets_from_transactions

    rows = [tuple(one) for one in baskets]

    def mine() -> int:
        found, _count = itemsets_from_transactions(rows, (least - 0.5) / len(rows))
        return sum(map(len, found.values()))

    return mine


def main() -> None:
    contender, file, least = sys.argv[1:]
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    baskets = [sorted(set(map(int, line.split()))) for line in lines]
    work = {"ours": ours, "mlxtend": mlxtend, "efficient_apriori": efficient_apriori}
    mine = work[contender](baskets, int(least))
    began = time.perf_counter()
    sets = mine()
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak, "sets": sets}))


if __name__ == "__main__":
    main()
