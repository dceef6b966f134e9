"""`python -m guanxi.config.prepare`: brings the database up to date and sees that it has people.

Prints how to sign in; what takes time is told on the error stream.
"""

import os
import sys

import django
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def main(address: str, empty: bool) -> None:
    """Migrates when needed, then fills a database without people as asked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanxi.config.settings")
    django.setup()
    _migrate()
    _install_roles()
    print(_sign_in(address, empty))


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _tell("Bringing the database up to date …")
        call_command("migrate", interactive=False, verbosity=0)


def _install_roles() -> None:
    from guanxi.platform.actors.defaults import install_default_roles

    install_default_roles()


def _sign_in(address: str, empty: bool) -> str:
    from django.contrib.auth import get_user_model

    if get_user_model().objects.exists():
        return "Sign in with your own name and password."
    if empty or "demo" not in get_commands():
        return ""
    _tell("Making the demo company …")
    call_command("demo", stdout=sys.stderr)
    return ""


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], "--empty" in sys.argv[2:])
