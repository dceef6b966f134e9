-- One row per customer: its class by the share of customer equity that it carries (handbook,
-- section 3). Reads clv_prediction, one row for each customer of whom the model can tell, whose values are
-- net of `service`, what serving the purchases to come costs, and measure_serve.

-- stage: earned
SELECT
    p.account_id,
    CAST(ROUND(SUM(
        CASE
            WHEN $contribution = 'revenue' THEN p.revenue - p.returned
            ELSE p.margin - p.returned_margin
        END
        * POWER(
            1 + CAST($discount_percent AS DOUBLE) / 100,
            -CAST(DATE_DIFF('day', h.first_on, p.ordered_on) AS DOUBLE) / CAST(365.25 AS DOUBLE)
        )
    ), 0) AS BIGINT) AS historic
FROM purchase_day AS p
JOIN history AS h ON h.account_id = p.account_id
WHERE p.ordered_on <= $as_of
GROUP BY p.account_id

-- stage: ranked
SELECT
    account_id,
    alive,
    purchases,
    spend,
    service,
    value,
    if_alive,
    low,
    high,
    model,
    CAST(SUM(GREATEST(value, 0)) OVER (
        ORDER BY value DESC, account_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS BIGINT) - GREATEST(value, 0) AS above,
    CAST(SUM(GREATEST(value, 0)) OVER () AS BIGINT) AS total
FROM clv_prediction

-- stage: border
SELECT COALESCE(MIN(value), 0) AS worth
FROM ranked
WHERE above * 100 < total * ($high_share + $medium_share)

-- stage: classed
SELECT
    r.account_id,
    r.alive,
    r.purchases,
    r.spend,
    r.service,
    r.value,
    r.if_alive,
    r.low,
    r.high,
    r.model,
    CASE
        WHEN r.alive < $alive_percent AND r.if_alive > 0 AND r.if_alive >= b.worth THEN 'fading'
        WHEN r.above * 100 < r.total * $high_share THEN 'high'
        WHEN r.above * 100 < r.total * ($high_share + $medium_share) THEN 'medium'
        ELSE 'low'
    END AS class
FROM ranked AS r
CROSS JOIN border AS b

-- stage: clv
SELECT
    a.account_id,
    COALESCE(c.class, 'unknown') AS class,
    c.alive,
    c.purchases,
    c.spend,
    c.service,
    c.value,
    c.if_alive,
    c.low,
    c.high,
    c.model,
    e.historic,
    h.days,
    h.last_on,
    CASE
        WHEN c.class IS NULL THEN NULL
        WHEN c.low = 0 AND c.high = 0 THEN 'nought'
        WHEN $net_of_service = 'no' THEN 'gross'
        WHEN c.service IS NULL THEN 'unserved'
        WHEN s.cause = 'no_contact' THEN 'orders'
        ELSE 'net'
    END AS cause,
    CASE
        WHEN c.class IS NOT NULL THEN NULL
        WHEN h.account_id IS NULL THEN 'purchase'
        WHEN h.has_foreign = 1 THEN 'rate'
        WHEN h.brought <= 0 THEN 'value'
        ELSE 'model'
    END AS missing
FROM dim_customer AS a
LEFT JOIN history AS h ON h.account_id = a.account_id
LEFT JOIN earned AS e ON e.account_id = a.account_id
LEFT JOIN classed AS c ON c.account_id = a.account_id
LEFT JOIN measure_serve AS s ON s.account_id = a.account_id
