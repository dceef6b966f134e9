-- One row per customer and day on which it bought or returned: sums of that day in minor units
-- of the firm's currency. Lines in another currency are flagged, never added.

-- stage: booked
SELECT
    f.account_id,
    f.ordered_on,
    f.amount,
    f.cost,
    f.currency = $currency AS is_home,
    NOT f.is_return AND f.quantity > 0 AND f.unit_price > 0 AS is_purchase,
    f.is_return
FROM fact_order_line AS f
JOIN dim_customer AS c ON c.account_id = f.account_id
WHERE f.is_counted

-- stage: purchase_day
SELECT
    account_id,
    ordered_on,
    CAST(SUM(CASE WHEN is_purchase THEN 1 ELSE 0 END) AS INTEGER) AS purchase_lines,
    CAST(SUM(CASE WHEN is_purchase AND is_home THEN amount ELSE 0 END) AS BIGINT) AS revenue,
    CAST(SUM(CASE WHEN is_purchase AND is_home THEN amount - COALESCE(cost, 0) ELSE 0 END) AS BIGINT)
        AS margin,
    CAST(SUM(CASE WHEN is_purchase AND is_home AND cost IS NOT NULL THEN amount ELSE 0 END) AS BIGINT)
        AS costed_revenue,
    CAST(SUM(CASE WHEN is_return AND is_home THEN ABS(amount) ELSE 0 END) AS BIGINT) AS returned,
    CAST(SUM(CASE WHEN is_return AND is_home THEN ABS(amount) - ABS(COALESCE(cost, 0)) ELSE 0 END) AS BIGINT)
        AS returned_margin,
    MAX(CASE WHEN is_home THEN 0 ELSE 1 END) AS has_foreign
FROM booked
WHERE is_purchase OR is_return
GROUP BY account_id, ordered_on
