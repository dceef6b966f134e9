"""Benchmarks are run by hand and seldom: what they stand on must not go unnoticed meanwhile."""

import importlib.util
import json
import sys

import pytest

from benchmarks import next_best
from benchmarks.__main__ import main
from benchmarks._peers import absent_peers, peer_python
from benchmarks._sets import FOLDERS
from benchmarks.spark import apart


def test_the_bench_of_next_products_prints_its_contract(monkeypatch):
    for setting in (*FOLDERS, "GUANXI_ONLINE_RETAIL"):
        monkeypatch.delenv(setting, raising=False)

    (figure,) = next_best.measure(60)

    told = json.loads(figure.as_json(60))
    assert told["name"].startswith("next-best, 60 customers")
    assert told.keys() >= {"size", "figure", "unit", "bar", "baseline", "ratio", "machine"}


def test_a_bench_without_spark_says_what_to_install(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(SystemExit) as refused:
        main(["spark"])

    assert "PySpark is not installed" in str(refused.value)
    assert "requirements-spark.txt" in str(refused.value)


def test_a_bench_without_its_sets_says_which_it_wants(monkeypatch, tmp_path):
    for setting in FOLDERS:
        monkeypatch.setenv(setting, str(tmp_path))

    with pytest.raises(SystemExit, match="GUANXI_DATA_SETS .*telco_customer_churn.csv"):
        main(["churn"])


def test_a_peer_that_cannot_be_had_is_named_at_the_end(monkeypatch, tmp_path):
    monkeypatch.setenv("GUANXI_DATA", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr("benchmarks._peers._absent", {})

    assert peer_python("nobody", "nobody==1") is None

    assert "nobody is missing, as nobody==1 cannot be installed here" in absent_peers()


def test_rows_that_only_one_engine_gives_are_counted():
    ours, theirs = [(1, [2], {"a": 3}), (4, None, {})], [(4, None, {}), (1, [2], {"a": 5})]

    assert apart(ours, ours[::-1]) == 0
    assert apart(ours, theirs) == 1
    assert apart(ours, theirs[:1]) == 1
