"""What an administrator watches: the audit trail and the health of the installation."""

import datetime as dt
import shutil
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from guanxi.customers.personal.erasing import is_intact
from guanxi.platform.actors.actor import Actor
from guanxi.platform.checks import configured
from guanxi.platform.exports.starting import start_everything
from guanxi.platform.facts.models import Delivery, Fact
from guanxi.platform.facts.webhooks.models import Webhook
from guanxi.platform.facts.webhooks.telling import PREFIX
from guanxi.platform.given import whole_number
from guanxi.platform.jobs.models import Job
from guanxi.platform.nouns.fields import Label
from guanxi.platform.open_ways import is_local, open_ways
from guanxi.platform.rights.administering import require_administrator
from guanxi.warehouse.refresh import warehouse_file
from guanxi.web.acting import signed_in
from guanxi.web.settings.audit_lines import audit_lines

SHOWN = 100
GIGABYTE = 1024**3
TIGHT = 2
WAYS: dict[str, Label] = {
    "database": _("Database"),
    "mail": _("Mail"),
    "directory": _("Directory of the firm"),
    "log": _("Log server"),
    "scanner": _("Virus scanner"),
    "breaches": _("Known passwords"),
}
OLD_BACKUP = dt.timedelta(days=2)
OLD_WAREHOUSE = dt.timedelta(hours=30)


@signed_in
def audit(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who changed what, the newest first, by kind and person."""
    require_administrator(actor)
    facts = Fact.objects.order_by("-pk")
    kind, name = request.GET.get("kind", ""), request.GET.get("name", "")
    before = whole_number(request.GET.get("before"))
    if kind:
        facts = facts.filter(kind__startswith=kind)
    if name:
        facts = facts.filter(actor_name__icontains=name)
    if before is not None:
        facts = facts.filter(pk__lt=before)
    found = list(facts[: SHOWN + 1])
    listed = found[:SHOWN]
    context: dict[str, Any] = {
        "lines": audit_lines(actor, listed),
        "kind": kind,
        "name": name,
        "oldest": listed[-1].pk if len(found) > SHOWN else 0,
    }
    return render(request, "web/settings/audit.html", context)


@signed_in
def health(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Jobs, deliveries and space; POST sends stuck deliveries on their way again."""
    require_administrator(actor)
    if request.method == "POST":
        Delivery.objects.filter(state=Delivery.State.STUCK).update(
            state=Delivery.State.WAITING, attempts=0, due_at=timezone.now()
        )
        return redirect("/settings/health/")
    free = shutil.disk_usage(settings.DATA).free / GIGABYTE
    stuck = Delivery.objects.filter(state=Delivery.State.STUCK).select_related("fact")
    context = {
        "jobs": _counts(Job.objects.values("state")),
        "deliveries": _counts(Delivery.objects.values("state")),
        "stuck": _with_names(list(stuck.order_by("-pk")[:SHOWN])),
        "free": round(free, 0 if free >= TIGHT else 1),
        "is_tight": free < TIGHT,
        "backup": _last_backup(),
        "warehouse": _warehouse_moment(),
        "database": connection.display_name,
        "open_ways": _open_ways(),
        "are_proofs_intact": is_intact(),
        "folder": settings.DATA,
    }
    return render(request, "web/settings/health.html", context)


@require_POST
@signed_in
def everything(_request: HttpRequest, actor: Actor) -> HttpResponse:
    """Begin to write all there is into one archive; the jobs tell how far it is."""
    start_everything(actor=actor, at=timezone.now())
    return redirect("/settings/jobs/")


def _with_names(stuck: list[Delivery]) -> list[tuple[Delivery, str, int]]:
    """Each delivery with the name of the webhook that it was for, and its id; 0 for our own."""
    ids = {one.pk: _hook_id(one.subscriber) for one in stuck}
    names = dict(Webhook.objects.filter(pk__in=set(ids.values())).values_list("pk", "name"))
    named = [(one, names.get(ids[one.pk], one.subscriber)) for one in stuck]
    return [(one, name, ids[one.pk] if ids[one.pk] in names else 0) for one, name in named]


def _hook_id(subscriber: str) -> int:
    kind, _colon, number = subscriber.partition(":")
    return whole_number(number) or 0 if kind == PREFIX else 0


def _open_ways() -> list[tuple[Label, str]]:
    """What leaves this machine unencrypted, and where it goes."""
    hooks = Webhook.objects.filter(is_active=True, url__istartswith="http://").order_by("pk")
    plain = [(one.name, urlsplit(one.url).netloc) for one in hooks]
    ways = [(WAYS[one.kind], one.address) for one in open_ways(configured())]
    return ways + [(name, address) for name, address in plain if not is_local(address)]


def _last_backup() -> tuple[dt.datetime | None, bool]:
    """When the last backup was taken, and whether that is too long ago."""
    taken = Fact.objects.filter(noun="backup", kind="backup.taken").order_by("-pk")
    moment = taken.values_list("at", flat=True).first()
    return moment, moment is None or timezone.now() - moment > OLD_BACKUP


def _warehouse_moment() -> tuple[dt.datetime | None, bool]:
    """When the warehouse was last brought up to date, and whether a night was missed."""
    path = warehouse_file()
    if not path.exists():
        return None, True
    moment = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    return moment, timezone.now() - moment > OLD_WAREHOUSE


def _counts(rows: Any) -> dict[str, int]:
    counted = rows.annotate(found=Count("pk")).values_list("state", "found")
    return {str(state): found for state, found in counted.order_by("state")}
