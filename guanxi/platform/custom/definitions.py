"""What an administrator says of a field, and whether it can be."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.custom.formulas import Formula, read_formula, result_type_fits
from guanxi.platform.custom.graph import MEASURES, Rollup, computed_in_force, computed_of, ordered
from guanxi.platform.custom.made import COMPUTED, field_of
from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.results import require_one_currency, require_own_currency
from guanxi.platform.custom.samples import sample_values
from guanxi.platform.errors import Message, RuleBroken
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.nouns.types import TYPES
from guanxi.platform.records.conditions import OPERATORS, written_condition
from guanxi.platform.records.intake import written
from guanxi.platform.rights.visibility import condition

NAME = re.compile(r"[a-z][a-z0-9_]{0,58}$")
RESULTS = ("number", "money", "text", "date", "datetime", "boolean")
LASTING = ("text", "long", "json", "multi", "file", *COMPUTED)
MOST_FIELDS = 500
MOST_OPTIONS = 500


@dataclass(frozen=True)
class FieldDraft:
    """Everything an administrator can say of a field; see CustomField for the parts."""

    name: str
    type: str
    label_zh: str
    label_en: str = ""
    help_zh: str = ""
    help_en: str = ""
    options: list[dict[str, str]] = field(default_factory=list)
    default: Any = None
    settings: dict[str, Any] = field(default_factory=dict)
    is_required: bool = False
    is_unique: bool = False
    is_searchable: bool = False
    is_indexed: bool = False
    position: int = 0


PARTS = tuple(one.name for one in fields(FieldDraft))


def draft_of(row: CustomField) -> FieldDraft:
    """What is said of a field today."""
    return FieldDraft(**{name: getattr(row, name) for name in PARTS})


def require_sound(noun: Noun[Any], draft: FieldDraft, present: CustomField | None = None) -> None:
    """Refuse a draft that cannot be; the problems are listed by part."""
    problems: dict[str, Message] = {}
    for part, check in _CHECKS.items():
        found = check(noun, draft, present)
        if found:
            problems[part] = found
    if problems:
        raise RuleBroken(_("Some values need attention."), problems)
    if draft.type in COMPUTED:
        require_computable(noun, draft, present)


def written_draft(noun: Noun[Any], draft: FieldDraft) -> FieldDraft:
    """A sound draft with its default and condition as they are kept: read by type once."""
    settings, default = dict(draft.settings), draft.default
    if settings.get("visible_when"):
        settings["visible_when"] = written_condition(settings["visible_when"], noun.fields)
    if default is not None:
        default = written(_drafted(noun, draft), default)
    return replace(draft, settings=settings, default=default)


def _drafted(noun: Noun[Any], draft: FieldDraft) -> Field:
    return field_of(CustomField(pk=0, noun=noun.key, **{**vars(draft), "default": None}))


def _name(noun: Noun[Any], draft: FieldDraft, present: CustomField | None) -> Message:
    if not NAME.match(draft.name):
        return _("Use small Latin letters, digits and _, beginning with a letter.")
    taken = draft.name in noun.fields and (present is None or present.name != draft.name)
    return _("There is a field with this name already.") if taken else ""


def _type(noun: Noun[Any], draft: FieldDraft, present: CustomField | None) -> Message:
    if draft.type not in TYPES or draft.type == "json":
        return _("Choose a type of field.")
    if present is not None and present.type != draft.type:
        return _("Change the type with a preview.")
    if present is None and len(noun.fields) >= MOST_FIELDS:
        return _("A record type holds at most 500 fields.")
    return ""


def _label(noun: Noun[Any], draft: FieldDraft, present: CustomField | None) -> Message:
    return "" if draft.label_zh.strip() or draft.label_en.strip() else _("Name the field.")


def _options(noun: Noun[Any], draft: FieldDraft, present: CustomField | None) -> Message:
    keys = [one.get("key", "") for one in draft.options]
    if draft.type in {"choice", "multi"} and not keys:
        return _("List the options.") if draft.type == "choice" else ""
    if len(keys) > MOST_OPTIONS or len(set(keys)) < len(keys) or not all(map(_is_key, keys)):
        return _("Give every option its own short key.")
    if any(not (one.get("zh") or one.get("en")) for one in draft.options):
        return _("Give every option a label.")
    return ""


def _is_key(key: str) -> bool:
    return 0 < len(key) <= 60 and not set(key) & set('",;|[]')


def _target(noun: Noun[Any], draft: FieldDraft, present: CustomField | None) -> Message:
    if draft.type == "relation" and draft.settings.get("target") not in nouns():
        return _("Choose what the field points to.")
    return ""


def _unique(noun: Noun[Any], draft: FieldDraft, present: CustomField | None) -> Message:
    if draft.is_unique and draft.type in {*LASTING, "boolean"} - {"text"}:
        return _("Fields of this type cannot be unique.")
    return ""


def _default(noun: Noun[Any], draft: FieldDraft, present: CustomField | None) -> Message:
    if draft.default is None:
        return ""
    try:
        written(_drafted(noun, draft), draft.default)
    except (ValueError, TypeError) as problem:
        return str(problem)
    return ""


def _visible_when(noun: Noun[Any], draft: FieldDraft, present: CustomField | None) -> Message:
    said = draft.settings.get("visible_when")
    if not said:
        return ""
    names = set(noun.fields) - {draft.name}
    if not isinstance(said, Mapping) or not _is_sound_condition(said, names):
        return _("A condition asks about other fields of the same record.")
    try:
        written_condition(said, noun.fields)
    except (ValueError, TypeError) as problem:
        return str(problem)
    return ""


def _shown_always(noun: Noun[Any], draft: FieldDraft, present: CustomField | None) -> Message:
    settings = draft.settings
    if settings.get("shown_always") and not (draft.is_required and settings.get("visible_when")):
        return _("Say where it is required, and tick “required”.")
    return ""


def _is_sound_condition(said: Mapping[str, Any], names: Collection[str]) -> bool:
    for word in ("all", "any", "none"):
        if word in said:
            return isinstance(said[word], list) and all(
                isinstance(part, Mapping) and _is_sound_condition(part, names)
                for part in said[word]
            )
    return str(said.get("field")) in names and said.get("op", "is") in OPERATORS


_CHECKS = {
    "name": _name,
    "type": _type,
    "label_zh": _label,
    "options": _options,
    "target": _target,
    "is_unique": _unique,
    "default": _default,
    "visible_when": _visible_when,
    "shown_always": _shown_always,
}


def require_computable(
    noun: Noun[Any], draft: FieldDraft, present: CustomField | None = None
) -> None:
    """Refuse a formula or roll-up that reads what is not there, or depends on itself."""
    if draft.type == "formula":
        _require_formula(noun, draft.settings)
    else:
        _require_rollup(noun, draft.settings.get("rollup") or {})
    said = computed_of(CustomField(pk=present.pk if present else 0, noun=noun.key, **vars(draft)))
    others = [one for one in computed_in_force() if one.custom_key != said.custom_key]
    ordered([*others, said])


def _require_formula(noun: Noun[Any], said: Mapping[str, Any]) -> None:
    result = said.get("result", "number")
    if result not in RESULTS:
        raise RuleBroken(_("Choose what the formula results in."))
    formula = read_formula(str(said.get("formula", "")))
    _require_sources(noun, formula)
    _require_result(noun, formula, result)
    if result == "money":
        require_own_currency(noun, formula.sources)


def _require_sources(noun: Noun[Any], formula: Formula) -> None:
    for source in sorted(formula.sources):
        relation, dot, name = source.partition(".")
        found = noun.fields.get(relation)
        if dot and found is not None and found.type == "relation":
            found = noun_named(found.target).fields.get(name)
        elif dot:
            found = None
        if found is None:
            raise formula.fault(source, _no_field(noun, source))


def _no_field(noun: Noun[Any], source: str) -> Message:
    """That nothing is called so, and what may have been meant: by its label, or nearly by name."""
    relation, _dot, name = source.partition(".")
    held = noun.fields.get(relation)
    is_led = bool(name) and held is not None and held.type == "relation"
    holder, wanted = (noun_named(held.target), name) if held and is_led else (noun, relation)
    named = [key for key, one in holder.fields.items() if str(one.label) == wanted]
    close = named or get_close_matches(wanted, list(holder.fields), n=1)
    said = _("The formula reads “%(name)s”, which is no field.") % {"name": source}
    if not close:
        return said
    meant = source.replace(wanted, close[0]) if not is_led else f"{relation}.{close[0]}"
    return said + " " + _("Is “%(name)s” meant?") % {"name": meant}


def _require_result(noun: Noun[Any], formula: Formula, result: str) -> None:
    """Try the formula on made-up values, so that a sum of texts is refused today."""

    found = formula.value(sample_values(noun, formula.sources))
    if found is not None and not result_type_fits(found, result):
        raise RuleBroken(_("The formula gives something else than the type chosen for its result."))


def _require_rollup(noun: Noun[Any], said: Mapping[str, Any]) -> None:
    known = {one.name for one in fields(Rollup)}
    if said.get("noun") not in nouns() or said.get("measure") not in MEASURES or set(said) - known:
        raise RuleBroken(_("Choose which records to count or sum, and how."))
    child = noun_named(said["noun"])
    by = child.fields.get(said.get("by", ""))
    if by is None or by.target != noun.key or by.type != "relation":
        raise RuleBroken(_("Choose the relation that leads here."))
    of = child.fields.get(said.get("of", ""))
    if said["measure"] != "count" and (of is None or not is_measurable(of, said["measure"])):
        raise RuleBroken(_("Choose a number to sum up."))
    if said["measure"] != "count" and of is not None:
        require_one_currency(child, of)
    condition(SYSTEM, child, said.get("where"))


def measurable_fields(child: Noun[Any], measure: str) -> list[Field]:
    """The fields of records further down that a roll-up can take this figure of."""
    return [
        one
        for one in child.fields.values()
        if is_measurable(one, measure) and not (one.type == "money" and one.currency_path)
    ]


def is_measurable(of: Any, measure: str) -> bool:
    """Whether this figure can be taken of the field."""
    dated = measure in {"min", "max"} and of.type in {"date", "datetime"}
    return of.kind.is_numeric or dated
