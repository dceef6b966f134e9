"""What is asked of one record by the API, beside the record itself."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.questions import question_named
from guanxi.platform.rest.problems import Problem
from guanxi.platform.rest.writing import json_answer
from guanxi.platform.rights.visibility import visible_to


def answer(  # noqa: PLR0913 - the door names each part of the address
    request: HttpRequest, actor: Actor, noun: Noun[Any], pk: int, name: str, at: dt.datetime
) -> HttpResponse:
    """What the question of that name is answered with; a verb is not asked but called."""
    question = question_named(noun.key, name)
    if question is None:
        raise Problem(405, _("This address answers %(methods)s.") % {"methods": "POST"})
    record = visible_to(actor, noun).get(pk=pk)
    return json_answer(question.answer(actor, record, request.GET.dict(), at))
