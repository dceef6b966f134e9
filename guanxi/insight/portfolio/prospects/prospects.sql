-- One row per customer: how its market grows by how our products do there (handbook, section 3:
-- growth by prospects). Growth: revenue of the customer in the window against the span before, and
-- that of its industry among our customers, weighed. Prospects: the part of its industry that buys
-- from us and the trend of that number, each as a per cent of the same for the whole firm.

-- stage: spans
SELECT
    account_id,
    CAST(SUM(CASE WHEN ordered_on > $window_start THEN revenue ELSE 0 END) AS BIGINT) AS revenue,
    CAST(SUM(CASE WHEN ordered_on <= $window_start THEN revenue ELSE 0 END) AS BIGINT) AS revenue_before,
    MAX(has_foreign) AS has_foreign
FROM purchase_day
WHERE ordered_on > $window_before AND ordered_on <= $as_of
GROUP BY account_id

-- stage: known
SELECT
    a.account_id,
    a.industry,
    COALESCE(s.revenue, 0) AS revenue,
    COALESCE(s.revenue_before, 0) AS revenue_before,
    COALESCE(s.has_foreign, 0) AS has_foreign,
    CASE WHEN s.revenue > 0 THEN 1 ELSE 0 END AS buys,
    CASE WHEN s.revenue_before > 0 THEN 1 ELSE 0 END AS bought
FROM dim_customer AS a
LEFT JOIN spans AS s ON s.account_id = a.account_id

-- stage: market
SELECT
    industry,
    COUNT(*) AS customers,
    CAST(SUM(revenue) AS BIGINT) AS revenue,
    CAST(SUM(revenue_before) AS BIGINT) AS revenue_before,
    CAST(SUM(buys) AS BIGINT) AS buys,
    CAST(SUM(bought) AS BIGINT) AS bought
FROM known
WHERE industry <> ''
GROUP BY industry

-- stage: house
SELECT
    COUNT(*) AS customers,
    CAST(SUM(revenue) AS BIGINT) AS revenue,
    CAST(SUM(revenue_before) AS BIGINT) AS revenue_before,
    CAST(SUM(buys) AS BIGINT) AS buys,
    CAST(SUM(bought) AS BIGINT) AS bought
FROM known

-- stage: told
SELECT
    k.account_id,
    CAST(100 * (k.revenue - k.revenue_before) // NULLIF(k.revenue_before, 0) AS BIGINT) AS own_growth,
    CAST(100 * (m.revenue - m.revenue_before) // NULLIF(m.revenue_before, 0) AS BIGINT) AS industry_growth,
    CAST(100 * (h.revenue - h.revenue_before) // NULLIF(h.revenue_before, 0) AS BIGINT) AS firm_growth,
    CAST(100 * m.buys // m.customers AS INTEGER) AS buying_share,
    CAST(100 * m.buys * h.customers // NULLIF(m.customers * h.buys, 0) AS BIGINT) AS penetration,
    CAST(100 * m.buys * h.bought // NULLIF(m.bought * h.buys, 0) AS BIGINT) AS trend,
    CASE
        WHEN k.has_foreign = 1 THEN 'rate'
        WHEN k.revenue_before = 0 THEN 'before'
        WHEN k.industry IS NULL OR k.industry = '' THEN 'industry'
        WHEN m.customers < $least_customers THEN 'few'
        WHEN m.bought = 0 OR h.buys = 0 OR m.revenue_before = 0 THEN 'trend'
    END AS missing
FROM known AS k
LEFT JOIN market AS m ON m.industry = k.industry
CROSS JOIN house AS h

-- stage: weighed
SELECT
    *,
    (own_growth * $w_own + industry_growth * $w_industry) // NULLIF($w_own + $w_industry, 0) AS growth,
    (penetration * $w_penetration + trend * $w_trend) // NULLIF($w_penetration + $w_trend, 0) AS prospect
FROM told

-- stage: prospects
SELECT
    account_id,
    CASE
        WHEN missing IS NOT NULL OR growth IS NULL OR prospect IS NULL THEN 'unknown'
        WHEN growth >= firm_growth + $ahead_percent AND prospect >= $prospect_border THEN 'star'
        WHEN growth >= firm_growth + $ahead_percent THEN 'dangerous'
        WHEN prospect >= $prospect_border THEN 'mature'
        ELSE 'dog'
    END AS class,
    CASE WHEN missing IS NULL THEN growth END AS growth,
    CASE WHEN missing IS NULL THEN own_growth END AS own_growth,
    CASE WHEN missing IS NULL THEN industry_growth END AS industry_growth,
    CASE WHEN missing IS NULL THEN firm_growth END AS firm_growth,
    CASE WHEN missing IS NULL THEN prospect END AS prospect,
    CASE WHEN missing IS NULL THEN buying_share END AS buying_share,
    CASE WHEN missing IS NULL THEN trend END AS trend,
    COALESCE(missing, CASE WHEN growth IS NULL OR prospect IS NULL THEN 'weights' END) AS missing
FROM weighed
