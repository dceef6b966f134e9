"""`bin/guanxi translations`: brings every room's translations into line with its texts."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser

from guanxi.platform.i18n.catalogs import PLACE, bring_into_line
from guanxi.platform.i18n.extraction import texts_of
from guanxi.platform.i18n.review import disagreements, faults


class Command(BaseCommand):
    help = "Adds texts without translation to each room's catalogue and drops those nobody shows."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, tell all faults")

    def handle(self, *args: Any, **options: Any) -> None:
        rooms = {
            c.label: Path(c.path) for c in apps.get_app_configs() if c.name.startswith("guanxi.")
        }
        if options["check"]:
            self._check(rooms)
        else:
            self._bring_into_line(rooms)

    def _check(self, rooms: dict[str, Path]) -> None:
        found = [
            f"{name}: {fault}"
            for name, room in rooms.items()
            for fault in faults(room, texts_of(room))
        ]
        found.extend(disagreements(rooms))
        if found:
            raise CommandError(
                "\n".join([*found, "`bin/guanxi translations` adds what is missing."])
            )

    def _bring_into_line(self, rooms: dict[str, Path]) -> None:
        for name, room in rooms.items():
            wanted = texts_of(room)
            changes = bring_into_line(room, wanted)
            if changes.added or changes.removed:
                self.stdout.write(
                    f"{name}: {len(changes.added)} added, {len(changes.removed)} dropped"
                )
            for fault in faults(room, wanted):
                self.stdout.write(f"{room / PLACE}: {fault}")
