"""By what a customer or person in a file is known: the surest sign first."""

from guanxi.platform.imports.matching import match_by
from guanxi.platform.imports.signs import MatchRule

OWN_NUMBERS = ("code", "credit_code")

match_by(
    "account",
    MatchRule("code", ("code",)),
    MatchRule("credit_code", ("credit_code",)),
    MatchRule("name+city", ("match_key", "city"), OWN_NUMBERS),
    MatchRule("phone", ("phone",), OWN_NUMBERS),
    MatchRule("email", ("email",), OWN_NUMBERS),
)

match_by(
    "person",
    MatchRule("mobile", ("mobile",)),
    MatchRule("email", ("email",)),
    MatchRule("name+account", ("match_key", "account_id"), ("mobile", "email")),
)
