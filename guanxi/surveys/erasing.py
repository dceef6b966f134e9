"""Erasing a person: what was said in words goes, the figures stay and name nobody."""

import datetime as dt

from guanxi.platform.records.erasing import erase_words, on_erase
from guanxi.surveys.models import SurveyAnswer, SwitchingNote

erase_words("surveys.SurveyAnswer", "comment", "sheet")
erase_words("surveys.SwitchingNote", "source")


@on_erase("survey_answers")
def erase_answers(noun: str, record_id: int, at: dt.datetime) -> int:
    """Answers lose their words and the number of their sheet, by which they could be found."""
    if noun not in {"account", "person"}:
        return 0
    answers = SurveyAnswer.objects.filter(**{noun: record_id})
    if noun == "account":
        SwitchingNote.objects.filter(account=record_id).update(source="", custom={}, updated_at=at)
    return answers.update(comment="", sheet="", custom={}, updated_at=at)
