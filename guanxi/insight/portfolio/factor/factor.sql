-- One row per customer: facts and judgements from which it is compared with others, and for each a
-- score of 0 to 100: its place among all customers of whom the fact is known, equals in the middle
-- of theirs, rounded to fives. A fact that is the same for everybody tells nothing and scores nothing. A judgement of
-- 1 to 5 scores 0 to 100 and stands before the fact. Reads measure_monthly and measure_clv.

-- stage: present
SELECT CAST(EXTRACT(year FROM d) * 12 + EXTRACT(month FROM d) AS INTEGER) AS month
FROM (SELECT CAST($as_of AS DATE) AS d) AS day

-- stage: summed
SELECT
    m.account_id,
    CAST(SUM(CASE WHEN m.month > n.month - $months THEN m.brought - m.discount_cost - m.return_cost ELSE 0 END)
        AS BIGINT) AS margin,
    CAST(SUM(CASE WHEN m.month > n.month - $months THEN m.revenue ELSE 0 END) AS BIGINT) AS revenue,
    CAST(SUM(CASE WHEN m.month > n.month - $months THEN m.service_cost ELSE 0 END) AS BIGINT) AS service_cost,
    CAST(SUM(CASE WHEN m.month > n.month - $months THEN m.discount_cost ELSE 0 END) AS BIGINT) AS discount,
    CAST(SUM(CASE WHEN m.month > n.month - $months THEN m.sent_back ELSE 0 END) AS BIGINT) AS sent_back,
    CAST(SUM(CASE WHEN m.month <= n.month - $months AND m.month > n.month - 2 * $months THEN m.revenue ELSE 0 END)
        AS BIGINT) AS revenue_before,
    CAST(SUM(m.due) AS BIGINT) AS due,
    CAST(SUM(m.late) AS BIGINT) AS late,
    CAST(SUM(m.revenue) AS BIGINT) AS revenue_ever,
    MAX(m.has_foreign) AS has_foreign
FROM measure_monthly AS m
CROSS JOIN present AS n
GROUP BY m.account_id

-- stage: bought
SELECT
    account_id,
    CAST(SUM(CASE WHEN DATE_DIFF('day', ordered_on, $as_of) < 730 THEN 1 ELSE 0 END) AS BIGINT) AS days
FROM purchase_day
WHERE purchase_lines > 0 AND ordered_on <= $as_of
GROUP BY account_id

-- stage: latest
SELECT account_id, factor, MAX(judgement_id) AS judgement_id
FROM fact_judgement
WHERE judged_on <= $as_of
GROUP BY account_id, factor

-- stage: judged
SELECT
    j.account_id,
    MAX(CASE WHEN j.factor = 'credit' THEN (j.score - 1) * 25 END) AS credit,
    MAX(CASE WHEN j.factor = 'strategy' THEN (j.score - 1) * 25 END) AS strategy,
    MAX(CASE WHEN j.factor = 'price' THEN (j.score - 1) * 25 END) AS price,
    MAX(CASE WHEN j.factor = 'quality' THEN (j.score - 1) * 25 END) AS quality,
    MAX(CASE WHEN j.factor = 'service' THEN (j.score - 1) * 25 END) AS service,
    MAX(CASE WHEN j.factor = 'fit' THEN (j.score - 1) * 25 END) AS fit,
    MAX(CASE WHEN j.factor = 'bargaining' THEN (j.score - 1) * 25 END) AS bargaining
FROM fact_judgement AS j
JOIN latest AS l ON l.judgement_id = j.judgement_id
GROUP BY j.account_id

-- stage: facts
SELECT
    a.account_id,
    s.margin,
    s.revenue,
    CASE WHEN s.margin + s.discount > 0 AND s.revenue > 0
        THEN -(1000 * s.service_cost // (s.margin + s.discount)) END AS cheap,
    b.days,
    CASE WHEN s.due > 0 THEN 1000 * (s.due - s.late) // s.due END AS trust,
    CASE WHEN s.revenue_before > 0 THEN 1000 * (s.revenue - s.revenue_before) // s.revenue_before END AS growth,
    c.value AS ahead,
    CASE WHEN s.revenue > 0 THEN -(1000 * s.discount // (s.revenue + s.discount)) END AS firm,
    CASE WHEN s.revenue > 0 THEN -(1000 * s.sent_back // s.revenue) END AS kept,
    CASE a.relation_type
        WHEN 'transaction' THEN 0 WHEN 'preferred' THEN 33 WHEN 'partnership' THEN 67 WHEN 'alliance' THEN 100
    END AS depth_score
FROM dim_customer AS a
LEFT JOIN summed AS s ON s.account_id = a.account_id AND s.revenue_ever > 0 AND s.has_foreign = 0
LEFT JOIN bought AS b ON b.account_id = a.account_id
LEFT JOIN measure_clv AS c ON c.account_id = a.account_id

-- stage: span
SELECT
    COUNT(margin) AS margin_n,
    CASE WHEN MIN(margin) < MAX(margin) THEN 1 END AS margin_tells,
    COUNT(revenue) AS revenue_n,
    CASE WHEN MIN(revenue) < MAX(revenue) THEN 1 END AS revenue_tells,
    COUNT(cheap) AS cheap_n,
    CASE WHEN MIN(cheap) < MAX(cheap) THEN 1 END AS cheap_tells,
    COUNT(days) AS days_n,
    CASE WHEN MIN(days) < MAX(days) THEN 1 END AS days_tells,
    COUNT(trust) AS trust_n,
    CASE WHEN MIN(trust) < MAX(trust) THEN 1 END AS trust_tells,
    COUNT(growth) AS growth_n,
    CASE WHEN MIN(growth) < MAX(growth) THEN 1 END AS growth_tells,
    COUNT(ahead) AS ahead_n,
    CASE WHEN MIN(ahead) < MAX(ahead) THEN 1 END AS ahead_tells,
    COUNT(firm) AS firm_n,
    CASE WHEN MIN(firm) < MAX(firm) THEN 1 END AS firm_tells,
    COUNT(kept) AS kept_n,
    CASE WHEN MIN(kept) < MAX(kept) THEN 1 END AS kept_tells
FROM facts

-- stage: placed
SELECT
    account_id,
    margin,
    revenue,
    cheap,
    days,
    trust,
    growth,
    ahead,
    firm,
    kept,
    depth_score,
    RANK() OVER (PARTITION BY margin IS NULL ORDER BY margin) AS margin_place,
    CUME_DIST() OVER (PARTITION BY margin IS NULL ORDER BY margin) AS margin_part,
    RANK() OVER (PARTITION BY revenue IS NULL ORDER BY revenue) AS revenue_place,
    CUME_DIST() OVER (PARTITION BY revenue IS NULL ORDER BY revenue) AS revenue_part,
    RANK() OVER (PARTITION BY cheap IS NULL ORDER BY cheap) AS cheap_place,
    CUME_DIST() OVER (PARTITION BY cheap IS NULL ORDER BY cheap) AS cheap_part,
    RANK() OVER (PARTITION BY days IS NULL ORDER BY days) AS days_place,
    CUME_DIST() OVER (PARTITION BY days IS NULL ORDER BY days) AS days_part,
    RANK() OVER (PARTITION BY trust IS NULL ORDER BY trust) AS trust_place,
    CUME_DIST() OVER (PARTITION BY trust IS NULL ORDER BY trust) AS trust_part,
    RANK() OVER (PARTITION BY growth IS NULL ORDER BY growth) AS growth_place,
    CUME_DIST() OVER (PARTITION BY growth IS NULL ORDER BY growth) AS growth_part,
    RANK() OVER (PARTITION BY ahead IS NULL ORDER BY ahead) AS ahead_place,
    CUME_DIST() OVER (PARTITION BY ahead IS NULL ORDER BY ahead) AS ahead_part,
    RANK() OVER (PARTITION BY firm IS NULL ORDER BY firm) AS firm_place,
    CUME_DIST() OVER (PARTITION BY firm IS NULL ORDER BY firm) AS firm_part,
    RANK() OVER (PARTITION BY kept IS NULL ORDER BY kept) AS kept_place,
    CUME_DIST() OVER (PARTITION BY kept IS NULL ORDER BY kept) AS kept_part
FROM facts

-- stage: scored
SELECT
    p.account_id,
    p.margin,
    p.revenue,
    p.cheap,
    p.days,
    p.trust,
    p.growth,
    p.ahead,
    p.firm,
    p.kept,
    p.depth_score,
    CASE WHEN p.margin IS NOT NULL AND s.margin_tells = 1 THEN CAST(
        5 * ((20 * (p.margin_place - 1 + CAST(ROUND(p.margin_part * s.margin_n, 0) AS BIGINT)) + s.margin_n) // (2 * s.margin_n))
        AS INTEGER)
    END AS margin_score,
    CASE WHEN p.revenue IS NOT NULL AND s.revenue_tells = 1 THEN CAST(
        5 * ((20 * (p.revenue_place - 1 + CAST(ROUND(p.revenue_part * s.revenue_n, 0) AS BIGINT)) + s.revenue_n) // (2 * s.revenue_n))
        AS INTEGER)
    END AS revenue_score,
    CASE WHEN p.cheap IS NOT NULL AND s.cheap_tells = 1 THEN CAST(
        5 * ((20 * (p.cheap_place - 1 + CAST(ROUND(p.cheap_part * s.cheap_n, 0) AS BIGINT)) + s.cheap_n) // (2 * s.cheap_n))
        AS INTEGER)
    END AS cheap_score,
    CASE WHEN p.days IS NOT NULL AND s.days_tells = 1 THEN CAST(
        5 * ((20 * (p.days_place - 1 + CAST(ROUND(p.days_part * s.days_n, 0) AS BIGINT)) + s.days_n) // (2 * s.days_n))
        AS INTEGER)
    END AS days_score,
    CASE WHEN p.trust IS NOT NULL AND s.trust_tells = 1 THEN CAST(
        5 * ((20 * (p.trust_place - 1 + CAST(ROUND(p.trust_part * s.trust_n, 0) AS BIGINT)) + s.trust_n) // (2 * s.trust_n))
        AS INTEGER)
    END AS trust_score,
    CASE WHEN p.growth IS NOT NULL AND s.growth_tells = 1 THEN CAST(
        5 * ((20 * (p.growth_place - 1 + CAST(ROUND(p.growth_part * s.growth_n, 0) AS BIGINT)) + s.growth_n) // (2 * s.growth_n))
        AS INTEGER)
    END AS growth_score,
    CASE WHEN p.ahead IS NOT NULL AND s.ahead_tells = 1 THEN CAST(
        5 * ((20 * (p.ahead_place - 1 + CAST(ROUND(p.ahead_part * s.ahead_n, 0) AS BIGINT)) + s.ahead_n) // (2 * s.ahead_n))
        AS INTEGER)
    END AS ahead_score,
    CASE WHEN p.firm IS NOT NULL AND s.firm_tells = 1 THEN CAST(
        5 * ((20 * (p.firm_place - 1 + CAST(ROUND(p.firm_part * s.firm_n, 0) AS BIGINT)) + s.firm_n) // (2 * s.firm_n))
        AS INTEGER)
    END AS firm_score,
    CASE WHEN p.kept IS NOT NULL AND s.kept_tells = 1 THEN CAST(
        5 * ((20 * (p.kept_place - 1 + CAST(ROUND(p.kept_part * s.kept_n, 0) AS BIGINT)) + s.kept_n) // (2 * s.kept_n))
        AS INTEGER)
    END AS kept_score
FROM placed AS p
CROSS JOIN span AS s

-- stage: factor
SELECT
    s.account_id,
    s.margin,
    s.revenue,
    s.cheap,
    s.days,
    s.trust,
    s.growth,
    s.ahead,
    s.firm,
    s.kept,
    s.margin_score,
    s.revenue_score AS volume_score,
    s.cheap_score AS cheap_score,
    s.days_score AS loyalty_score,
    s.trust_score AS trust_score,
    s.growth_score AS growth_score,
    s.ahead_score AS ahead_score,
    s.depth_score,
    j.credit AS credit_score,
    j.strategy AS strategy_score,
    j.price AS price_score,
    j.quality AS quality_score,
    j.service AS service_score,
    COALESCE(j.fit, s.kept_score) AS fit_score,
    COALESCE(j.bargaining, s.firm_score) AS bargaining_score
FROM scored AS s
LEFT JOIN judged AS j ON j.account_id = s.account_id
