"""`bin/guanxi restore FILE [--replace]`: put a backup back and prove that it is the same."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guanxi.platform.backup.manifest import Unusable
from guanxi.platform.backup.restoring import restore_backup


class Command(BaseCommand):
    """Restores into an empty database, or with `--replace` in place of what is there."""

    help = "Put a backup back. Stop the server first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="even if the database is in use")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            restored = restore_backup(options["file"], replace=options["replace"])
        except Unusable as problem:
            raise CommandError(str(problem)) from problem
        manifest = restored.manifest
        rows = sum(part.size for part in manifest.tables.values())
        self.stdout.write(f"{rows} rows and {len(manifest.files)} files are back as they were.")
        if restored.left_out:
            self.stdout.write(
                "The backup is of an earlier state of the program. What this one does not keep was"
                f" left out: {', '.join(restored.left_out)}"
            )
        if restored.lost:
            self.stdout.write(
                "The key of their second step is not in the backup, so these sign in with their"
                f" password and set it up anew: {', '.join(restored.lost)}"
            )
