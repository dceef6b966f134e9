"""``import FILE --as NOUN``: brings a file into the books without the web server."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import override

from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.busy import is_database_away
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.i18n.shell import language_of_shell
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.reading import Choices
from guanxi.platform.imports.report import report_of
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, blocks_of, draft_import


class Command(BaseCommand):
    """Imports a CSV or XLSX file and prints one JSON report."""

    help = "Import a CSV or XLSX file; prints one JSON report."
    requires_system_checks: list[str] = []
    _begun: int | None = None

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--as", dest="target", help="a noun, or a recipe such as order-lines")
        parser.add_argument("--resume", type=int, metavar="ID", help="go on with a broken import")
        parser.add_argument("--dry-run", action="store_true", help="change nothing, only report")
        parser.add_argument("--mode", choices=("create", "update", "upsert"), default="create")
        parser.add_argument("--key", default="", help="fields by which rows meet records: a,b")
        parser.add_argument(
            "--duplicates", choices=("skip", "fill", "update", "create"), default="skip"
        )
        parser.add_argument("--create-related", action="store_true", help="make missing relations")
        parser.add_argument(
            "--blanks-clear", action="store_true", help="empty cells clear what is in the books"
        )
        parser.add_argument("--map", action="append", default=[], metavar="COLUMN=FIELD")
        parser.add_argument("--sheet", default="", help="the sheet of a workbook")
        parser.add_argument("--encoding", default="", help="the encoding of a text file")
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            help="of the labels in the report; that of the shell (LANG) when left out",
        )
        parser.add_argument("--user", default="", help="username of the one who imports")

    def handle(self, *_args: Any, **given: Any) -> None:
        """Run the import and print its report."""
        said_in = given["language"] or language_of_shell(os.environ)
        try:
            run = self._run(given, said_in)
        except RuleBroken as refused:
            with override(said_in):
                raise CommandError(str(refused.message)) from refused
        except Denied as denied:
            raise CommandError(f"not permitted: {denied.permission}") from denied
        except (InterfaceError, OperationalError) as fault:
            if not is_database_away(fault):
                raise
            raise CommandError(self._away()) from None
        with override(said_in):
            report = report_of(run)
        self.stdout.write(json.dumps(report, ensure_ascii=False, default=str))

    def _run(self, given: dict[str, Any], said_in: str) -> ImportRun:
        actor, at = _actor(given["user"]), timezone.now()
        with override(said_in):
            run = self._known(given) if given["resume"] else self._agreed(given, actor)
        self._begun = run.pk
        # What is written into the books is in the language of the firm, whatever the shell's.
        return run_import(run, actor=actor, at=at)

    def _away(self) -> str:
        told = "The database does not answer any more. All that was taken so far is saved"
        if not self._begun:
            return f"{told}: try again."
        return f"{told}: go on with  bin/guanxi import --resume {self._begun}"

    def _known(self, given: dict[str, Any]) -> ImportRun:
        run = ImportRun.objects.filter(pk=given["resume"]).first()
        if run is None:
            raise CommandError(f"no such import: {given['resume']}")
        return run

    def _agreed(self, given: dict[str, Any], actor: Actor) -> ImportRun:
        if not given["file"] or not given["target"]:
            raise CommandError("name a FILE and what it holds: --as NOUN")
        path, at = given["file"], timezone.now()
        if not path.is_file():
            raise CommandError(f"no such file: {path}")
        if wrong := [one for one in given["map"] if "=" not in one]:
            raise CommandError(f"--map takes COLUMN=FIELD, not {wrong[0]}")
        choices = Choices(encoding=given["encoding"], sheet=given["sheet"])
        run = draft_import(
            given["target"], blocks_of(path), path.name, actor=actor, at=at, choices=choices
        )
        options = Options(
            mode=given["mode"],
            key=tuple(name for name in given["key"].split(",") if name),
            duplicates=given["duplicates"],
            create_related=given["create_related"],
            blanks_clear=given["blanks_clear"],
            dry_run=given["dry_run"],
        )
        mapping = {**run.mapping, **dict(one.split("=", 1) for one in given["map"])}
        return agree(run, options, mapping, actor=actor, at=at)


def _actor(username: str) -> Actor:
    if not username:
        return SYSTEM
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"no such user: {username}")
    return actor_for_user(user)
