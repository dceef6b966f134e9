"""The tables of the star in the order in which they are read."""

from guanxi.warehouse.star.dealings import (
    ACTIVITY,
    AFFILIATION,
    CONSENT,
    INTERACTION,
    JUDGEMENT,
    RELATION,
)
from guanxi.warehouse.star.feed import RANGE, Feed
from guanxi.warehouse.star.goods import PRODUCT
from guanxi.warehouse.star.parties import CUSTOMER, PERSON, STAFF, TEAM
from guanxi.warehouse.star.saying import SCORE, SWITCHING
from guanxi.warehouse.star.selling import LINE, ORDER, PAYMENT

# Those that no other table waits for.
PLAIN = (
    *(TEAM, STAFF, PRODUCT, PERSON, INTERACTION, ACTIVITY, CONSENT),
    *(RELATION, AFFILIATION, JUDGEMENT, SCORE, SWITCHING),
)
FEEDS = (*PLAIN, CUSTOMER, ORDER, LINE, PAYMENT)

__all__ = ["CUSTOMER", "FEEDS", "LINE", "ORDER", "PAYMENT", "PLAIN", "RANGE", "Feed"]
