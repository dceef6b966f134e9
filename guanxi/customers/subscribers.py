"""What the room does when others change something."""

from guanxi.customers.contacts import keep_last_contact
from guanxi.customers.personal import elsewhere

__all__ = ["elsewhere", "keep_last_contact"]
