-- One row per customer: its contribution in the window for each unit of cost to serve (handbook,
-- section 3: cost-contribution ratio). Contribution is what is left of what it brought after
-- discounts and returns; cost is that of contacts, tasks, orders and waiting. Reads measure_monthly.

-- stage: present
SELECT CAST(EXTRACT(year FROM d) * 12 + EXTRACT(month FROM d) AS INTEGER) AS month
FROM (SELECT CAST($as_of AS DATE) AS d) AS day

-- stage: summed
SELECT
    m.account_id,
    CAST(SUM(m.brought - m.discount_cost - m.return_cost) AS BIGINT) AS contribution,
    CAST(SUM(m.service_cost) AS BIGINT) AS service_cost,
    MAX(m.has_foreign) AS has_foreign
FROM measure_monthly AS m
CROSS JOIN present AS n
WHERE m.month > n.month - $months AND m.month <= n.month
GROUP BY m.account_id

-- stage: asked
SELECT
    a.account_id,
    s.contribution,
    s.service_cost,
    CASE
        WHEN s.account_id IS NULL THEN 'nothing'
        WHEN s.has_foreign = 1 THEN 'rate'
        WHEN s.service_cost = 0 THEN 'cost'
    END AS missing
FROM dim_customer AS a
LEFT JOIN summed AS s ON s.account_id = a.account_id

-- stage: cost_ratio
SELECT
    account_id,
    CASE
        WHEN missing IS NOT NULL THEN 'unknown'
        WHEN contribution * 100 >= service_cost * $strong_percent THEN 'strong'
        WHEN contribution * 100 >= service_cost * $fair_percent THEN 'fair'
        ELSE 'weak'
    END AS class,
    CASE WHEN missing IS NULL THEN contribution END AS contribution,
    CASE WHEN missing IS NULL THEN service_cost END AS service_cost,
    CASE
        WHEN missing IS NULL
            THEN ROUND(CAST(10 * contribution // service_cost AS DOUBLE) / CAST(10 AS DOUBLE), 1)
    END AS ratio,
    missing
FROM asked
