"""What can be done with customers, people and contacts."""

from guanxi.customers.verbs.merging import (
    merge_accounts,
    merge_people,
    unmerge_account,
    unmerge_person,
)

__all__ = [
    "merge_accounts",
    "merge_people",
    "unmerge_account",
    "unmerge_person",
]
