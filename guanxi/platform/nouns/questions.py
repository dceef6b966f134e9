"""What programs may ask of one record beside the record itself: what it was like in June."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.fields import Label

Schema = Mapping[str, Any]
Answer = Callable[[Actor, Any, Mapping[str, str], dt.datetime], Mapping[str, Any]]


@dataclass(frozen=True)
class Question:
    """``GET …/{id}/<name>/`` of one noun; its parameters and its result as JSON Schema.

    ``answer(actor, record, given, at)`` has a record that the actor sees, and keeps to the fields
    that the actor may read.
    """

    noun: str
    name: str
    label: Label
    parameters: Mapping[str, Schema]
    result: Schema
    answer: Answer


_questions: dict[tuple[str, str], Question] = {}


def ask(question: Question) -> None:
    """Have it answered for every record of its noun."""
    _questions[question.noun, question.name] = question


def questions_for(noun: str) -> list[Question]:
    """What can be asked of records of the noun."""
    return [one for one in _questions.values() if one.noun == noun]


def question_named(noun: str, name: str) -> Question | None:
    """The question of that name, where there is one."""
    return _questions.get((noun, name))
