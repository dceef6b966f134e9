-- One row per customer: the level of attention that fits the number of customers in its segment and
-- what each of them brings (handbook, section 1; Kotler), beside the level it is given.
-- Reads measure_pyramid and measure_factor.

-- stage: grouped
SELECT
    a.account_id,
    a.attention AS given,
    CASE $segment_by
        WHEN 'industry' THEN a.industry
        WHEN 'tier' THEN a.tier
        WHEN 'kind' THEN a.kind
        ELSE CASE WHEN p.class = 'unknown' THEN '' ELSE p.class END
    END AS part,
    f.margin
FROM dim_customer AS a
LEFT JOIN measure_pyramid AS p ON p.account_id = a.account_id
LEFT JOIN measure_factor AS f ON f.account_id = a.account_id

-- stage: segmented
SELECT part, COUNT(*) AS customers, CAST(SUM(margin) // COUNT(*) AS BIGINT) AS unit_margin
FROM grouped
WHERE part <> '' AND margin IS NOT NULL
GROUP BY part

-- stage: house
SELECT COUNT(*) AS customers, CAST(SUM(margin) // COUNT(*) AS BIGINT) AS unit_margin
FROM grouped
WHERE margin IS NOT NULL

-- stage: levelled
SELECT
    s.part,
    s.customers,
    s.unit_margin,
    h.unit_margin AS firm_margin,
    CASE
        WHEN s.customers >= $many_from THEN 'many'
        WHEN s.customers < $few_below THEN 'few'
        ELSE 'medium'
    END AS number_level,
    CASE
        WHEN s.unit_margin * 100 >= h.unit_margin * $high_percent THEN 'high'
        WHEN s.unit_margin * 100 < h.unit_margin * $low_percent THEN 'low'
        ELSE 'medium'
    END AS margin_level
FROM segmented AS s
CROSS JOIN house AS h
WHERE h.unit_margin > 0

-- stage: fitting
SELECT
    *,
    CASE
        WHEN number_level = 'many' AND margin_level = 'low' THEN 1
        WHEN number_level = 'many' AND margin_level = 'medium' THEN 2
        WHEN number_level = 'medium' AND margin_level = 'low' THEN 2
        WHEN number_level = 'few' AND margin_level = 'high' THEN 5
        WHEN number_level = 'few' AND margin_level = 'medium' THEN 4
        WHEN number_level = 'medium' AND margin_level = 'high' THEN 4
        ELSE 3
    END AS fit
FROM levelled

-- stage: compared
SELECT
    g.account_id,
    g.part,
    f.number_level,
    f.margin_level,
    f.customers,
    f.unit_margin,
    f.firm_margin,
    f.fit,
    CASE g.given
        WHEN 'basic' THEN 1 WHEN 'reactive' THEN 2 WHEN 'accountable' THEN 3
        WHEN 'proactive' THEN 4 WHEN 'partnership' THEN 5
    END AS given,
    CASE
        WHEN g.margin IS NULL THEN 'margin'
        WHEN g.part IS NULL OR g.part = '' THEN 'segment'
        WHEN f.part IS NULL THEN 'firm'
    END AS missing
FROM grouped AS g
LEFT JOIN fitting AS f ON f.part = g.part

-- stage: attention
SELECT
    account_id,
    CASE
        WHEN missing IS NOT NULL THEN 'unknown'
        WHEN fit = 1 THEN 'basic'
        WHEN fit = 2 THEN 'reactive'
        WHEN fit = 3 THEN 'accountable'
        WHEN fit = 4 THEN 'proactive'
        ELSE 'partnership'
    END AS class,
    CASE
        WHEN missing IS NOT NULL THEN 'unknown'
        WHEN given IS NULL THEN 'not_given'
        WHEN given < fit THEN 'too_little'
        WHEN given > fit THEN 'too_much'
        ELSE 'fitting'
    END AS segment,
    CASE WHEN missing IS NULL THEN customers END AS customers,
    CASE WHEN missing IS NULL THEN unit_margin END AS unit_margin,
    CASE WHEN missing IS NULL THEN firm_margin END AS firm_margin,
    CASE WHEN missing IS NULL THEN number_level END AS number_level,
    CASE WHEN missing IS NULL THEN margin_level END AS margin_level,
    CASE WHEN missing IS NULL THEN part END AS part,
    CASE WHEN missing IS NULL THEN given - fit END AS difference,
    missing
FROM compared
