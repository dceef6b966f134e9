"""Benchmarks are run by hand and seldom: what they stand on must not go unnoticed meanwhile."""

import json

from benchmarks import next_best


def test_the_bench_of_next_products_prints_its_contract(monkeypatch):
    monkeypatch.delenv("GUANXI_DATA_SETS", raising=False)

    (figure,) = next_best.measure(60)

    told = json.loads(figure.as_json(60))
    assert told["name"].startswith("next-best, 60 customers")
    assert told.keys() >= {"size", "figure", "unit", "bar", "baseline", "ratio", "machine"}
