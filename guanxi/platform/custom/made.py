"""Fields and nouns made at run time: the same objects as those written in code."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from django.db import models
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.cleaning.names import pinyin_key
from guanxi.platform.custom.models import (
    CustomField,
    CustomNoun,
    CustomRecord,
    FormArrangement,
    PageArrangement,
)
from guanxi.platform.money.amounts import Money, currency_of
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import (
    STANDARD,
    Arranged,
    Board,
    Calendar,
    Group,
    Noun,
    Related,
)
from guanxi.platform.nouns.page import PageOrder
from guanxi.platform.nouns.rows import owned

COMPUTED = ("formula", "rollup")
OWN = ("name", *(name for name, _path, _label in STANDARD))


class MadeNoun(Noun[CustomRecord]):
    """The rows of one custom noun."""

    room = "custom"
    rows = owned()
    declared = (
        (
            "name",
            {
                "label": _("Name"),
                "searchable": True,
                "sort_path": "name_key",
                "synonyms": ("名称", "姓名", "title"),
            },
        ),
    )
    search = ("name",)
    import_keys = ("name",)

    def base(self) -> models.QuerySet[CustomRecord]:
        """Only the rows of this noun in the shared table."""
        return CustomRecord.objects.filter(noun=self.key)

    def before_save(self, record: CustomRecord, changed: set[str], actor: Actor) -> None:
        """Mark the row as one of this noun's, and keep the key that sorts it by pinyin."""
        record.noun = self.key
        if "name" in changed or not record.name_key:
            record.name_key = pinyin_key(record.name)[:200]


def noun_of_row(row: CustomNoun, fields: Mapping[str, Field]) -> Noun[Any]:
    """A noun object for one CustomNoun row, with its custom fields on list and form."""
    names = list(fields)
    settings = _in_force(row.settings, {*OWN, *names})
    board, calendar = settings["board"], settings["calendar"]
    made = type(
        "MadeNoun",
        (MadeNoun,),
        {
            "key": row.key,
            "labels": (
                bilingual(row.label_zh, row.label_en),
                bilingual(row.label_zh, row.plural_en or row.label_en),
            ),
            "icon": row.icon,
            "columns": settings["columns"] or usual_columns(names),
            "form": [Group(_("Details"), " ".join(["name", *names, "owner", "team"]))],
            "quick": ["name", *names[:4]],
            "sort": settings["sort"] or MadeNoun.sort,
            "board": Board(**board, closed=tuple(settings["closed"])) if board else None,
            "calendar": Calendar(**calendar) if calendar else None,
            "model": CustomRecord,
            "declared": _named_as(row),
            "import_keys": _told_apart_by(fields),
        },
    )
    return cast("Noun[Any]", made())


def _named_as(row: CustomNoun) -> tuple[tuple[str, dict[str, Any]], ...]:
    """The name, which files also call by the record type: 设备名称, 设备, Equipment name."""
    ((name, said),) = MadeNoun.declared
    zh, en = row.label_zh, row.label_en
    called = [f"{zh}名称", f"{zh}名", zh] if zh else []
    called += [f"{en} name", en] if en else []
    return ((name, {**said, "synonyms": (*said["synonyms"], *called)}),)


def _told_apart_by(fields: Mapping[str, Field]) -> tuple[str, ...]:
    """What no two records share, then their name."""
    return (*(name for name, one in fields.items() if one.unique), *MadeNoun.import_keys)


def retired_labels(keys: Collection[str]) -> dict[str, str]:
    """What the record types that are there no more were called, by key; else the key itself."""
    rows = CustomNoun.objects.filter(key__in=keys) if keys else ()
    found = {row.key: str(bilingual(row.label_zh, row.plural_en or row.label_en)) for row in rows}
    return {key: found.get(key, key) for key in keys}


def usual_columns(names: Sequence[str]) -> list[str]:
    """What a list shows whose columns nobody chose, by the names of its own fields."""
    return ["name", *names[:6], "owner", "updated_at"]


def _in_force(said: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """What is said of list, board and calendar, as far as its fields are still there."""
    sort, board, calendar = said.get("sort") or "", said.get("board"), said.get("calendar")
    return {
        "columns": [name for name in said.get("columns") or () if name in names],
        "sort": sort if sort.removeprefix("-") in names else "",
        "board": _held(board, names) if board and board.get("by") in names else None,
        "calendar": _held(calendar, names) if calendar and calendar["start"] in names else None,
        "closed": list(said.get("closed") or ()),
    }


def _held(said: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    return {part: name for part, name in said.items() if name in names}


def related_by(field: CustomField, plural: Any) -> Related:
    """The rows of ``field``'s noun as they show on the record that the field points to."""
    name = f"{field.noun}_by_{field.name}"
    said = bilingual(field.settings.get("related_zh", ""), field.settings.get("related_en", ""))
    is_named = field.settings.get("related_zh") or field.settings.get("related_en")
    return Related(name, field.noun, field.name, said if is_named else plural)


def arranged_by(row: FormArrangement) -> Arranged:
    """The sections of a form as every page meets them."""
    sections = tuple(
        Group(bilingual(one["zh"], one["en"]), " ".join(one["fields"]), one["key"])
        for one in row.sections
    )
    return Arranged(sections, frozenset(row.quick))


def page_of(row: PageArrangement) -> PageOrder:
    """The order of a page as it is met."""
    return PageOrder(tuple(row.shown), frozenset(row.away))


def field_of(row: CustomField) -> Field:
    """The Field that every door uses for one custom field row."""
    settings = row.settings
    field = Field(
        name=row.name,
        label=bilingual(row.label_zh, row.label_en),
        type=settings.get("result", "number") if row.type in COMPUTED else row.type,
        custom_key=f"cf_{row.pk}",
        target=settings.get("target", ""),
        options={
            one["key"]: bilingual(one.get("zh", ""), one.get("en", "")) for one in row.options
        },
        option_names={
            one[language].casefold(): one["key"]
            for one in row.options
            for language in ("en", "zh")
            if one.get(language)
        },
        tones={one["key"]: one["tone"] for one in row.options if one.get("tone")},
        required=row.is_required,
        unique=row.is_unique,
        editable=row.type not in COMPUTED,
        searchable=row.is_searchable,
        max_length=settings.get("max_length", 500 if row.type == "text" else None),
        decimals=decimals_of(row),
        help=bilingual(row.help_zh, row.help_en),
        is_indexed=row.is_indexed,
        **_conditional(settings),
        synonyms=(row.label_zh, row.label_en),
    )
    return field if row.default is None else field.but(default=_default(row.default, field))


def _conditional(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The condition of a field: away elsewhere, or only not required there."""
    stays = settings.get("shown_always")
    return {"required_when" if stays else "visible_when": settings.get("visible_when")}


def _default(written: Any, field: Field) -> Any:
    """What a new record gets, as every writer stores it; nothing where it does not fit any more."""
    try:
        value = field.kind.read(written, field)
    except (ValueError, TypeError):
        return None
    return Money(value, currency_of(None, field.currency)) if field.type == "money" else value


def decimals_of(row: CustomField) -> int:
    """The places to which a field's numbers are kept and shown; two where nothing was said."""
    has_places = row.type in {"number", "money", *COMPUTED}
    return int(row.settings.get("decimals", 2 if has_places else 0))


def _in_language(zh: str, en: str) -> str:
    chosen, other = (zh, en) if (get_language() or "zh").startswith("zh") else (en, zh)
    return chosen or other


bilingual = lazy(_in_language, str)
