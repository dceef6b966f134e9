"""What a run tells when it is asked: one account for the screen, the job and the command."""

from collections.abc import Mapping, Sequence
from typing import Any

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.errors import Message
from guanxi.platform.imports.messages import (
    PROBLEMS,
    SAID_IN_FULL,
    note_message,
    problem_message,
)
from guanxi.platform.imports.models import ImportRun, RejectedRow
from guanxi.platform.imports.noun_recipe import recipe_named
from guanxi.platform.nouns.fields import Field

REJECTED_SHOWN = 20
# Rows in which examples of what is wrong are looked for, and how many are told.
REJECTED_READ, EXAMPLES_SHOWN = 200, 5


def report_of(run: ImportRun) -> dict[str, Any]:
    """The account of a run as JSON: counts, changes, problems, oddities, first rejected rows."""
    seconds = None
    if run.started_at and run.finished_at:
        seconds = round((run.finished_at - run.started_at).total_seconds(), 2)
    recipe = recipe_named(run.target)
    words, fields = recipe.words, recipe.fields(SYSTEM)
    rejected = list(run.rejected_rows.order_by("number")[:REJECTED_READ])
    return {
        "import": run.pk,
        "file": run.file_name,
        "as": run.target,
        "state": run.state,
        "dry_run": bool(run.options.get("dry_run")),
        "rows": run.read,
        "created": run.created,
        "updated": run.updated,
        "skipped": run.skipped,
        "rejected": run.rejected,
        "seconds": seconds,
        "mapping": run.mapping,
        "changes": _counts(run.report.get("changes", {}), fields),
        "problems": _faults(run.report.get("problems", {}), fields, rejected),
        "notes": _notes(
            {**run.report.get("file", {}), **run.report.get("notes", {})}, words, fields
        ),
        "rejected_rows": [
            {"row": row.number, "problems": _problems(row.problems, fields)}
            for row in rejected[:REJECTED_SHOWN]
        ],
        "error": run.error,
    }


def _counts(counts: dict[str, int], fields: Mapping[str, Field]) -> list[dict[str, Any]]:
    found = []
    for name, count in sorted(counts.items(), key=lambda item: -item[1]):
        field, _colon, code = name.partition(":")
        label = str(fields[field].label) if field in fields else field
        meaning = str(note_message(code))
        found.append(
            {"field": field, "label": label, "code": code, "count": count, "meaning": meaning}
        )
    return found


def _faults(
    counts: dict[str, int], fields: Mapping[str, Field], rejected: Sequence[RejectedRow]
) -> list[dict[str, Any]]:
    """What is wrong how often, what may stand there, and some of what does."""
    found = _counts(counts, fields)
    for line in found:
        line["examples"] = []
        name, code = line["field"], line["code"]
        if code in PROBLEMS and code not in SAID_IN_FULL:
            line["meaning"] = str(problem_message(code, "", fields.get(name)))
            faults = (fault for row in rejected for fault in row.problems)
            values = (value for *of, value in faults if of == [name, code] and value)
            line["examples"] = [*dict.fromkeys(values)][:EXAMPLES_SHOWN]
    return found


def _notes(
    notes: dict[str, Any], words: Mapping[str, Message], fields: Mapping[str, Field]
) -> list[dict[str, Any]]:
    return [
        {"code": code, "meaning": str(words.get(code) or _noted(code, fields)), **note}
        for code, note in notes.items()
    ]


def _noted(code: str, fields: Mapping[str, Field]) -> Message:
    """A note; the key by which records were met is told by the labels of its fields."""
    if code in ("duplicate:in_file", "duplicate:of_other_books"):
        return note_message(code)
    head, _colon, key = code.partition(":")
    labels = [str(fields[name].label) if name in fields else name for name in key.split("+")]
    return note_message(f"{head}:{' + '.join(labels)}" if key else head)


def _problems(problems: list[list[str]], fields: Mapping[str, Field]) -> list[dict[str, str]]:
    return [
        {
            "field": field,
            "code": code,
            "value": value,
            "meaning": str(problem_message(code, value, fields.get(field))),
        }
        for field, code, value in problems
    ]
