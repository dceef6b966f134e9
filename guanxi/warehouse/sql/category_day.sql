-- One row per customer, day and product category: what a cube adds up, in minor units of the firm's
-- currency. Beside it, when the customer had bought last before, in the category and at all: a row
-- is the customer's first in a span exactly when that day lies before the span, so that distinct
-- customers become a sum. An infinite day means that the row is nobody's first; -infinity that
-- nothing was bought before. orders_at_all tells the orders of the day once, not in each category.
-- Reads line_to_roll: all order lines, or those of the customers that were touched.

-- stage: booked
SELECT
    f.account_id,
    f.ordered_on,
    COALESCE(p.category_no, 0) AS category_no,
    f.order_id,
    NOT f.is_return AND f.quantity > 0 AND f.unit_price > 0 AS is_bought,
    f.is_return,
    f.rate IS NULL AS is_unrated,
    f.quantity,
    CASE WHEN f.rate = 1 THEN f.amount ELSE CAST(ROUND(f.amount * f.rate, 0) AS BIGINT) END AS amount,
    CASE WHEN f.rate = 1 THEN f.cost ELSE CAST(ROUND(f.cost * f.rate, 0) AS BIGINT) END AS cost,
    f.cost IS NOT NULL AS is_costed
FROM line_to_roll AS f
LEFT JOIN category_of AS p ON p.product_id = f.product_id
WHERE f.is_counted

-- stage: ordered
SELECT
    account_id,
    ordered_on,
    category_no,
    order_id,
    MAX(CASE WHEN is_bought THEN 1 ELSE 0 END) AS orders,
    SUM(CASE WHEN is_bought THEN amount END) AS revenue,
    SUM(CASE WHEN is_bought AND is_unrated THEN 1 ELSE 0 END) AS unrated,
    SUM(CASE WHEN is_bought AND is_costed THEN amount - cost END) AS margin,
    SUM(CASE WHEN is_bought AND is_costed THEN amount END) AS costed_revenue,
    SUM(CASE WHEN is_return THEN ABS(amount) END) AS returned,
    SUM(CASE WHEN is_return AND is_unrated THEN 1 ELSE 0 END) AS returned_unrated,
    SUM(CASE WHEN is_bought THEN quantity END) AS units
FROM booked
GROUP BY account_id, ordered_on, category_no, order_id

-- stage: summed
SELECT
    account_id,
    ordered_on,
    category_no,
    SUM(orders) AS orders,
    SUM(revenue) AS revenue,
    SUM(unrated) AS unrated,
    SUM(margin) AS margin,
    SUM(costed_revenue) AS costed_revenue,
    SUM(returned) AS returned,
    SUM(returned_unrated) AS returned_unrated,
    SUM(units) AS units
FROM ordered
GROUP BY account_id, ordered_on, category_no

-- stage: bought
SELECT
    account_id,
    ordered_on,
    MIN(category_no) AS category_no,
    COUNT(DISTINCT order_id) AS orders_at_all
FROM booked
WHERE is_bought
GROUP BY account_id, ordered_on

-- stage: since
SELECT
    account_id,
    ordered_on,
    category_no,
    orders_at_all,
    LAG(ordered_on) OVER (PARTITION BY account_id ORDER BY ordered_on) AS before
FROM bought

-- stage: followed
SELECT
    *,
    LAG(ordered_on) OVER (
        PARTITION BY account_id, category_no, orders > 0 ORDER BY ordered_on
    ) AS before
FROM summed

-- stage: category_day
SELECT
    s.account_id,
    s.ordered_on,
    CAST(s.category_no AS INTEGER) AS category_no,
    CAST(s.orders AS INTEGER) AS orders,
    CAST(COALESCE(a.orders_at_all, 0) AS INTEGER) AS orders_at_all,
    CAST(s.revenue AS BIGINT) AS revenue,
    CAST(s.unrated AS INTEGER) AS unrated,
    CAST(s.margin AS BIGINT) AS margin,
    CAST(s.costed_revenue AS BIGINT) AS costed_revenue,
    CAST(s.returned AS BIGINT) AS returned,
    CAST(s.returned_unrated AS INTEGER) AS returned_unrated,
    CAST(s.units AS DECIMAL(18, 4)) AS units,
    c.account_id IS NOT NULL AS has_customer,
    CASE
        WHEN s.orders > 0 AND c.account_id IS NOT NULL
            THEN COALESCE(s.before, CAST('-infinity' AS DATE))
        ELSE CAST('infinity' AS DATE)
    END AS before_in_category,
    CASE
        WHEN a.ordered_on IS NOT NULL AND c.account_id IS NOT NULL
            THEN COALESCE(a.before, CAST('-infinity' AS DATE))
        ELSE CAST('infinity' AS DATE)
    END AS before_at_all
FROM followed AS s
LEFT JOIN since AS a
    ON a.account_id IS NOT DISTINCT FROM s.account_id
    AND a.ordered_on = s.ordered_on
    AND a.category_no = s.category_no
LEFT JOIN dim_customer AS c ON c.account_id = s.account_id
ORDER BY s.ordered_on
