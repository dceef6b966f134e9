"""Files chosen in a form: kept at once, so that a form to be put right does not lose them."""

from collections.abc import Iterable
from typing import Any, BinaryIO, cast

from django.http import HttpRequest
from django.utils import timezone

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.files.storing import attach_file
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun

SENT = "-file"


def keep_sent_files(
    request: HttpRequest,
    actor: Actor,
    noun: Noun[Any],
    fields: Iterable[Field],
    given: dict[str, Any],
) -> None:
    """Put the number of each sent file among the values ``given``.

    The files belong to no record yet: the one that is saved with a number takes hold of its file.
    """
    for one in fields:
        sent = request.FILES.get(f"{one.name}{SENT}") if one.type == "file" else None
        if sent is None:
            continue
        content, at = cast(BinaryIO, sent), timezone.now()
        try:
            kept = attach_file(noun, None, sent.name or "", content, actor=actor, at=at)
        except RuleBroken as refusal:
            raise RuleBroken(refusal.message, {one.name: refusal.message}) from None
        given[one.name] = str(kept.pk)
