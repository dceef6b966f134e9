"""`bin/bench NAME [--size N] [--database URL]`."""

import argparse
import sys
from importlib import import_module
from pathlib import Path

from benchmarks._frame import place
from benchmarks._peers import absent_peers


def main(arguments: list[str]) -> None:
    """Measures one benchmark and prints each of its figures; the last line sums it up."""
    names = sorted(p.stem.replace("_", "-") for p in Path(__file__).parent.glob("[a-z]*.py"))
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("name", choices=names)
    parser.add_argument("--size", type=int, help="rows to measure with; each has its usual size")
    parser.add_argument("--database", help="a URL, or `postgresql` for a server of its own")
    parser.add_argument("--data", help="a folder to keep the made data in, for the next run")
    options = parser.parse_args(arguments)
    benchmark = import_module(f"benchmarks.{options.name.replace('-', '_')}")
    if lacking := getattr(benchmark, "lacking", str)():
        raise SystemExit(lacking)
    size = options.size or benchmark.SIZE
    with place(options.data, options.database):
        for figure in benchmark.measure(size):
            print(figure.as_json(size), flush=True)
    if absent := absent_peers():
        raise SystemExit(f"Measured without a comparison. {absent}")


if __name__ == "__main__":
    main(sys.argv[1:])
