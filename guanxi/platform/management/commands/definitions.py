"""`bin/guanxi definitions export|import FILE`: fields, roles, views and the like as one file."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.definitions.carrying import IMPOSSIBLE, SAME, Step, bring_in, foresee
from guanxi.platform.definitions.document import as_file, definitions, read_file
from guanxi.platform.errors import RuleBroken

SIGNS = {"new": "+", "changed": "~", "impossible": "!"}


class Command(BaseCommand):
    """Writes the file, or says what became of each definition in it."""

    help = "Write all definitions into one file, or bring those of another installation in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("export").add_argument("file", type=Path)
        brought = acts.add_parser("import")
        brought.add_argument("file", type=Path)
        brought.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._do(options)
        except OSError as fault:
            raise CommandError(str(fault)) from fault
        except RuleBroken as refusal:
            told = [f"{name}: {why}" for name, why in refusal.fields.items()]
            raise CommandError("\n".join([str(refusal.message), *told])) from refusal

    def _do(self, options: dict[str, Any]) -> None:
        path, at = options["file"], timezone.now()
        if options["act"] == "export":
            path.write_bytes(as_file(definitions(actor=SYSTEM)))
            self.stdout.write(f"{path}: {path.stat().st_size} bytes")
            return
        carry = foresee if options["dry_run"] else bring_in
        steps = carry(read_file(path.read_bytes()), actor=SYSTEM, at=at)
        for step in steps:
            if step.state != SAME:
                self.stdout.write(_line(step))
        counts = Counter(step.state for step in steps)
        self.stdout.write(", ".join(f"{number} {state}" for state, number in counts.items()))


def _line(step: Step) -> str:
    said = f"{SIGNS[step.state]} {step.part.label}: {step.title}"
    if step.state == IMPOSSIBLE:
        return f"{said}: {step.why}"
    return said + "".join(f"\n    {way}: {was!r} → {now!r}" for way, was, now in step.differs)
