"""The columns of a file beside the fields they could fill, with what stands in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guanxi.platform.cleaning.kinds import plain
from guanxi.platform.exports.exactness import is_exact_column
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.imports.options import Duplicates, Mode, Options
from guanxi.platform.imports.planning import whole_address_in
from guanxi.platform.imports.reading import Choices, open_table
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.registry import nouns
from guanxi.web.fields.sections import sections_of

SHOWN = 3
MET_BY = frozenset(["text", "phone", "email"])
MODES: Mapping[Mode, str | Promise] = {
    "create": _("Add new records"),
    "upsert": _("Add new records and change known ones"),
    "update": _("Only change known records"),
}
DUPLICATES: Mapping[Duplicates, str | Promise] = {
    "skip": _("Leave the known record as it is"),
    "fill": _("Fill its empty fields"),
    "update": _("Change it"),
    "create": _("Add another one"),
}


@dataclass(frozen=True)
class MappedColumn:
    """One column: its place in the form, examples, and the field chosen."""

    place: int
    header: str
    examples: list[str]
    field: str


@dataclass(frozen=True)
class Key:
    """Fields by which rows can meet records."""

    value: str
    label: str


def columns_of(run: ImportRun) -> list[MappedColumn]:
    """The columns in the order of the file, each with a few of its cells."""
    rows = list(islice(open_table(Path(run.path), Choices(**run.choices)).rows, 20))
    found = []
    for place, header in enumerate(run.header):
        if is_exact_column(header):
            continue
        cells = [plain(row.cells[place]) for row in rows if len(row.cells) > place]
        examples = [cell[:60] for cell in dict.fromkeys(cells) if cell.strip()][:SHOWN]
        found.append(MappedColumn(place, header, examples, run.mapping.get(header, "")))
    return found


def choices_of(run: ImportRun, fields: Mapping[str, Field]) -> list[tuple[str, dict[str, str]]]:
    """The fields to choose from, by name, under the titles of the form; a recipe has none."""
    noun = nouns().get(run.target)
    labels = {name: str(one.label) for name, one in fields.items()}
    if noun is None:
        return [("", labels)]
    return [
        (str(part.label), {name: labels[name] for name in part.names})
        for part in sections_of(noun, labels)
    ]


def address_split_in(run: ImportRun, fields: Mapping[str, Field]) -> str:
    """The column whose addresses will be split, if there is one."""
    name = whole_address_in(fields, [one for one in run.mapping.values() if one])
    return next((header for header, field in run.mapping.items() if name and field == name), "")


def keys_of(run: ImportRun) -> list[Key]:
    """The keys that the noun offers, then any other text; a recipe has its own way."""
    noun = nouns().get(run.target)
    if noun is None:
        return []
    fields, keys = noun.fields, []
    offered = [(one,) if isinstance(one, str) else tuple(one) for one in noun.import_keys]
    others = [
        (name,)
        for name, one in fields.items()
        if one.type in MET_BY and one.editable and (name,) not in offered
    ]
    for names in [*offered, *others]:
        label = " + ".join(str(fields[name].label) for name in names if name in fields)
        keys.append(Key(",".join(names), label))
    return keys


def mapping_in(run: ImportRun, posted: QueryDict) -> dict[str, str]:
    """The field chosen for each column."""
    return {header: posted.get(f"column_{place}", "") for place, header in enumerate(run.header)}


def options_in(posted: QueryDict) -> Options:
    """The choices of the form; what is not among them is the first of its kind."""
    mode: Mode = next((one for one in MODES if one == posted.get("mode")), "create")
    wanted = posted.get("duplicates")
    duplicates: Duplicates = next((one for one in DUPLICATES if one == wanted), "skip")
    return Options(
        mode=mode,
        duplicates=duplicates,
        key=tuple(name for name in posted.get("key", "").split(",") if name),
        create_related=posted.get("create_related") == "1",
        blanks_clear=posted.get("blanks_clear") == "1",
        dry_run=posted.get("act") == "try",
    )
