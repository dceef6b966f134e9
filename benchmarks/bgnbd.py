"""BG/NBD with standard errors from day-dated histories, beside lifetimes and pymc-marketing."""

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks._frame import Figure
from benchmarks._histories import folder_of_histories
from benchmarks._peers import Ran, in_turn, peer_python

SIZE = 1_000_000
JOBS = str(Path(__file__).with_name("_lifetime_jobs.py"))
PEERS = {"lifetimes": "lifetimes==0.11.3", "pymc": "pymc-marketing==0.19.2"}
BAR, MEMORY_BAR = "<= 1.0 s", "<= 450 MB"


def measure(size: int) -> Iterator[Figure]:
    """Seconds and peak memory of the fit; the likelihood must agree with that of lifetimes."""
    ran = contest("fit", size)
    ours = ran["ours"]
    for name, peer in ran.items():
        print(name, peer.told, file=sys.stderr)
    for name in sorted(ran.keys() - {"ours"}):
        peer = ran[name]
        yield Figure(f"bgnbd beside {name}", ours.seconds, "s", BAR, name, peer.seconds)
        yield Figure(
            f"bgnbd memory beside {name}", ours.megabytes, "MB", MEMORY_BAR, name, peer.megabytes
        )
    # With equal histories weighted, ten times the customers take the memory of one.
    yield Figure("bgnbd memory", ours.megabytes, "MB", MEMORY_BAR, "none", 0)
    if "lifetimes" in ran:
        theirs = float(str(ran["lifetimes"].told["log_likelihood"]))
        likelihood = float(str(ours.told["log_likelihood"]))
        yield Figure(
            "bgnbd log-likelihood per customer, above that of lifetimes",
            (likelihood - theirs) / size, "", ">= -1e-6", "lifetimes", theirs / size,
        )  # fmt: skip
    yield summed_up("bgnbd", ran, BAR)


def contest(job: str, size: int, peers: tuple[str, ...] = ("lifetimes", "pymc")) -> dict[str, Ran]:
    """The median run of each contender that can be had."""
    folder = str(folder_of_histories(size))
    contenders = {"ours": [sys.executable, JOBS, "ours", job, folder]}
    for name in peers if size <= SIZE else ():
        python = peer_python(name, PEERS[name])
        if python:
            contenders[name] = [str(python), JOBS, name, job, folder]
    return in_turn(contenders)


def summed_up(name: str, ran: dict[str, Ran], bar: str) -> Figure:
    """Ours beside the quickest of the others; beside itself where none could be had."""
    others = {peer: one.seconds for peer, one in ran.items() if peer != "ours"}
    quickest = min(others, key=lambda peer: others[peer], default="no peer at hand")
    seconds = ran["ours"].seconds
    return Figure(name, seconds, "s", bar, quickest, others.get(quickest, seconds))
