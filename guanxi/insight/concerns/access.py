"""Who may read what customers wrote."""

from guanxi.platform.actors.actor import Actor

NEEDED = ("account.read", "interaction.read")
READ = (("interaction", "subject"), ("interaction", "content"), ("interaction", "reading_topic"))


def may_read_texts(actor: Actor) -> bool:
    """Whether customers, contacts, and the words and topics of contacts are open to the actor."""
    return all(actor.may(one) for one in NEEDED) and all(
        actor.field_mode(noun, field) not in {"hidden", "masked"} for noun, field in READ
    )
