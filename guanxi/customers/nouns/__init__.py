"""What customers, people and contacts are to every door."""

from guanxi.customers.nouns.account import AccountNoun
from guanxi.customers.nouns.around import (
    AccountRelationNoun,
    AddressNoun,
    AffiliationNoun,
    IdentifierNoun,
)
from guanxi.customers.nouns.consent import ConsentNoun
from guanxi.customers.nouns.interaction import InteractionNoun
from guanxi.customers.nouns.person import PersonNoun

__all__ = [
    "AccountNoun",
    "AccountRelationNoun",
    "AddressNoun",
    "AffiliationNoun",
    "ConsentNoun",
    "IdentifierNoun",
    "InteractionNoun",
    "PersonNoun",
]
