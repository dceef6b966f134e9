"""The topic as a field of contacts and of survey answers: to read, filter and sort by."""

from typing import Any

from guanxi.insight.concerns.models import AnswerReading, ContactReading
from guanxi.platform.nouns.registry import lend_fields
from guanxi.platform.records.erasing import on_erase

COMPUTED = {"required": False, "editable": False, "default": None}


def lend() -> None:
    """Show the topic where the text stands."""
    for noun in ("interaction", "survey_answer"):
        lend_fields(noun, [("reading__topic", COMPUTED)])


@on_erase("reading")
def forget(noun: str, record_id: int, at: Any) -> int:
    """Forget of what the erased customer or person wrote."""
    if noun not in {"account", "person"}:
        return 0
    contacts = ContactReading.objects.filter(**{f"contact__{noun}_id": record_id})
    answers = AnswerReading.objects.filter(**{f"answer__{noun}_id": record_id})
    return contacts.delete()[0] + answers.delete()[0]
