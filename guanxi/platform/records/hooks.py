"""What the platform does in the transaction of every change: index, recompute."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.boards.limits import hard_limits_of
from guanxi.platform.nouns.noun import Noun

Saved = Callable[[Noun[Any], Sequence[Any], set[str] | None, Actor, dt.datetime], None]
BeforeSave = Callable[[Noun[Any], Any, set[str], Actor, dt.datetime], None]
Concern = Callable[[Noun[Any], Collection[str]], bool]
_saved: list[Saved] = []
_before: list[BeforeSave] = []
_concerns: list[tuple[Saved | BeforeSave, Concern]] = []


def on_saved(hook: Saved) -> Saved:
    """Call ``hook(noun, records, changed, actor, at)`` after records were saved.

    ``changed`` names the fields that changed; None when records were deleted or restored.
    """
    if hook not in _saved:
        _saved.append(hook)
    return hook


def before_save(hook: BeforeSave) -> BeforeSave:
    """Call ``hook(noun, record, changed, actor, at)`` before a record is saved."""
    if hook not in _before:
        _before.append(hook)
    return hook


def concerns(hook: Saved | BeforeSave, when: Concern) -> None:
    """Promise that a hook does nothing for new records unless ``when(noun, names given)``.

    A hook without such a promise keeps an import from writing rows that were drafted elsewhere.
    """
    _concerns.append((hook, when))


def are_unconcerned(noun: Noun[Any], given: Collection[str]) -> bool:
    """Whether nothing would be done or refused for new records of which these fields are given."""
    if hard_limits_of(noun):
        return False
    whens = dict(_concerns)
    return not any(hook not in whens or whens[hook](noun, given) for hook in [*_saved, *_before])


def run_saved(
    noun: Noun[Any], records: Sequence[Any], changed: set[str] | None, actor: Actor, at: dt.datetime
) -> None:
    """Run every hook that follows a save."""
    for hook in _saved:
        hook(noun, records, changed, actor, at)


def run_before(
    noun: Noun[Any], record: Any, changed: set[str], actor: Actor, at: dt.datetime
) -> None:
    """Run every hook that precedes a save."""
    noun.before_save(record, changed, actor)
    for hook in _before:
        hook(noun, record, changed, actor, at)
