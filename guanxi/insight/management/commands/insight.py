"""bin/guanxi insight run | summary | was | recall: compute the measures, or print what they say."""

import datetime as dt
import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from guanxi.insight.aftermath import do_what_follows, is_followed
from guanxi.insight.contradiction import refusal_of
from guanxi.insight.following import with_what_they_stand_on
from guanxi.insight.history import classes_on
from guanxi.insight.last_day import day_of_figures, hint, last_purchase
from guanxi.insight.parameters import InvalidParameter
from guanxi.insight.past.recalling import MOST_MONTHS, recall
from guanxi.insight.run import Finished, Order, parse_overrides, run
from guanxi.insight.settings_kept import settings_kept
from guanxi.insight.summary import summary
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.disk import refusal_of_disk
from guanxi.warehouse.data_tests import StarBroken
from guanxi.warehouse.engine import WarehouseBusy

SETS = {"measures", "attention"}


class Command(BaseCommand):
    help = "Compute what customers are worth, or print the counts of every class."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The things one can ask for."""
        asked = parser.add_subparsers(dest="asked", required=True)
        running = asked.add_parser("run", help="refresh the warehouse and compute the measures")
        running.add_argument("--as-of", type=dt.date.fromisoformat, metavar="DATE")
        running.add_argument(
            "--set", action="append", default=[], metavar="MEASURE.PARAMETER=VALUE"
        )
        running.add_argument("--only", action="append", default=[], metavar="MEASURE")
        running.add_argument("--full", action="store_true", help="read all the books again")
        printing = asked.add_parser("summary", help="counts of customers, orders and classes")
        printing.add_argument("--json", action="store_true", help="as one JSON object")

        past = asked.add_parser("was", help="the classes that a customer had on a past day")
        past.add_argument("customer", type=int, help="its number as in the address of its page")
        past.add_argument("day", type=dt.date.fromisoformat)
        recalling = asked.add_parser(
            "recall", help="rebuild the classes of past month ends from the books"
        )
        recalling.add_argument("--months", type=int, default=36, choices=range(1, MOST_MONTHS + 1))

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked for, or say plainly what stands in the way."""
        if options["asked"] == "summary":
            told = summary(timezone.now())
            self.stdout.write(json.dumps(told) if options["json"] else _lines(told))
            if options["json"] and "hint" in told:
                self.stderr.write(told["hint"])
            return
        if options["asked"] == "was":
            found = classes_on(options["customer"], options["day"])
            self.stdout.write(json.dumps(found))
            return
        now = timezone.now()
        if options["asked"] == "recall":
            recalled = recall(options["months"], at=now, today=timezone.localdate(now))
            self.stdout.write(json.dumps({"months": options["months"], "measures": recalled}))
            return
        self._run(now, options)

    def _run(self, now: dt.datetime, options: dict[str, Any]) -> None:
        today = timezone.localdate(now)
        for setting in settings_kept()[1]:
            self._tell(f"passed over, as no measure reads it: {setting}")
        try:
            as_of = options["as_of"] or day_of_figures(today)
            order = Order(
                as_of=as_of,
                overrides=parse_overrides(options["set"]),
                only=with_what_they_stand_on(options["only"], as_of),
                fresh=options["full"],
            )
            finished = self._finished(order, now)
        except (InvalidParameter, ImproperlyConfigured) as wrong:
            raise CommandError(str(wrong)) from wrong
        last = last_purchase(today)
        told = {
            "last_purchase": last and last.isoformat(),
            "as_of": order.as_of.isoformat(),
            "measures": {done.measure: done.counts for done in finished.runs},
            "profiles": finished.written.profiles,
            "reclassified": finished.written.reclassified,
            "seconds": finished.seconds,
            "followed": {},
        }
        if not options["only"] and is_followed(order.as_of, now):
            told["followed"] = do_what_follows(at=now)
        self.stdout.write(json.dumps(told))
        if advised := hint(order.as_of, last):
            self._tell(advised)

    def _finished(self, order: Order, now: dt.datetime) -> Finished:
        try:
            return run(order, actor=SYSTEM, at=now, progress=self._tell)
        except WarehouseBusy as busy:
            raise CommandError("another run is under way; try again when it is done") from busy
        except StarBroken as broken:
            raise CommandError(str(refusal_of(broken))) from broken
        except (OSError, OperationalError) as fault:
            if full := refusal_of_disk(fault):
                raise CommandError(str(full)) from fault
            raise

    def _tell(self, step: str) -> None:
        self.stderr.write(step)


def _lines(told: dict[str, Any]) -> str:
    plain = [f"{name}: {value}" for name, value in told.items() if name not in SETS]
    for key, measure in told["measures"].items():
        plain.append(f"{key}: {json.dumps(measure['classes']) if measure else 'not computed'}")
    for one in told["attention"]["topics"] if told["attention"] else ():
        plain.append(f"{one['topic']}: {one['texts']} texts of {one['customers']} customers")
    return "\n".join(plain)
