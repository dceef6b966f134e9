"""Finding duplicates: FEBRL 1 to 3, many made customers, and one new record against them.

GUANXI_DATA_SETS names the folder of public sets; without it FEBRL is left out. The made books are
read as a table of traits: a fifth of the records are another's twin with one or two slips. The
recall beside ours is what Splink reached on the same files with shares that it learned by itself.
"""

import csv
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks._frame import Figure, timed
from benchmarks._sets import public

SIZE = 1_000_000
SPLINK = {"febrl/dataset3.csv": 0.9777}
BAR, NEW_BAR = "<= 12 s", "<= 50 ms"
CHANGED = 0.2


def measure(size: int) -> Iterator[Figure]:
    """Recall and precision on FEBRL, seconds over `size` records, and one record against them."""
    for number in (1, 2, 3):
        file = public(f"febrl/dataset{number}.csv")
        if file:
            yield from _febrl(file, number)
    yield _new_record(size)
    yield from _made(size)


def _febrl(file: Path, number: int) -> Iterator[Figure]:
    rows = [
        {name.strip(): value.strip() for name, value in row.items()}
        for row in csv.DictReader(file.open(encoding="utf-8"))
    ]
    groups = defaultdict(list)
    for place, row in enumerate(rows):
        groups[row["rec_id"].split("-")[1]].append(place)
    true = {(a, b) for same in groups.values() for k, a in enumerate(same) for b in same[k + 1 :]}
    found = _pairs(_table([_febrl_row(row) for row in rows]))
    hits = len(true & found)
    bar = f">= {SPLINK['febrl/dataset3.csv']}" if number == 3 else ""
    yield Figure(f"duplicates, FEBRL{number} precision", hits / len(found), "", "1", "none", 1.0)
    yield Figure(
        f"duplicates, FEBRL{number} recall", hits / len(true), "", bar,
        "Splink 5, learned by itself", SPLINK["febrl/dataset3.csv"] if number == 3 else 0.0,
    )  # fmt: skip


def _febrl_row(row: dict[str, str]) -> dict[str, str]:
    return {
        "name": " ".join(part for part in (row["given_name"], row["surname"]) if part),
        "city": row["suburb"],
        "street": f"{row['street_number']} {row['address_1']}".strip(),
        "postcode": row["postcode"],
        "birthday": row["date_of_birth"],
        "credit_code": row["soc_sec_id"],
    }


def _table(rows: list[dict[str, str]]):  # noqa: ANN202
    import pyarrow as pa

    from guanxi.customers.duplicates.traits import TRAITS, account_traits
    from guanxi.customers.keys import account_keys

    columns = ("phone", "email", "website", "credit_code", "city", "street", "postcode")
    blank = dict.fromkeys((*columns, "birthday"), "")
    made = [
        {
            "unique_id": place,
            **account_traits(
                blank
                | row
                | {"kind": "person", "match_key": account_keys(row["name"], "person")[1]}
            ),
        }
        for place, row in enumerate(rows)
    ]
    names = ((name, pa.string()) for name in TRAITS["account"])
    return pa.Table.from_pylist(made, schema=pa.schema([("unique_id", pa.int64()), *names]))


def _pairs(table) -> set[tuple[int, int]]:  # noqa: ANN001
    from guanxi.customers.duplicates.linking import likely_pairs

    return {(pair.left, pair.right) for pair in likely_pairs("account", table)}


def _made(size: int) -> Iterator[Figure]:
    began = time.perf_counter()
    table, true = _made_table(size)
    print(f"traits of {size} records: {time.perf_counter() - began:.1f} s", file=sys.stderr)
    began = time.perf_counter()
    found = _pairs(table)
    seconds = time.perf_counter() - began
    hits = len(true & found)
    yield Figure(f"duplicates, {size} precision", hits / max(len(found), 1), "", "1.0", "none", 1.0)
    yield Figure(f"duplicates, {size} recall", hits / len(true), "", ">= 0.973", "Splink 5", 0.973)
    yield Figure("duplicates", seconds, "s", BAR, "none", seconds)


def _made_table(size: int):  # noqa: ANN202
    """People with a name, phone, e-mail, city and birthday; a fifth come twice, with slips."""
    import numpy as np

    chance = np.random.default_rng(7)
    letters = np.array(list("abcdefghijklmnoprstuvwyz"))
    first = ["".join(chance.choice(letters, 5)) for _ in range(2_000)]
    last = ["".join(chance.choice(letters, 7)) for _ in range(20_000)]
    people = round(size * (1 - CHANGED))
    rows = [
        {
            "name": f"{first[chance.integers(2_000)]} {last[chance.integers(20_000)]}",
            "phone": f"+861{chance.integers(10**9, 10**10)}",
            "email": f"{place}@mail{place % 9_000}.cn",
            "city": f"city {chance.integers(300)}",
            "birthday": f"{1940 + chance.integers(65)}-{1 + chance.integers(12):02}-"
            f"{1 + chance.integers(28):02}",
        }
        for place in range(people)
    ]
    twins = chance.choice(people, size - people, replace=False)
    rows += [_with_slips(rows[place], chance) for place in twins]
    true = {(int(place), people + number) for number, place in enumerate(twins)}
    return _table(rows), true


def _with_slips(row: dict[str, str], chance) -> dict[str, str]:  # noqa: ANN001
    changed = dict(row)
    for name in chance.choice(list(row), 1 + int(chance.random() < 0.5), replace=False):
        if name == "name":
            at = int(chance.integers(1, len(row["name"])))
            changed["name"] = row["name"][:at] + row["name"][at + 1 :]
        else:
            changed[str(name)] = ""
    return changed


def _new_record(size: int) -> Figure:
    """One record being typed against so many customers, beside a bare look-up by index."""
    from benchmarks._firm import firm
    from guanxi.customers.duplicates.live import possible_duplicates
    from guanxi.customers.models import Account

    actor = firm(size).actor
    typed = Account.objects.order_by("-pk").values("name", "kind", "phone", "city")[:40]
    records = [{**row, "name": row["name"] + " "} for row in typed]
    places = iter(range(10**9))

    def ask() -> object:
        return possible_duplicates(actor, "account", records[next(places) % len(records)])

    def bare() -> object:
        name = records[next(places) % len(records)]["name"].strip()
        return list(Account.objects.filter(name=name).values_list("pk")[:50])

    told = timed(ask)
    print(f"median {told.median:.1f} ms, {told.cpu:.1f} ms CPU", file=sys.stderr)
    return Figure("duplicates, one new record, p95", told.p95, "ms", NEW_BAR, "the name by index",
                  timed(bare).p95)  # fmt: skip
