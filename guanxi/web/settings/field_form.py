"""What a form says of a field, and what a field says to the form."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

from guanxi.platform.custom.arranging import drafts_of
from guanxi.platform.custom.definitions import RESULTS, FieldDraft, measurable_fields
from guanxi.platform.custom.graph import MEASURES
from guanxi.platform.custom.made import field_of
from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.retyping import as_written
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.nouns.types import TYPES
from guanxi.platform.records.intake import custom_json
from guanxi.web.look.figures import is_chinese
from guanxi.web.settings.field_conditions import SAID_BEFORE, is_simple, only_offered, where_given
from guanxi.web.settings.formula_names import shelves_for

WITHOUT_FORM = {"json"}
WITH_OPTIONS = {"choice", "multi"}
FLAGS = ("is_required", "is_unique", "is_searchable", "is_indexed")
WITH_DECIMALS = {"number", "formula", "rollup"}
Given = Mapping[str, str]


def choices_for(noun: Noun[Any], kind: str, given: Given) -> dict[str, Any]:
    """What the form of a field of this type offers, by what it says already."""
    return {
        "noun": noun,
        "kind": kind if kind in TYPES else "text",
        "types": [name for name in TYPES if name not in WITHOUT_FORM],
        "nouns": nouns().values(),
        "results": RESULTS,
        "measures": MEASURES,
        "rollups": _rollups(noun),
        "measurable": _measurable(given),
        "only_offered": only_offered(given) if kind == "rollup" else [],
        "conditions": [one for one in noun.fields.values() if one.type != "json"],
        "has_options": kind in WITH_OPTIONS,
        "has_decimals": kind in WITH_DECIMALS,
        "sections": [
            (one.key, (one.zh or one.en) if is_chinese() else (one.en or one.zh))
            for one in drafts_of(noun)
        ],
        "shelves": shelves_for(noun) if kind == "formula" else [],
    }


def draft_given(given: Given, kind: str, position: int) -> FieldDraft:
    """The field that the form describes."""
    zh, en = given.get("label_zh", "").strip(), given.get("label_en", "").strip()
    return FieldDraft(
        name=given.get("name", "").strip() or name_from(en or zh),
        type=kind,
        label_zh=zh or en,
        label_en=en,
        help_zh=given.get("help_zh", "").strip(),
        help_en=given.get("help_en", "").strip(),
        options=_options(given.get("options", "")) if kind in WITH_OPTIONS else [],
        default=given.get("default", "").strip() or None,
        settings=_settings(given, kind),
        position=position,
        **{flag: given.get(flag) == "yes" for flag in FLAGS},
    )


def said_by(row: CustomField) -> dict[str, str]:
    """A field as its form shows it."""
    settings = row.settings
    rollup, shown = settings.get("rollup") or {}, settings.get("visible_when") or {}
    return {
        "name": row.name,
        "label_zh": row.label_zh,
        "label_en": row.label_en,
        "help_zh": row.help_zh,
        "help_en": row.help_en,
        "default": _shown(field_of(row), field_of(row).default),
        "options": "\n".join(_option_line(one) for one in row.options),
        "target": settings.get("target", ""),
        "formula": settings.get("formula", ""),
        "result": settings.get("result", "number"),
        "decimals": str(settings.get("decimals", "")),
        "over": f"{rollup['noun']}.{rollup['by']}" if rollup else "",
        "measure": rollup.get("measure", ""),
        "of": rollup.get("of", ""),
        "only": json.dumps(rollup["where"]) if rollup.get("where") else "",
        "when_field": str(shown.get("field", "")) if is_simple(shown) else SAID_BEFORE,
        "when_value": _condition_value(row, shown),
        "shown_always": "yes" if settings.get("shown_always") else "",
        **{flag: "yes" for flag in FLAGS if getattr(row, flag)},
    }


def _condition_value(row: CustomField, shown: Mapping[str, Any]) -> str:
    asked, value = noun_named(row.noun).fields.get(str(shown.get("field"))), shown.get("value", "")
    if asked is None or value in ("", None):
        return str(value)
    try:
        return _shown(asked, custom_json(asked.kind.read(value, asked)))
    except (ValueError, TypeError):
        return str(value)


def _shown(field: Field, value: Any) -> str:
    return "" if value is None else as_written(field, value)


def name_from(label: str) -> str:
    """A plain name made of a label: 设备编号 is she_bei_bian_hao."""
    plain = "_".join(lazy_pinyin(label)).lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40]


def _settings(given: Given, kind: str) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    if kind == "relation":
        settings["target"] = given.get("target", "")
    if kind == "formula":
        settings |= {"formula": given.get("formula", ""), "result": given.get("result", "number")}
    if kind == "rollup":
        settings["rollup"] = _rollup(given)
    if kind in WITH_DECIMALS and given.get("decimals", "").isdigit():
        settings["decimals"] = min(int(given["decimals"]), 8)
    if given.get("when_field") not in ("", None, SAID_BEFORE):
        value = given.get("when_value", "").strip()
        asked = {"op": "is", "value": value} if value else {"op": "not_empty"}
        settings["visible_when"] = {"field": given["when_field"], **asked}
    if given.get("when_field") and given.get("shown_always") == "yes":
        settings["shown_always"] = True
    return settings


def _rollup(given: Given) -> dict[str, Any]:
    noun, _, by = given.get("over", "").partition(".")
    rollup = {"noun": noun, "by": by, "measure": given.get("measure", "count")}
    further = {"of": given.get("of"), "where": where_given(given)}
    return rollup | {name: value for name, value in further.items() if value}


def _rollups(noun: Noun[Any]) -> list[tuple[str, str]]:
    """The relations by which rows of other nouns belong to a record of this one."""
    return [
        (f"{other.key}.{one.name}", _("%(records)s (%(field)s)") % _named(other, one))
        for other in nouns().values()
        for one in other.fields.values()
        if one.type == "relation" and one.target == noun.key
    ]


def _named(noun: Noun[Any], one: Field) -> dict[str, Any]:
    return {"records": noun.plural, "field": one.label}


def _measurable(given: Given) -> list[Field]:
    child = nouns().get(given.get("over", "").partition(".")[0])
    measure = given.get("measure") or "count"
    return measurable_fields(child, measure) if child and measure != "count" else []


def _options(text: str) -> list[dict[str, str]]:
    """One option a line: 重点 | Key | key | azurite; what is left out is made up."""
    found = []
    for line in text.splitlines():
        zh, en, key, tone, *_rest = [*(part.strip() for part in line.split("|")), "", "", ""]
        if zh or en:
            option = {"key": key or name_from(en or zh), "zh": zh or en, "en": en or zh}
            found.append({**option, "tone": tone} if tone else option)
    return found


def _option_line(one: Mapping[str, str]) -> str:
    parts = (one.get("zh", ""), one.get("en", ""), one.get("key", ""), one.get("tone", ""))
    return " | ".join(parts).removesuffix(" | ")
