"""What can be done with customers, people and contacts."""

from guanxi.customers.verbs import consent, contact, merging, personal

__all__ = ["consent", "contact", "merging", "personal"]
