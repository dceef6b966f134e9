"""What makes a password good enough."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST = 10


class LongEnough:
    """Ten characters or more; what they are is left to the person."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuses a shorter one."""
        if len(password) < SHORTEST:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        """The rule, as a person reads it."""
        return _("Use at least %(count)s characters.") % {"count": SHORTEST}
