"""How an import is to go about it."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

Mode = Literal["create", "update", "upsert"]
Duplicates = Literal["skip", "fill", "update", "create"]


@dataclass(frozen=True)
class Options:
    """What the person chose.

    ``key`` names the fields by which rows meet records; without it the noun's own match rules
    are used. ``duplicates`` says what to do in mode "create" with a row whose record exists:
    leave it, fill its empty fields, change it, or make another one.
    """

    mode: Mode = "create"
    key: tuple[str, ...] = ()
    duplicates: Duplicates = "skip"
    create_related: bool = False
    blanks_clear: bool = False
    dry_run: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Self:
        """The options as an ImportRun keeps them."""
        return cls(**{**stored, "key": tuple(stored.get("key", ()))})

    @property
    def may_change(self) -> bool:
        """Whether records that are there already can be changed."""
        return self.mode != "create" or self.duplicates not in {"skip", "create"}

    def stored(self) -> dict[str, Any]:
        """What an ImportRun keeps."""
        return asdict(self)
