"""What the room does when others change something."""

from guanxi.customers.contacts import keep_last_contact

__all__ = ["keep_last_contact"]
