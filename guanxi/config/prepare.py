"""`python -m guanxi.config.prepare`: brings the database up to date and sees that it has people.

Prints how to sign in; what takes time is told on the error stream.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import django
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import OperationalError
from django.utils import timezone

from guanxi.config.tables import bring_up_to_date


def main(address: str, empty: bool) -> None:
    """Migrates when needed, then fills a database without people as asked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanxi.config.settings")
    django.setup()
    refuse_half_restored()
    with refused_without_room():
        bring_up_to_date()
        take_away_half_made()
        _install_roles()
        renew_index()
        _make_missing_indexes()
        _keep_workdays()
        print(_sign_in(address, empty))


@contextmanager
def refused_without_room() -> Iterator[None]:
    """Ends with a sentence where the disk has no room for what a start writes."""
    from guanxi.platform.disk import refusal_of_disk

    try:
        yield
    except (OSError, OperationalError) as fault:
        if refusal_of_disk(fault):
            told = f"The disk of {settings.DATA} or of the database is full: make room for a start."
            raise SystemExit(told) from None
        raise


def refuse_half_restored() -> None:
    """Ends with a sentence where rows may be those of a backup, and files or index not yet."""
    from guanxi.platform.backup.broken_off import what_to_do

    if told := what_to_do():
        raise SystemExit(told)


def _install_roles() -> None:
    from guanxi.platform.actors.defaults import install_default_roles

    install_default_roles()


def _make_missing_indexes() -> None:
    """Those that a killed import let rest."""
    from guanxi.platform.imports.filling import make_missing

    make_missing()


def _keep_workdays() -> None:
    """The public holidays of this year and those around it."""
    from guanxi.activities.workdays.keeping import keep_days_current

    keep_days_current(timezone.now())


def renew_index() -> None:
    """Make the search index anew where an upgrade reads other grams than are stored."""
    from guanxi.platform.search.models import SearchNoun
    from guanxi.platform.search.rebuilding import is_outdated, rebuild

    if SearchNoun.objects.exists() and is_outdated():
        _tell("Making the search index anew …")
        rebuild()


def take_away_half_made() -> None:
    """A demo company whose making or removing by command was broken off, if there is one."""
    from guanxi.demo.removing import remove_demo
    from guanxi.demo.sample import under_way
    from guanxi.demo.unfinished import held, is_unfinished

    if not is_unfinished() or under_way():
        return
    with held() as is_ours:
        if is_ours:
            _tell("Taking away a demo company that was broken off …")
            remove_demo()


def _sign_in(address: str, empty: bool) -> str:
    from guanxi.platform.actors.models import User
    from guanxi.platform.facts.models import Fact

    if User.objects.exists():
        return "Sign in with your own name and password; `bin/guanxi welcome NAME` makes a new one."
    # What a command has brought in before anybody signed in is no place for a demo company.
    if empty or "demo" not in get_commands() or Fact.objects.exists():
        return _first_administrator(address)
    _tell("Making the demo company …")
    told = StringIO()
    call_command("demo", stdout=told)
    return told.getvalue()


def _first_administrator(address: str) -> str:
    from guanxi.platform.signin.welcome import VALID, new_link

    link = f"{address}/welcome/{new_link(None, at=timezone.now())}/"
    return f"Make the first administrator here, once, within {VALID.days} days:\n{link}"


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], "--empty" in sys.argv[2:])
