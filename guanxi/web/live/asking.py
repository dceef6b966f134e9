"""Questions of the books from the loop that holds the streams."""

from collections.abc import Callable
from typing import Any, TypeVar

from asgiref.sync import sync_to_async
from django.db import close_old_connections

Answer = TypeVar("Answer")


async def asked(question: Callable[..., Answer], *given: Any) -> Answer:
    """What a question of the books is answered, in the one thread that has a connection to them."""
    return await sync_to_async(_on_a_living_connection)(question, *given)


def _on_a_living_connection(question: Callable[..., Answer], *given: Any) -> Answer:
    # As before every request; nothing else would notice that the database was started anew.
    close_old_connections()
    return question(*given)
