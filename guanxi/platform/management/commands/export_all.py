"""`bin/guanxi export_all FILE`: all data in open formats (CSV, JSON and the files themselves)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.backup.everything import export_everything


class Command(BaseCommand):
    """Writes the archive and says how many rows each noun has."""

    help = "Write all data as CSV files with a description of every field."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"].absolute()
        try:
            rows = export_everything(path, actor=SYSTEM, at=timezone.now())
        except OSError as fault:
            raise CommandError(f"Nothing was written: {fault}") from fault
        for key, number in rows.items():
            self.stdout.write(f"{key}: {number}")
