"""Who may read what customers wrote."""

from guanxi.platform.actors.actor import Actor

NEEDED = ("account.read", "interaction.read")
READ = (("interaction", "subject"), ("interaction", "content"), ("interaction", "reading_topic"))
ANSWERS = ("account.read", "survey_answer.read")
COMMENTS = tuple(
    ("survey_answer", field) for field in ("account", "answered_on", "comment", "reading_topic")
)


def may_read_texts(actor: Actor) -> bool:
    """Whether customers, contacts, and the words and topics of contacts are open to the actor."""
    return _has_open(actor, NEEDED, READ)


def may_read_comments(actor: Actor) -> bool:
    """Whether customers, and the words and topics of their answers, are open to the actor."""
    return _has_open(actor, ANSWERS, COMMENTS)


def _has_open(actor: Actor, needed: tuple[str, ...], read: tuple[tuple[str, str], ...]) -> bool:
    return all(actor.may(one) for one in needed) and all(
        actor.field_mode(noun, field) not in {"hidden", "masked"} for noun, field in read
    )
