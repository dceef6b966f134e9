"""What lies together in a basket: the goods of an order, or all that a customer bought."""

import datetime as dt

from guanxi.warehouse.stages import Stages

# One row per basket and product that was bought in the window.
LINES = Stages.parse(
    """
-- stage: bought
SELECT DISTINCT
    CASE WHEN $basket = 'customer' THEN f.account_id ELSE f.order_id END AS basket,
    f.product_id AS item
FROM fact_order_line AS f
JOIN dim_customer AS c ON c.account_id = f.account_id
WHERE f.is_counted AND NOT f.is_return AND f.quantity > 0 AND f.unit_price > 0
    AND f.product_id IS NOT NULL
    AND f.ordered_on > $window_start AND f.ordered_on <= $as_of
"""
)


def bought_together(basket: str, window_start: dt.date, as_of: dt.date) -> str:
    """The query of baskets and products."""
    return LINES.query({"basket": basket, "window_start": window_start, "as_of": as_of})
