"""What makes a password good enough."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from guanxi.platform.actors.models import Team

SHORTEST = 10
# Of the product; those of the firm are its name and its address.
OWN_WORDS = ("guanxi", "关系", "crm", "password", "密码")


class LongEnough:
    """Ten characters or more; what they are is left to the person."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuses a shorter one."""
        if len(password) < SHORTEST:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        """The rule, as a person reads it."""
        return _("Use at least %(count)s characters.") % {"count": SHORTEST}


class NotOfTheFirm:
    """What everybody guesses first, the firm's and the product's words, counts for nothing."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuses a password that is too short without them."""
        rest = password.casefold()
        for word in own_words():
            rest = rest.replace(word, "")
        if len(password) >= SHORTEST > len(rest) and rest != password.casefold():
            raise ValidationError(self.get_help_text(), code="password_of_the_firm")

    def get_help_text(self) -> str:
        """The rule, as a person reads it."""
        return _("The names of the firm and of this program do not count as part of it.")


def own_words() -> list[str]:
    """The words that are guessed first here, the longest first, in small letters."""
    names = list(Team.objects.filter(parent=None).values_list("name", flat=True))
    host = urlsplit(settings.ADDRESS).hostname or ""
    found = {*OWN_WORDS, *host.split(".")}
    for name in names:
        found |= {name, *re.split(r"[\W_]+", name)}
    small = {word.casefold().strip() for word in found}
    return sorted((one for one in small if _is_telling(one)), key=len, reverse=True)


def _is_telling(word: str) -> bool:
    return len(word) >= (3 if word.isascii() else 2)
