"""`bin/guanxi reindex`: make the search index true to the records."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.search.rebuilding import is_outdated, rebuild, reindex


class Command(BaseCommand):
    """Brings the index up to date, noun by noun, and says how many entries changed."""

    help = "Make the search index true to the records."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("nouns", nargs="*", help="only these nouns")
        parser.add_argument(
            "--if-outdated", action="store_true", help="only after an upgrade that needs it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_outdated"] and not is_outdated():
            return
        if options["nouns"]:
            changed = {key: reindex(noun_named(key)) for key in options["nouns"]}
        else:
            changed = rebuild()
        for key, number in changed.items():
            self.stdout.write(f"{key}: {number}")
