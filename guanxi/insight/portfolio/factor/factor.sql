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
FROM judgement AS j
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

-- stage: told
SELECT 'margin' AS fact, margin AS value FROM facts WHERE margin IS NOT NULL
UNION ALL
SELECT 'revenue' AS fact, revenue AS value FROM facts WHERE revenue IS NOT NULL
UNION ALL
SELECT 'cheap' AS fact, cheap AS value FROM facts WHERE cheap IS NOT NULL
UNION ALL
SELECT 'days' AS fact, days AS value FROM facts WHERE days IS NOT NULL
UNION ALL
SELECT 'trust' AS fact, trust AS value FROM facts WHERE trust IS NOT NULL
UNION ALL
SELECT 'growth' AS fact, growth AS value FROM facts WHERE growth IS NOT NULL
UNION ALL
SELECT 'ahead' AS fact, ahead AS value FROM facts WHERE ahead IS NOT NULL
UNION ALL
SELECT 'firm' AS fact, firm AS value FROM facts WHERE firm IS NOT NULL
UNION ALL
SELECT 'kept' AS fact, kept AS value FROM facts WHERE kept IS NOT NULL

-- stage: counted
SELECT fact, value, COUNT(*) AS customers
FROM told
GROUP BY fact, value

-- stage: added
SELECT
    fact,
    value,
    customers,
    SUM(customers) OVER (
        PARTITION BY fact ORDER BY value ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS reached,
    SUM(customers) OVER (PARTITION BY fact) AS known,
    COUNT(*) OVER (PARTITION BY fact) AS different
FROM counted

-- stage: placed
SELECT
    fact,
    value,
    CAST(5 * ((20 * (2 * reached - customers) + known) // (2 * known)) AS INTEGER) AS score
FROM added
WHERE different > 1

-- stage: factor
SELECT
    f.account_id,
    f.margin,
    f.revenue,
    f.cheap,
    f.days,
    f.trust,
    f.growth,
    f.ahead,
    f.firm,
    f.kept,
    p_margin.score AS margin_score,
    p_revenue.score AS volume_score,
    p_cheap.score AS cheap_score,
    p_days.score AS loyalty_score,
    p_trust.score AS trust_score,
    p_growth.score AS growth_score,
    p_ahead.score AS ahead_score,
    f.depth_score,
    j.credit AS credit_score,
    j.strategy AS strategy_score,
    j.price AS price_score,
    j.quality AS quality_score,
    j.service AS service_score,
    COALESCE(j.fit, p_kept.score) AS fit_score,
    COALESCE(j.bargaining, p_firm.score) AS bargaining_score
FROM facts AS f
LEFT JOIN placed AS p_margin ON p_margin.fact = 'margin' AND p_margin.value = f.margin
LEFT JOIN placed AS p_revenue ON p_revenue.fact = 'revenue' AND p_revenue.value = f.revenue
LEFT JOIN placed AS p_cheap ON p_cheap.fact = 'cheap' AND p_cheap.value = f.cheap
LEFT JOIN placed AS p_days ON p_days.fact = 'days' AND p_days.value = f.days
LEFT JOIN placed AS p_trust ON p_trust.fact = 'trust' AND p_trust.value = f.trust
LEFT JOIN placed AS p_growth ON p_growth.fact = 'growth' AND p_growth.value = f.growth
LEFT JOIN placed AS p_ahead ON p_ahead.fact = 'ahead' AND p_ahead.value = f.ahead
LEFT JOIN placed AS p_firm ON p_firm.fact = 'firm' AND p_firm.value = f.firm
LEFT JOIN placed AS p_kept ON p_kept.fact = 'kept' AND p_kept.value = f.kept
LEFT JOIN judged AS j ON j.account_id = f.account_id
