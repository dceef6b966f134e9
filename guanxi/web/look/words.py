"""Words for what has a name in code: actions, field types, roles."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from guanxi.platform.actors.models import Role
from guanxi.platform.nouns.fields import Label
from guanxi.platform.nouns.wording import TYPES
from guanxi.web.look.figures import is_chinese

ACTIONS: Mapping[str, Promise] = {
    "read": pgettext_lazy("action", "See"),
    "create": pgettext_lazy("action", "Make"),
    "edit": pgettext_lazy("action", "Change"),
    "delete": pgettext_lazy("action", "Delete"),
    "export": pgettext_lazy("action", "Export"),
    "import": pgettext_lazy("action", "Import"),
    "merge": pgettext_lazy("action", "Merge"),
    "share": pgettext_lazy("action", "Share"),
}


JOBS: Mapping[str, Promise] = {
    "import.run": pgettext_lazy("job", "Import"),
    "import.undo": pgettext_lazy("job", "Import undone"),
    "export.list": pgettext_lazy("job", "Export"),
    "export.everything": pgettext_lazy("job", "Export of everything"),
    "demo.load": pgettext_lazy("job", "Sample company made"),
    "demo.remove": pgettext_lazy("job", "Sample company taken away"),
    "batch.run": pgettext_lazy("job", "Act on many rows"),
    "batch.undo": pgettext_lazy("job", "Act on many rows taken back"),
    "custom.convert": pgettext_lazy("job", "Field given another type"),
    "search.reindex": pgettext_lazy("job", "Search index made anew"),
    "custom.recompute": pgettext_lazy("job", "Formulas and roll-ups computed"),
    "custom.recompute_some": pgettext_lazy("job", "Formulas and roll-ups computed"),
    "custom.follow": pgettext_lazy("job", "Formulas and roll-ups computed"),
    "custom.recompute_dated": pgettext_lazy("job", "Formulas and roll-ups computed"),
    "custom.index": pgettext_lazy("job", "Index made"),
    "insight.recall": pgettext_lazy("job", "Classes of past months rebuilt"),
    "customers.find_duplicates": pgettext_lazy("job", "Possible duplicates looked for"),
    "insight.run": pgettext_lazy("job", "Insight computed"),
    "insight.read_texts": pgettext_lazy("job", "Topics read from what customers say"),
    "insight.warn": pgettext_lazy("job", "Owners warned of customers likely to leave"),
    "insight.experiments": pgettext_lazy("job", "New members of experiments drawn"),
    "insight.watch": pgettext_lazy("job", "Cube lines watched"),
    "insight.letter": pgettext_lazy("job", "Cube by mail"),
    "insight.letters": pgettext_lazy("job", "Cubes sent by mail"),
    "signin.invite": pgettext_lazy("job", "Invitation"),
    "signin.reset": pgettext_lazy("job", "Link to a new password"),
    "messages.mail": pgettext_lazy("job", "Notices mailed"),
    "activities.remind": pgettext_lazy("job", "Reminders"),
    "files.sweep": pgettext_lazy("job", "Files nobody needs removed"),
    "records.purge": pgettext_lazy("job", "Recycle bin emptied"),
    "imports.leftovers": pgettext_lazy("job", "Search index tidied after imports"),
    "export.forget_old": pgettext_lazy("job", "Old exports removed"),
    "jobs.forget_old": pgettext_lazy("job", "Old jobs forgotten"),
    "warehouse.gather_notes": pgettext_lazy("job", "Notes of writes gathered"),
    "rest.forget_answers": pgettext_lazy("job", "Old REST answers forgotten"),
    "signin.forget_sessions": pgettext_lazy("job", "Ended sessions forgotten"),
    "search.merge": pgettext_lazy("job", "Erased texts cleared from the search index"),
    "activities.workdays": pgettext_lazy("job", "Public holidays brought up to date"),
}


PARTS: Mapping[str, Promise] = {
    "name": gettext_lazy("Name in addresses"),
    "key": gettext_lazy("Name in addresses"),
    "type": pgettext_lazy("field", "Type"),
    "label_zh": gettext_lazy("Name in Chinese"),
    "label_en": gettext_lazy("Name in English"),
    "options": pgettext_lazy("field", "Options"),
    "target": gettext_lazy("Relation to"),
    "is_unique": gettext_lazy("unique"),
    "default": gettext_lazy("Filled in at first with"),
    "visible_when": gettext_lazy("Only asked for where"),
}
MEASURES: Mapping[str, Promise] = {
    "count": pgettext_lazy("roll-up", "How many"),
    "sum": pgettext_lazy("roll-up", "Sum"),
    "min": pgettext_lazy("roll-up", "Smallest or first"),
    "max": pgettext_lazy("roll-up", "Largest or last"),
    "avg": pgettext_lazy("roll-up", "Average"),
}


def within(label: Label) -> str:
    """A label within a sentence: without its capital, unless it belongs to it (NPS, T-shirt)."""
    text = str(label)
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def action_label(action: str) -> str:
    """What an action is called in the matrix of rights."""
    return str(ACTIONS.get(action, action))


def type_label(name: str) -> str:
    """What a type of field is called."""
    return str(TYPES.get(name, name))


def part_label(name: str) -> str:
    """What a form calls the part of a field or record type that was refused."""
    return str(PARTS.get(name, name))


def measure_label(name: str) -> str:
    """What a measure of a roll-up is called."""
    return str(MEASURES.get(name, name))


def role_label(role: Role) -> str:
    """What a role is called in the reader's language."""
    return role.label_zh if is_chinese() else role.label_en


def named(labelled: Any) -> str:
    """What something labelled in both languages is called in the reader's, else in the other."""
    return str(_labels(labelled)[0])


def named_also(labelled: Any) -> str:
    """What it is called in the other language, where that is another word."""
    first, other = _labels(labelled)
    return "" if other == first else str(other)


def _labels(labelled: Any) -> tuple[str, str]:
    ours, other = labelled.label_en, labelled.label_zh
    if is_chinese():
        ours, other = other, ours
    return ours or other, other


def job_label(kind: str) -> str:
    """What a kind of job does, in words."""
    return str(JOBS.get(kind, kind))
