"""A file becomes a run: stored, looked at, mapped, agreed to."""

import dataclasses
import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.disk import is_disk_full
from guanxi.platform.errors import NoRoom, RuleBroken
from guanxi.platform.exports.exactness import exactness_of
from guanxi.platform.imports.mapping import guess_mapping, remember_mapping
from guanxi.platform.imports.messages import unreadable_message
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.imports.noun_recipe import recipe_named
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.planning import plan_of
from guanxi.platform.imports.reading import Choices, Table, Unreadable, open_table

BLOCK = 1_048_576
LOOKED_AT = 200


def draft_import(
    target: str,
    blocks: Iterable[bytes],
    file_name: str,
    *,
    actor: Actor,
    at: dt.datetime,
    choices: Choices | None = None,
) -> ImportRun:
    """A run for an uploaded file, kept in the data folder, with a mapping to agree to."""
    recipe = recipe_named(target)
    recipe.require(actor)
    path, digest, size = _stored(blocks, Path(file_name).suffix)
    run = ImportRun(
        target=target,
        file_name=file_name[-255:],
        path=str(path),
        digest=digest,
        size=size,
        user_id=actor.user_id,
        made_at=at,
        options=Options().stored(),
    )
    try:
        look_at(run, choices or Choices(), actor=actor)
        run.save()
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return run


def look_at(run: ImportRun, choices: Choices, *, actor: Actor) -> Table:
    """Read the head of the file as told, and guess the mapping; the run is not saved."""
    try:
        table = open_table(Path(run.path), choices)
        rows = list(islice(table.rows, LOOKED_AT))
    except Unreadable as refused:
        raise RuleBroken(unreadable_message(refused)) from refused
    run.header = table.header
    run.choices = dataclasses.asdict(table.choices)
    columns = [
        [row.cells[place] for row in rows if len(row.cells) > place]
        for place in range(len(table.header))
    ]
    recipe = recipe_named(run.target)
    own = recipe.exact_columns if exactness_of(table.header).is_exact else {}
    rest = {
        name: cells for name, cells in zip(table.header, columns, strict=True) if name not in own
    }
    guessed = guess_mapping(run.target, recipe.fields(actor), [*rest], [*rest.values()])
    run.mapping = {name: own.get(name) or guessed[name] for name in table.header}
    return table


def reread(run: ImportRun, choices: Choices, *, actor: Actor) -> ImportRun:
    """The run with its file read as a person says; it stays as it was where that fails."""
    recipe_named(run.target).require(actor)
    if run.state != ImportRun.State.DRAFT:
        raise RuleBroken(_("This import has begun; its mapping stays as it is."))
    look_at(run, choices, actor=actor)
    run.save(update_fields=["header", "choices", "mapping"])
    return run


def agree(
    run: ImportRun,
    options: Options,
    mapping: Mapping[str, str],
    *,
    actor: Actor,
    at: dt.datetime,
) -> ImportRun:
    """The run with its options and mapping, checked, and remembered for the next such file."""
    recipe = recipe_named(run.target)
    recipe.require(actor)
    if run.state != ImportRun.State.DRAFT:
        raise RuleBroken(_("This import has begun; its mapping stays as it is."))
    run.options, run.mapping = options.stored(), dict(mapping)
    plan_of(run, recipe, actor)
    run.save(update_fields=["options", "mapping", "header", "choices"])
    remember_mapping(run.target, run.header, run.mapping, at=at)
    return run


def again(run: ImportRun, options: Options, *, actor: Actor, at: dt.datetime) -> ImportRun:
    """A new run of the same file with the same mapping, after a dry run."""
    twin = _twin(run, actor=actor, at=at)
    twin.trial = run if run.options.get("dry_run") else None
    twin.save()
    return agree(twin, options, run.mapping, actor=actor, at=at)


def redraft(run: ImportRun, *, actor: Actor, at: dt.datetime) -> ImportRun:
    """A draft of the same file with the choices of its dry run, to be changed before another."""
    recipe_named(run.target).require(actor)
    if run.state != ImportRun.State.DONE or not run.options.get("dry_run"):
        raise RuleBroken(_("Only a trial that has ended can be given other columns."))
    twin = _twin(run, actor=actor, at=at)
    twin.mapping, twin.options = run.mapping, run.options
    twin.save()
    return twin


def runs_visible_to(actor: Actor) -> QuerySet[ImportRun]:
    """The actor's own imports; an administrator sees all."""
    runs = ImportRun.objects.all()
    return runs if actor.is_administrator else runs.filter(user_id=actor.user_id or 0)


def blocks_of(path: Path) -> Iterable[bytes]:
    """The content of a file in blocks."""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _twin(run: ImportRun, *, actor: Actor, at: dt.datetime) -> ImportRun:
    """The same file once more, not saved yet."""
    return ImportRun(
        target=run.target,
        file_name=run.file_name,
        path=run.path,
        digest=run.digest,
        size=run.size,
        header=run.header,
        choices=run.choices,
        user_id=actor.user_id,
        made_at=at,
    )


def imports_folder() -> Path:
    """Where the files of imports are kept."""
    return Path(settings.MEDIA_ROOT) / "imports"


def _stored(blocks: Iterable[bytes], suffix: str) -> tuple[Path, str, int]:
    folder = imports_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{secrets.token_hex(16)}{suffix[:10]}"
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("xb") as file:
            for block in blocks:
                file.write(block)
                digest.update(block)
                size += len(block)
    except OSError as fault:
        path.unlink(missing_ok=True)
        if is_disk_full(fault):
            raise NoRoom(
                _("The disk is full and the file was not stored: free some space and upload again.")
            ) from fault
        raise
    return path, digest.hexdigest(), size
