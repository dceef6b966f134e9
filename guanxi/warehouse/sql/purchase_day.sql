-- One row per customer and day on which it bought or returned: sums of that day in minor units
-- of the firm's currency. Lines in a currency without a rate are flagged, never added.
-- Reads line_to_roll: all order lines, or those of the customers that were touched.

-- stage: booked
SELECT
    f.account_id,
    f.ordered_on,
    NOT f.is_return AND f.quantity > 0 AND f.unit_price > 0 AS is_purchase,
    f.is_return,
    f.rate IS NULL AS is_unrated,
    CASE WHEN f.rate = 1 THEN f.amount ELSE CAST(ROUND(f.amount * f.rate, 0) AS BIGINT) END AS amount,
    CASE WHEN f.rate = 1 THEN f.cost ELSE CAST(ROUND(f.cost * f.rate, 0) AS BIGINT) END AS cost
FROM line_to_roll AS f
JOIN dim_customer AS c ON c.account_id = f.account_id
WHERE f.is_counted

-- stage: purchase_day
SELECT
    account_id,
    ordered_on,
    CAST(SUM(CASE WHEN is_purchase THEN 1 ELSE 0 END) AS INTEGER) AS purchase_lines,
    CAST(COALESCE(SUM(CASE WHEN is_purchase THEN amount END), 0) AS BIGINT) AS revenue,
    CAST(COALESCE(SUM(CASE WHEN is_purchase THEN amount - COALESCE(cost, 0) END), 0) AS BIGINT)
        AS margin,
    CAST(COALESCE(SUM(CASE WHEN is_purchase AND cost IS NOT NULL THEN amount END), 0) AS BIGINT)
        AS costed_revenue,
    CAST(COALESCE(SUM(CASE WHEN is_return THEN ABS(amount) END), 0) AS BIGINT) AS returned,
    CAST(COALESCE(SUM(CASE WHEN is_return THEN ABS(amount) - ABS(COALESCE(cost, 0)) END), 0) AS BIGINT)
        AS returned_margin,
    MAX(CASE WHEN is_unrated THEN 1 ELSE 0 END) AS has_foreign
FROM booked
WHERE is_purchase OR is_return
GROUP BY account_id, ordered_on
