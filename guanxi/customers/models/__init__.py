"""All tables of the room, gathered for Django."""

from guanxi.customers.models.account import Account
from guanxi.customers.models.consent import Consent
from guanxi.customers.models.duplicates import (
    DuplicateCandidate,
    DuplicateState,
    Erasure,
    MergeRecord,
)
from guanxi.customers.models.interaction import Interaction
from guanxi.customers.models.person import Affiliation, Person
from guanxi.customers.models.relation import AccountRelation, Address, Identifier

__all__ = [
    "Account",
    "AccountRelation",
    "Address",
    "Affiliation",
    "Consent",
    "DuplicateCandidate",
    "DuplicateState",
    "Erasure",
    "Identifier",
    "Interaction",
    "MergeRecord",
    "Person",
]
