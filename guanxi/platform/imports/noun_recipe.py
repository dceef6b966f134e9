"""A file whose rows are records of one noun."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.boards.limits import hard_limits_of
from guanxi.platform.errors import Message, RuleBroken
from guanxi.platform.imports.matching import rules_for
from guanxi.platform.imports.noun_writer import ORIGIN, NounWriter
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.plan import Drafting
from guanxi.platform.imports.recipes import Recipe, Writer, declared_recipes
from guanxi.platform.nouns.fields import Field, Label
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.bulk_writing import Making
from guanxi.platform.records.drafting import can_be_drafted
from guanxi.platform.rights.visibility import require
from guanxi.platform.search.content import searched_fields, searched_lines

_TEXTS = frozenset(["text", "phone", "email", "url"])


@dataclass(frozen=True)
class NounRecipe:
    """Imports records of one noun."""

    key: str

    @property
    def noun(self) -> Noun[Any]:
        """The noun of the records."""
        return noun_named(self.key)

    @property
    def label(self) -> Label:
        """What such records are called."""
        return self.noun.plural

    @property
    def words(self) -> Mapping[str, Message]:
        """It has no notes of its own."""
        return {}

    @property
    def own_list(self) -> str:
        """The noun itself."""
        return self.key

    @property
    def exact_columns(self) -> Mapping[str, str]:
        """None: the columns are called like the fields."""
        return {}

    def fields(self, actor: Actor) -> Mapping[str, Field]:
        """Every field the actor may write, and author, times and what else is history besides."""
        noun = self.noun
        return {
            name: one
            for name, one in noun.fields.items()
            if (one.editable or name in ORIGIN or name in noun.historic)
            and not one.kind.is_computed
            and actor.field_mode(noun.key, name) == "full"
        }

    def require(self, actor: Actor) -> None:
        """Refuse an actor without the right to import this noun."""
        require(actor, self.noun.permission("import"))
        require(actor, self.noun.permission("create"))
        if not self.noun.can_create:
            message = _("No file brings in “%(name)s”: they come of what is done elsewhere.")
            raise RuleBroken(message % {"name": self.noun.plural})

    def missing(self, mapped: set[str], options: Options) -> list[Field]:
        """Fields of the key that no column fills; required ones too, where records are made."""
        fields = self.noun.fields
        unknown = [name for name in options.key if name not in fields]
        if unknown:
            raise RuleBroken(_("There is no field “%(name)s” to meet by.") % {"name": unknown[0]})
        is_made = options.mode != "update"
        return [
            one
            for name, one in fields.items()
            if name not in mapped
            and (
                name in options.key or (is_made and one.is_always_required and one.default is None)
            )
        ]

    def searched(self, mapped: set[str]) -> tuple[str, ...]:
        """The searched fields, unless one is no plain text or may hold another than was given."""
        noun = self.noun
        if not noun.search or noun.title not in mapped:
            return ()
        found = searched_fields(noun)
        is_told = all(
            one.type in _TEXTS
            and not one.visible_when
            and (name in mapped or one.default in (None, ""))
            for name, one in found.items()
        )
        return tuple(searched_lines(noun)) if is_told else ()

    def drafting(
        self, making: Making, options: Options, mapped: Mapping[str, Field]
    ) -> Drafting | None:
        """Everything is drafted where rows are read, unless known records are to be changed."""
        noun, searched = self.noun, self.searched(set(mapped))
        # The places of a board with hard limits are counted where the books are.
        if options.may_change or hard_limits_of(noun) or not can_be_drafted(noun, mapped, searched):
            return None
        if options.dry_run and (options.key or options.duplicates == "create"):
            # Which numbers an earlier part of the trial has taken is not told by the rules alone.
            return None
        return Drafting(noun.key, making, tuple(rules_for(noun, options.key)))

    def writer(self, making: Making, options: Options, mapped: Mapping[str, Field]) -> Writer:
        """The writer of one run."""
        return NounWriter(self.noun, making, options, mapped)

    def nouns(self) -> Sequence[str]:
        """The noun itself."""
        return (self.key,)


def comes_by_file(noun: Noun[Any]) -> bool:
    """Whether other books can take this noun's list, whatever it comes as."""
    return noun.can_create or any(one.own_list == noun.key for one in declared_recipes().values())


def recipe_named(key: str) -> Recipe:
    """The recipe or noun of this name; RuleBroken when there is none."""
    declared = declared_recipes()
    if key in declared:
        return declared[key]
    if key in nouns():
        return NounRecipe(key)
    raise RuleBroken(_("Nothing called “%(name)s” can be imported.") % {"name": key})
