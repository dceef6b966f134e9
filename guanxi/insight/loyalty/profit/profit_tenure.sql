-- One row per customer: what it has contributed beside how long it has been buying, each against
-- the firm's own border (Reinartz & Kumar 2002).

-- stage: weighed
SELECT account_id, contribution, tenure_days
FROM measure_loyalty
WHERE contribution IS NOT NULL

-- stage: profits
SELECT account_id, contribution,
    ROW_NUMBER() OVER (ORDER BY contribution, account_id) AS place, COUNT(*) OVER () AS customers
FROM weighed

-- stage: tenures
SELECT tenure_days, SUM(customers) OVER (
        ORDER BY tenure_days ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS up_to, SUM(customers) OVER () AS customers
FROM (SELECT tenure_days, COUNT(*) AS customers FROM weighed GROUP BY tenure_days) AS counted

-- stage: borders
SELECT
    (
        SELECT MIN(contribution) FROM profits WHERE place * 100 > customers * $profit_percentile
    ) AS profit_from,
    (
        SELECT MIN(tenure_days) FROM tenures WHERE up_to * 100 > customers * $tenure_percentile
    ) AS tenure_from

-- stage: profit_tenure
SELECT
    a.account_id,
    b.contribution,
    b.tenure_days,
    o.profit_from,
    o.tenure_from,
    CASE
        WHEN b.account_id IS NULL THEN 'unknown'
        WHEN b.contribution >= o.profit_from AND b.contribution > 0
            AND b.tenure_days >= o.tenure_from AND b.tenure_days > 0 THEN 'true_friend'
        WHEN b.contribution >= o.profit_from AND b.contribution > 0 THEN 'butterfly'
        WHEN b.tenure_days >= o.tenure_from AND b.tenure_days > 0 THEN 'barnacle'
        ELSE 'stranger'
    END AS class,
    CASE
        WHEN b.account_id IS NOT NULL THEN NULL
        WHEN l.account_id IS NULL THEN 'loyalty'
        WHEN l.days IS NULL THEN 'purchase'
        ELSE 'rate'
    END AS missing
FROM dim_customer AS a
CROSS JOIN borders AS o
LEFT JOIN measure_loyalty AS l ON l.account_id = a.account_id
LEFT JOIN weighed AS b ON b.account_id = a.account_id
