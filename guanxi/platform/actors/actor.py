"""The one who acts: a person, a key, a webhook, a rule or the system. Always passed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Kind = Literal["person", "key", "webhook", "rule", "system"]
SCOPES = ("none", "shared", "own", "team", "tree", "all")
FieldModes = Mapping[str, Mapping[str, str]]
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RuleShare:
    """A sharing rule that reaches this actor."""

    noun: str
    filter: Mapping[str, object]
    can_edit: bool
    label: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Everything that rights need to know of one actor, compiled once and cached.

    ``teams`` are the actor's own teams, ``tree`` those and all below, ``above`` those and all that
    they stand below: what is kept for a team is found there and in the teams below. ``grants``
    maps a permission ("account.read") to a scope; ``fields`` maps noun → field → mode.
    ``batch`` names the import or bulk action whose facts belong together; of the latter also the
    row: "code/7".
    ``is_read_only`` is set while an administrator looks through another's eyes.
    ``needs_second_factor`` says that one of the roles asks for one at sign-in.
    ``held_back`` says why the session or call at hand may not administer now, see signin.proving.
    """

    kind: Kind
    id: int | None
    name: str
    user_id: int | None = None
    team_id: int | None = None
    teams: frozenset[int] = frozenset()
    tree: frozenset[int] = frozenset()
    above: frozenset[int] = frozenset()
    is_administrator: bool = False
    grants: Mapping[str, str] = field(default_factory=dict)
    fields: FieldModes = field(default_factory=dict)
    shared_nouns: frozenset[str] = frozenset()
    rules: tuple[RuleShare, ...] = ()
    roles: frozenset[int] = frozenset()
    language: str = "zh-hans"
    time_zone: str = ""
    batch: str = ""
    is_read_only: bool = False
    needs_second_factor: bool = False
    held_back: str = ""

    @property
    def act(self) -> str:
        """The import or bulk action as a whole."""
        return self.batch.partition("/")[0]

    def scope(self, permission: str) -> str:
        """How far ``permission`` reaches: one of SCOPES."""
        if self.is_read_only and not permission.endswith(".read"):
            return "none"
        if self.is_administrator:
            return "all"
        return self.grants.get(permission, "none")

    def may(self, permission: str) -> bool:
        """Whether the actor holds ``permission`` over at least some rows."""
        return self.scope(permission) != "none"

    def field_mode(self, noun: str, name: str) -> str:
        """How the actor meets a field: hidden, masked, read or full."""
        if self.is_administrator:
            return "full"
        return self.fields.get(noun, _NOTHING).get(name, "full")


SYSTEM = Actor(kind="system", id=None, name="Guanxi", is_administrator=True)
