"""bin/guanxi demo: a believable firm to look at, and the way to be rid of it."""

import secrets
from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guanxi.demo.making import make_demo
from guanxi.demo.models import DemoLot
from guanxi.demo.removing import forget_warehouse, remove_demo
from guanxi.demo.unfinished import held, is_unfinished
from guanxi.demo.words.staff import STAFF
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.jobs.queue import enqueue

SHOWN = ("ruoxi.lin", "huaijin.fu", "jia.he", "xiaolan.jiang", "zhiqiu.ye", "admin")


class Command(BaseCommand):
    help = "Make the demo company 澄海仪器 with three years of history, or remove it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large, which of all possible companies, and under which password."""
        parser.add_argument("--size", type=int, default=2_000, help="how many customers")
        parser.add_argument("--seed", type=int, default=7, help="the same seed, the same company")
        parser.add_argument("--password", default="", help="for everyone; drawn when left out")
        parser.add_argument("--remove", action="store_true", help="delete the demo company")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it or remove it, and say what was done."""
        with held() as is_ours:
            if not is_ours:
                raise CommandError("The demo company is being made or removed just now.")
            if options["remove"]:
                self.stdout.write(f"Removed {remove_demo():,} rows.")
                forget_warehouse()
                return
            self._make(options)

    def _make(self, options: dict[str, Any]) -> None:
        if is_unfinished():
            raise CommandError("One was broken off: `demo --remove` removes what is there of it.")
        if DemoLot.objects.exists():
            raise CommandError("The demo company is here already; `demo --remove` removes it.")
        if options["size"] < 20:
            raise CommandError("Give a size of 20 or more.")
        begun = monotonic()
        password = options["password"] or f"guanxi-{secrets.token_hex(3)}"
        made = make_demo(
            options["size"], options["seed"], password, timezone.now(), self.stderr.write
        )
        for later in ("customers.find_duplicates", "insight.recall"):
            enqueue(later, actor=SYSTEM, at=timezone.now())
        counts = ", ".join(f"{count:,} {what}" for what, count in made.items())
        self.stdout.write(f"Made {counts} in {monotonic() - begun:.0f} s.")
        self.stdout.write(f"Everyone signs in with the password  {password}")
        for one in STAFF:
            if one.username in SHOWN:
                self.stdout.write(f"  {one.username:<14} {one.name}, {one.team}, {one.title}")
