"""What to tell people where the books contradict themselves, so that nothing can be computed."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanxi.insight.freshness import TESTS, label_of
from guanxi.platform.errors import RuleBroken
from guanxi.warehouse.data_tests import StarBroken

FAILED = re.compile(r"(\w+) (\w+) (.+): (\d+)")


def refusal_of(broken: StarBroken) -> RuleBroken:
    """Which tests of which tables failed on how many rows, in words."""
    found = [FAILED.fullmatch(one) for one in str(broken).split("; ")]
    between = pgettext("between conditions", "; ")
    told = between.join(_said(*one.groups()) for one in found if one) or str(broken)
    return RuleBroken(
        _(
            "The books contradict themselves, so all figures stay as they were: %(found)s. Correct "
            "these records, then compute again."
        )
        % {"found": told}
    )


def _said(table: str, test: str, about: str, rows: str) -> str:
    words = {"table": label_of(table), "test": TESTS[test], "about": about, "rows": rows}
    return _("%(table)s, “%(test)s” fails for %(rows)s (%(about)s)") % words
