"""Why a delivery did not arrive, as somebody reads it who is to mend it."""

import re

from django.utils.translation import gettext as _

STATUS = re.compile(r"The answer was (\d{3})\.$")
MOVED, REFUSED, GONE, BROKEN = range(300, 400), {401, 403}, {404, 410}, range(500, 600)


def what_went_wrong(trace: str) -> str:
    """A sentence for what receivers commonly do; else the line of the trace that says it."""
    line = trace.strip().rpartition("\n")[2].rpartition("NotHeard: ")[2]
    answered = STATUS.search(line)
    if answered:
        return _answered(int(answered[1]))
    fault = line.partition(":")[0]
    if fault in {"TimeoutError", "timeout"}:
        return _("The receiver did not answer in time.")
    if fault == "ConnectionRefusedError":
        return _("Nobody listens at this address.")
    if fault.startswith("SSL"):
        return _("The certificate of the receiver is not valid: %(fault)s") % {"fault": line}
    if line == "The answer was too long or too slow.":
        return _("The receiver's answer was too long or too slow.")
    return line


def _answered(status: int) -> str:
    said = {"status": status}
    if status in MOVED:
        return _("The receiver leads elsewhere (%(status)s): enter the address it leads to.") % said
    if status in REFUSED:
        return _("The receiver refused it (%(status)s): look at its access.") % said
    if status in GONE:
        return _("The receiver does not know this address (%(status)s).") % said
    if status in BROKEN:
        return _("The receiver has a fault of its own (%(status)s).") % said
    return _("The receiver did not take it (%(status)s).") % said
