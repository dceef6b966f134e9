"""Idempotency-Key: the first answer is kept for two days and given again."""

import datetime as dt
import hashlib
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.rest.models import KeptAnswer
from guanxi.platform.rest.problems import Problem

KEPT_FOR = dt.timedelta(days=2)
AT_WORK_FOR = dt.timedelta(minutes=2)
LONGEST_KEY = 200
# In place of the status of an answer of which nothing else is kept.
_LET_GO = 410


class ToldOnce(HttpResponse):
    """An answer that holds a secret; ``kept`` is the same without it, and all that is stored."""

    kept: bytes = b""


def once(request: HttpRequest, actor: Actor, run: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of ``run``, or the first one if the same request came before.

    The change and its kept answer are one transaction, so that a crash leaves both or neither.
    A refused request is not kept: nothing happened, and it may be sent again.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return run()
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise Problem(400, _("An idempotency key has at most 200 printable characters."))
    kept = _claimed(request, actor, key, timezone.now())
    if kept.status:
        return _again(kept)
    try:
        with transaction.atomic():
            answer = run()
            _keep(kept, answer)
        return answer
    except BaseException:
        KeptAnswer.objects.filter(pk=kept.pk, status=0).delete()
        raise


def forget_old_answers(at: dt.datetime) -> int:
    """Drop answers that were kept long enough; how many went."""
    return KeptAnswer.objects.filter(created_at__lt=at - KEPT_FOR).delete()[0]


def forget_answers() -> int:
    """Let go of what every kept answer said, and keep that it was given; how many there were.

    Any of them may hold the person who is being erased.
    """
    given = KeptAnswer.objects.exclude(status__in=(0, _LET_GO))
    return given.update(status=_LET_GO, body=b"", content_type="", location="")


def _claimed(request: HttpRequest, actor: Actor, key: str, at: dt.datetime) -> KeptAnswer:
    caller = f"{actor.kind}:{actor.id}"
    wanted = KeptAnswer(caller=caller, key=key, fingerprint=_fingerprint(request), created_at=at)
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
        return wanted
    except IntegrityError:
        return _earlier(wanted, at)


def _earlier(wanted: KeptAnswer, at: dt.datetime) -> KeptAnswer:
    kept = KeptAnswer.objects.filter(caller=wanted.caller, key=wanted.key).first()
    if kept is None:
        raise Problem(409, _("The same request has just failed; send it again."))
    if kept.fingerprint != wanted.fingerprint:
        raise Problem(422, _("This idempotency key was used for another request."))
    if kept.status:
        return kept
    # A process that died left the mark; after a while one caller may take it over.
    stale = KeptAnswer.objects.filter(
        pk=kept.pk, status=0, created_at=kept.created_at, created_at__lt=at - AT_WORK_FOR
    )
    if not stale.update(created_at=at):
        raise Problem(409, _("The same request is at work; ask again in a moment."))
    return kept


def _keep(kept: KeptAnswer, answer: HttpResponse) -> None:
    kept.status = answer.status_code
    kept.content_type = answer.headers.get("Content-Type", "")
    kept.body = answer.kept if isinstance(answer, ToldOnce) else answer.content
    kept.location = answer.headers.get("Location", "")
    kept.save(update_fields=["status", "content_type", "body", "location"])


def _again(kept: KeptAnswer) -> HttpResponse:
    if kept.status == _LET_GO:
        raise Problem(
            410,
            _(
                "This request was carried out; its answer is kept no more, as personal data were"
                " erased since. Read the record instead."
            ),
        )
    answer = HttpResponse(
        bytes(kept.body), status=kept.status, content_type=kept.content_type or None
    )
    answer["Idempotency-Replayed"] = "true"
    if kept.location:
        answer["Location"] = kept.location
    return answer


def _fingerprint(request: HttpRequest) -> str:
    asked = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    return hashlib.sha256(asked).hexdigest()
