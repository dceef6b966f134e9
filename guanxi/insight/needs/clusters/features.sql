-- One row per customer who bought in the window: how it buys, in figures of comparable size.

-- stage: summed
SELECT
    account_id,
    CAST(SUM(CASE WHEN purchase_lines > 0 THEN 1 ELSE 0 END) AS BIGINT) AS days,
    MAX(CASE WHEN purchase_lines > 0 THEN ordered_on END) AS last_on,
    CAST(SUM(revenue) AS BIGINT) AS revenue,
    CAST(SUM(returned) AS BIGINT) AS returned,
    CAST(SUM(CASE WHEN DATE_DIFF('day', ordered_on, $as_of) < $late_days THEN revenue ELSE 0 END)
        AS BIGINT) AS late,
    MAX(has_foreign) AS has_foreign
FROM purchase_day
WHERE ordered_on > $window_start AND ordered_on <= $as_of
GROUP BY account_id
HAVING SUM(purchase_lines) > 0

-- stage: features
SELECT
    account_id,
    days,
    last_on,
    revenue,
    CAST(ROUND(CAST(revenue AS DOUBLE) / CAST(days AS DOUBLE), 0) AS BIGINT) AS spend,
    CAST(ROUND(100 * CAST(late AS DOUBLE) / CAST(revenue AS DOUBLE), 0) AS BIGINT) AS late_percent,
    CAST(ROUND(100 * CAST(LEAST(returned, revenue) AS DOUBLE) / CAST(revenue AS DOUBLE), 0)
        AS BIGINT) AS returned_percent,
    LN(1 + CAST(DATE_DIFF('day', last_on, $as_of) AS DOUBLE)) AS quiet,
    LN(CAST(days AS DOUBLE)) AS often,
    LN(1 + CAST(revenue AS DOUBLE) / CAST(days AS DOUBLE)) AS much,
    CAST(late AS DOUBLE) / CAST(revenue AS DOUBLE) AS lately,
    CAST(LEAST(returned, revenue) AS DOUBLE) / CAST(revenue AS DOUBLE) AS back
FROM summed
WHERE has_foreign = 0 AND revenue > 0
