"""What a person reads in the notice centre, the newest first."""

from django.utils.translation import override

from guanxi.platform.actors.actor import Actor
from guanxi.platform.messages.centre import notifications_of


def heard_by(actor: Actor) -> list[str]:
    """The texts of their news in the language they have by now."""
    with override(actor.language):
        return [one.text for one in notifications_of(actor)]
