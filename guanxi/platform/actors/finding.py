"""People found by a part of their name: by its characters, pinyin or initials, or by an address."""

from django.db.models import Case, Q, QuerySet, Value, When

from guanxi.platform.actors.models import User
from guanxi.platform.actors.spelling import plainly


def people_named(text: str, limit: int) -> list[User]:
    """The first ``limit`` active people who are called so, those whose name begins so first."""
    people = who_is_called(User.objects.filter(is_active=True), text)
    return list(nearest_first(people, text)[:limit])


def who_is_called(people: QuerySet[User], text: str) -> QuerySet[User]:
    """Those with ``text`` in a reading of their name, or at the start of user name or address."""
    wanted, typed = plainly(text), text.strip()
    if not wanted:
        return people
    return people.filter(
        Q(spellings__contains=wanted) | Q(username__istartswith=typed) | Q(email__istartswith=typed)
    )


def nearest_first(people: QuerySet[User], text: str, *before: str) -> QuerySet[User]:
    """The people by name; with a text, those whose name begins so in any reading first."""
    begins = When(spellings__contains=f"\n{plainly(text)}", then=Value(0))
    return people.order_by(*before, Case(begins, default=Value(1)), "name_key", "pk")
