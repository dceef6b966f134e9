"""How the platform's parts are connected when the product starts."""

from guanxi.platform.custom.schema import SchemaExtension
from guanxi.platform.nouns.extension import extend_with


def connect() -> None:
    """Let nouns know custom fields; called once when Django is ready."""
    extend_with(SchemaExtension())
