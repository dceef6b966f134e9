"""From a mapping that a person agreed to, to a plan for reading."""

from collections.abc import Collection, Mapping
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.cleaning import Address, hints_of
from guanxi.platform.errors import RuleBroken
from guanxi.platform.exports.exactness import exactness_of
from guanxi.platform.imports.messages import unreadable_message
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.plan import Column, Plan
from guanxi.platform.imports.reading import Choices, Row, Unreadable, open_table
from guanxi.platform.imports.recipes import Recipe
from guanxi.platform.nouns.fields import Field

SAMPLE = 1_000
COLUMNS_SHOWN = 6


def plan_of(run: ImportRun, recipe: Recipe, actor: Actor) -> tuple[Plan, Mapping[str, Field]]:
    """The plan of a run and the fields it fills; RuleBroken when the mapping cannot be."""
    fields = recipe.fields(actor)
    mapped = {header: name for header, name in run.mapping.items() if name}
    unknown = sorted({name for name in mapped.values() if name not in fields})
    if unknown:
        raise RuleBroken(_("There is no field “%(name)s” to fill.") % {"name": unknown[0]})
    options = Options.read(run.options)
    _require_whole(recipe, set(mapped.values()), options, run)
    whole = whole_address_in(fields, mapped.values())
    positions = {header: place for place, header in enumerate(run.header)}
    choices = Choices(**run.choices)
    sample = sample_rows(run.path, choices, SAMPLE)
    columns = []
    for header, name in mapped.items():
        if header not in positions:
            raise RuleBroken(_("The file has no column “%(name)s”.") % {"name": header})
        place = positions[header]
        hints = hints_of([row.cells[place] for row in sample if len(row.cells) > place])
        columns.append(Column(place, fields[name], hints, name == whole))
    zone = actor.time_zone or settings.TIME_ZONE
    filled = [*mapped.values(), *(Address._fields[:-1] if whole else ())]
    searched = recipe.searched(set(filled))
    currency = settings.BASE_CURRENCY
    plan = Plan(
        run.path,
        choices,
        tuple(columns),
        zone,
        currency=currency,
        noun=recipe.key,
        searched=searched,
        exactness=exactness_of(run.header),
        blanks_count=options.blanks_clear,
        may_change=options.may_change,
    )
    return plan, {name: fields[name] for name in filled}


def whole_address_in(fields: Mapping[str, Field], mapped: Collection[str]) -> str:
    """The field whose cells are whole addresses to be split, if there is one.

    It is the street, where a file fills it and none of province, city and district.
    """
    *regions, street = Address._fields
    is_whole = street in mapped and not any(one in mapped for one in regions)
    return street if is_whole and all(one in fields for one in regions) else ""


def sample_rows(path: str, choices: Choices, count: int) -> list[Row]:
    """The first rows of a file; RuleBroken when it cannot be read.

    None of a file that was removed because somebody in it was erased: the rows that are still to
    be corrected are then read without hints from the others.
    """
    if not Path(path).exists():
        return []
    try:
        return list(islice(open_table(Path(path), choices).rows, count))
    except Unreadable as refused:
        raise RuleBroken(unreadable_message(refused)) from refused


def _require_whole(recipe: Recipe, mapped: set[str], options: Options, run: ImportRun) -> None:
    missing = recipe.missing(mapped, options)
    if not missing:
        return
    names = gettext(", ").join(str(one.label) for one in missing)
    encoding = run.choices.get("encoding")
    if mapped or not encoding:
        raise RuleBroken(_("Choose a column for: %(names)s.") % {"names": names})
    raise RuleBroken(
        _(
            "Choose a column for: %(names)s. The file was read as %(encoding)s; if the names of"
            " its columns (%(columns)s) are unreadable, choose another encoding."
        )
        % {
            "names": names,
            "encoding": encoding,
            "columns": gettext(", ").join(run.header[:COLUMNS_SHOWN]),
        }
    )
