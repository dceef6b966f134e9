"""`bin/guanxi backup [FILE]`: everything in one file, taken while people work."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.backup.taking import take_backup
from guanxi.platform.facts.publishing import Happening, publish


class Command(BaseCommand):
    """Writes the backup and says what is in it."""

    help = "Write everything into one file that `restore` reads back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        folder = Path(settings.DATA) / "backups"
        path: Path = options["file"] or folder / f"guanxi-{at:%Y%m%d-%H%M%S}.zip"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            manifest = take_backup(path, at)
        except OSError as fault:
            raise CommandError(f"No backup was made: {fault}") from fault
        data = {"file": path.name, "bytes": path.stat().st_size}
        publish(Happening("backup.taken", "backup", None, data=data), actor=SYSTEM, at=at)
        rows = sum(part.size for part in manifest.tables.values())
        self.stdout.write(f"{path}: {rows} rows, {len(manifest.files)} files")
        self.stdout.write(
            "It holds the key by which second steps of signing in are read:"
            " keep it as you keep the database."
        )
