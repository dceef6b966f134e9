-- One row per customer: the net present value of what the firm put into it and got out of it, month
-- by month since the first one, discounted to that month, and with what it will still bring
-- (handbook, section 3: net present value). Value ahead that is told as revenue stands beside it: it is
-- no contribution, so it is not added. Reads measure_monthly and measure_clv.

-- stage: began
SELECT account_id, MIN(month) AS first_month, MAX(has_foreign) AS has_foreign
FROM measure_monthly
GROUP BY account_id

-- stage: flows
SELECT
    m.account_id,
    CAST(ROUND(SUM(
        (m.brought - m.cost) * POWER(
            1 + CAST($discount_percent AS DOUBLE) / 100,
            -CAST(m.month - b.first_month AS DOUBLE) / CAST(12 AS DOUBLE)
        )
    ), 0) AS BIGINT) - $winning_cost * $minor AS past,
    CAST(SUM(m.revenue) AS BIGINT) AS revenue
FROM measure_monthly AS m
JOIN began AS b ON b.account_id = m.account_id
GROUP BY m.account_id

-- stage: asked
SELECT
    a.account_id,
    CAST(EXTRACT(year FROM CAST($as_of AS DATE)) * 12 + EXTRACT(month FROM CAST($as_of AS DATE)) AS INTEGER)
        - b.first_month AS months,
    f.past,
    c.value AS value,
    CAST(ROUND(c.value * POWER(
        1 + CAST($discount_percent AS DOUBLE) / 100,
        -CAST(
            EXTRACT(year FROM CAST($as_of AS DATE)) * 12 + EXTRACT(month FROM CAST($as_of AS DATE)) - b.first_month
            AS DOUBLE
        ) / CAST(12 AS DOUBLE)
    ), 0) AS BIGINT) AS ahead,
    CASE
        WHEN b.account_id IS NULL THEN 'nothing'
        WHEN b.has_foreign = 1 THEN 'rate'
        WHEN f.past < 0 AND c.value IS NULL AND f.revenue = 0 THEN 'purchase'
        WHEN f.past < 0 AND c.value IS NULL THEN 'ahead'
        WHEN f.past < 0 AND $ahead_is = 'revenue' THEN 'revenue'
    END AS missing,
    CASE
        WHEN c.value IS NULL THEN 'past'
        WHEN $ahead_is = 'revenue' THEN 'apart'
        WHEN c.cause IN ('gross', 'unserved', 'nought') THEN 'gross'
        ELSE 'net'
    END AS cause
FROM dim_customer AS a
LEFT JOIN began AS b ON b.account_id = a.account_id
LEFT JOIN flows AS f ON f.account_id = a.account_id
LEFT JOIN measure_clv AS c ON c.account_id = a.account_id

-- stage: npv
SELECT
    account_id,
    CASE
        WHEN missing IS NOT NULL THEN 'unknown'
        WHEN past >= 0 THEN 'earned'
        WHEN past + ahead >= 0 THEN 'expected'
        ELSE 'sunk'
    END AS class,
    CASE WHEN missing IN ('nothing', 'rate') THEN NULL ELSE months END AS months,
    CASE WHEN missing IN ('nothing', 'rate') THEN NULL ELSE past END AS past,
    CASE WHEN missing IS NULL THEN ahead END AS ahead,
    CASE
        WHEN missing IS NULL AND $ahead_is = 'revenue' THEN past
        WHEN missing IS NULL THEN past + COALESCE(ahead, 0)
    END AS npv,
    CASE WHEN missing IS NULL THEN cause END AS cause,
    missing
FROM asked
