-- One row per customer: after how many months since the first one it had given back for good what
-- the firm put into it (handbook, section 3: payback period). Reads measure_monthly.

-- stage: run
SELECT
    account_id,
    month,
    SUM(brought - cost) OVER (
        PARTITION BY account_id ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) - $winning_cost * $minor AS balance,
    revenue,
    has_foreign
FROM measure_monthly

-- stage: summed
SELECT
    account_id,
    MIN(month) AS first_month,
    MAX(month) AS last_month,
    MAX(CASE WHEN balance < 0 THEN month END) AS last_below,
    CAST(MIN(balance) AS BIGINT) AS deepest,
    CAST(MAX_BY(balance, month) AS BIGINT) AS balance,
    CAST(SUM(revenue) AS BIGINT) AS revenue,
    MAX(has_foreign) AS has_foreign
FROM run
GROUP BY account_id

-- stage: regained
SELECT r.account_id, MIN(r.month) AS back_month
FROM run AS r
JOIN summed AS s ON s.account_id = r.account_id
WHERE r.month > s.last_below
GROUP BY r.account_id

-- stage: asked
SELECT
    a.account_id,
    s.deepest,
    s.balance,
    CASE
        WHEN s.balance < 0 THEN NULL
        WHEN s.last_below IS NULL THEN 0
        ELSE n.back_month - s.first_month + 1
    END AS months,
    CAST(EXTRACT(year FROM CAST($as_of AS DATE)) * 12 + EXTRACT(month FROM CAST($as_of AS DATE)) AS INTEGER)
        - s.first_month + 1 AS open_months,
    CASE
        WHEN s.account_id IS NULL THEN 'nothing'
        WHEN s.has_foreign = 1 THEN 'rate'
    END AS missing
FROM dim_customer AS a
LEFT JOIN summed AS s ON s.account_id = a.account_id
LEFT JOIN regained AS n ON n.account_id = a.account_id

-- stage: payback
SELECT
    account_id,
    CASE
        WHEN missing IS NOT NULL THEN 'unknown'
        WHEN balance < 0 THEN 'open'
        WHEN months <= $quick_months THEN 'quick'
        WHEN months <= $fair_months THEN 'fair'
        ELSE 'slow'
    END AS class,
    CASE
        WHEN missing IS NOT NULL THEN NULL
        WHEN balance < 0 THEN 'open'
        WHEN months = 0 THEN 'at_once'
        ELSE 'back'
    END AS cause,
    CASE WHEN missing IS NULL THEN months END AS months,
    CASE WHEN missing IS NULL AND balance < 0 THEN open_months END AS open_months,
    CASE WHEN missing IS NULL THEN -LEAST(deepest, 0) END AS put_in,
    CASE WHEN missing IS NULL THEN balance END AS balance,
    missing
FROM asked
