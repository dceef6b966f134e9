"""By what a customer or person in a file is known: the surest sign first, likeness last."""

import datetime as dt
from typing import Any

from guanxi.customers.consent_recipe import ConsentRecipe
from guanxi.platform.actors.actor import Actor
from guanxi.platform.imports.matching import match_by, on_created
from guanxi.platform.imports.recipes import register_recipe
from guanxi.platform.imports.signs import MatchRule
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.nouns.noun import Noun

register_recipe(ConsentRecipe("consent"))

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


@on_created
def look_for_likeness(noun: Noun[Any], actor: Actor, at: dt.datetime) -> None:
    """Bring the queue of possible duplicates up to date after an import, as a job."""
    if noun.key in ("account", "person"):
        kind, nouns = "customers.find_duplicates", {"nouns": [noun.key]}
        enqueue(kind, nouns, actor=actor, at=at, dedupe_key=f"{kind}:{noun.key}")
