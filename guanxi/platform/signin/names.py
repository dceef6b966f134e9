"""What a person is called on the pages of signing in."""

from guanxi.platform.actors.models import User


def shown_name(user: User) -> str:
    """The person's name, else their user name."""
    return str(user)
