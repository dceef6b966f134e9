"""Asks OSV for known holes in what the lock files name, and fails where one is past its time.

The times are those of docs/reference/security-decisions.md. Whether a hole is being used against
people no machine knows for sure: those older than a week are named, for somebody to look.
"""

import datetime as dt
import http.client
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
SERVICE = "https://api.osv.dev/v1"
DAYS = 30
DAYS_IF_USED = 7
AT_ONCE = 500
PATIENCE_SECONDS = 30
SHOWN_OF_AN_ANSWER = 200
HEADERS = {"Content-Type": "application/json", "User-Agent": "Guanxi"}
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
# Holes that do not touch us, each with the reason why.
ACCEPTED: Mapping[str, str] = {}


@dataclass(frozen=True, order=True)
class Component:
    """What somebody else made, in the one version that we use."""

    name: str
    version: str


@dataclass(frozen=True, order=True)
class Hole:
    """A hole that is known of a component, and since when."""

    component: Component
    key: str
    published_date: dt.date

    def days(self, today: dt.date) -> int:
        """How long it has been known."""
        return (today - self.published_date).days


def components(locks: Iterable[str]) -> list[Component]:
    """What the texts of lock files pin."""
    return sorted({Component(*found) for text in locks for found in PINNED.findall(text)})


def known_holes(wanted: list[Component], service: str = SERVICE) -> list[Hole]:
    """The holes that the service knows of these components, but those taken back since."""
    found = []
    for start in range(0, len(wanted), AT_ONCE):
        for component, key in _keys(wanted[start : start + AT_ONCE], service):
            hole = _asked(service, f"/vulns/{key}")
            if "withdrawn" not in hole:
                # When it was published need not be said; when it was last written always is.
                since = hole.get("published") or hole["modified"]
                found.append(Hole(component, key, dt.date.fromisoformat(since[:10])))
    return sorted(set(found))


def overdue(holes: Iterable[Hole], today: dt.date) -> list[Hole]:
    """Those that have been known for longer than they may stay."""
    return [one for one in holes if one.key not in ACCEPTED and one.days(today) > DAYS]


def told(holes: Iterable[Hole], today: dt.date) -> Iterator[str]:
    """A line for each hole."""
    for one in holes:
        days, what = one.days(today), f"{one.component.name} {one.component.version}: {one.key}"
        late = f"; past its {DAYS} days" if days > DAYS else ""
        look = "; look whether it is being used" if DAYS_IF_USED < days <= DAYS else ""
        accepted = f"; accepted: {ACCEPTED[one.key]}" if one.key in ACCEPTED else ""
        yield f"{what}, known for {days} days{accepted or late or look}"


def _keys(wanted: list[Component], service: str) -> Iterator[tuple[Component, str]]:
    """Each component with the keys of its holes; a long answer comes in pages."""
    pages: dict[Component, str] = dict.fromkeys(wanted, "")
    while pages:
        answer = _asked(
            service, "/querybatch", {"queries": [_query(*one) for one in pages.items()]}
        )
        told_of = dict(zip(pages, answer["results"], strict=True))
        for component, result in told_of.items():
            for hole in result.get("vulns", []):
                yield component, hole["id"]
        pages = {
            component: result["next_page_token"]
            for component, result in told_of.items()
            if result.get("next_page_token")
        }


def _query(component: Component, page: str) -> dict[str, Any]:
    package = {"ecosystem": "PyPI", "name": component.name}
    query: dict[str, Any] = {"package": package, "version": component.version}
    return {**query, "page_token": page} if page else query


def _asked(service: str, path: str, body: Any = None) -> dict[str, Any]:
    parts = urlsplit(service)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=PATIENCE_SECONDS)
    try:
        sent = json.dumps(body) if body else None
        connection.request("POST" if body else "GET", parts.path + path, sent, HEADERS)
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    if answer.status != http.client.OK:
        said = content[:SHOWN_OF_AN_ANSWER].decode("utf-8", "replace").strip()
        raise ConnectionError(f"{path} was answered by {answer.status}: {said}")
    found: dict[str, Any] = json.loads(content)
    return found


def main(service: str = SERVICE) -> int:
    """Say what is known; 1 where something is past its time, 2 where nobody could be asked."""
    wanted = components(one.read_text() for one in sorted(ROOT.glob("requirements*.txt")))
    today = dt.datetime.now(dt.UTC).date()
    try:
        holes = known_holes(wanted, service)
    except (OSError, http.client.HTTPException) as fault:
        print(f"{service} could not be asked: {fault}", file=sys.stderr)
        return 2
    except (ValueError, LookupError, TypeError, AttributeError) as fault:
        print(f"{service} answered what OSV does not: {fault!r}", file=sys.stderr)
        return 2
    print("\n".join([*told(holes, today), f"{len(wanted)} components, {len(holes)} known holes"]))
    return 1 if overdue(holes, today) else 0


if __name__ == "__main__":
    sys.exit(main())
