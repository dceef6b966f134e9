"""How a file says that it holds exactly what the books held, and what books these were."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from guanxi.platform.actors.models import User

# A column by this name tells an import that nothing in the file needs to be tidied, and in its
# cells the number of each record. After the colon stands the mark of the books: in others these
# numbers mean nothing, but for the records that came from there and are remembered.
EXACT_COLUMN = "guanxi:exact"
# The same where related records are called by their bare numbers.
BY_ID = "guanxi:exact-by-id"
ID_COLUMN = "id"


@dataclass(frozen=True)
class Exactness:
    """What the heading of a file tells."""

    is_exact: bool = False
    is_by_id: bool = False
    is_of_other_books: bool = False
    # What marks these books, and the place of the column with the numbers of the records.
    books: str = ""
    place: int = -1


def exact_heading(*, by_id: bool = False) -> str:
    """The name of the column that makes a file an exact one of these books."""
    return f"{BY_ID if by_id else EXACT_COLUMN}:{mark_of_books()}"


def exactness_of(header: Iterable[str]) -> Exactness:
    """What the file with this header is."""
    names = list(header)
    for place, name in enumerate(names):
        kind, _colon, mark = name.rpartition(":")
        if not is_exact_column(name):
            continue
        if kind == BY_ID:
            place = names.index(ID_COLUMN) if ID_COLUMN in names else -1
        return Exactness(True, kind == BY_ID, mark != mark_of_books(), mark, place)
    return Exactness()


def is_exact_column(name: str) -> bool:
    """Whether a column fills no field and tells what the file is."""
    return name.rpartition(":")[0] in {EXACT_COLUMN, BY_ID}


def mark_of_books() -> str:
    """The same wherever these books are restored, and another for any other firm."""
    began = User.objects.order_by("pk").values_list("pk", "created_at").first()
    told = f"{began[0]} {began[1].timestamp()}" if began else "nobody"
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def numbered(pk: int) -> str:
    """How a record is called that has no name of its own kind."""
    return f"#{pk}"
