"""What can be done with customers, people and contacts."""

from guanxi.customers.verbs import consent, contact, merging

__all__ = ["consent", "contact", "merging"]
