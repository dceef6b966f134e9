"""bin/guanxi selfcheck: published results computed again here, each with its tolerance."""

import json
import os
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import override

from guanxi.insight.selfcheck.checks import Check, all_checks

DATA = "GUANXI_SELFCHECK_DATA"


class Command(BaseCommand):
    help = "Compute published results again and say of each whether it came out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the public data sets are, and how to answer."""
        parser.add_argument(
            "--data", type=Path, metavar="FOLDER", default=os.environ.get(DATA) or None,
            help=f"public data sets, such as cdnow/CDNOW_sample.txt (or {DATA})",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="as one JSON object")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, help="zh-hans or en")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each check; exit with 1 if any failed."""
        folder = Path(options["data"]) if options["data"] else None
        found = list(all_checks(folder))
        with override(options["language"]):
            self.stdout.write(_as_json(found) if options["json"] else _as_text(found))
        if any(check.passed is False for check in found):
            raise SystemExit(1)


def _as_json(checks: list[Check]) -> str:
    rows = [asdict(check) | {"passed": check.passed} for check in checks]
    return json.dumps({"checks": rows, **_counts(checks)}, ensure_ascii=False)


def _counts(checks: list[Check]) -> dict[str, int]:
    return {
        "passed": sum(check.passed is True for check in checks),
        "failed": sum(check.passed is False for check in checks),
        "not_run": sum(check.passed is None for check in checks),
    }


def _as_text(checks: list[Check]) -> str:
    lines = [_line(check) for check in checks if check.passed is not None]
    files = sorted({check.lacks for check in checks if check.lacks})
    lines += [
        _("not run: %(file)s is not in the data folder (--data)") % {"file": one} for one in files
    ]
    total = _("%(passed)s passed, %(failed)s failed, %(not_run)s not run")
    return "\n".join([*lines, total % _counts(checks)])


def _line(check: Check) -> str:
    verdict = _("passed") if check.passed else _("FAILED")
    words = {
        "published": f"{check.published:.9g}",
        "found": f"{check.found:.9g}",
        "tolerance": f"{check.tolerance:g}",
        "source": check.source,
    }
    said = _("published %(published)s ± %(tolerance)s, found %(found)s [%(source)s]") % words
    return f"{verdict}  {check.area}  {check.name}: {said}"
