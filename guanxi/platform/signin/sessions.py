"""Ending what is signed in."""

from django.db.models import F

from guanxi.platform.actors.models import User


def end_sessions(user: User) -> None:
    """Signs the person out everywhere, from the next request on.

    Call it in the transaction that deactivates them or changes their roles.
    """
    User.objects.filter(pk=user.pk).update(sign_in_version=F("sign_in_version") + 1)
