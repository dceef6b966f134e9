-- One row per customer: its class by the chance that it does not buy within its own span ahead, what
-- is at risk, and the strongest signs (handbook, section 6). Reads churn_prediction, one row for
-- each customer who has bought: the chance in steps of five, that of staying as it was found, by which
-- model, and its causes.

-- stage: worth
SELECT
    y.account_id,
    CAST(SUM(
        CASE
            WHEN $contribution = 'revenue' THEN y.revenue - y.returned
            ELSE y.margin - y.returned_margin
        END
    ) AS BIGINT) AS year_value,
    MAX(y.has_foreign) AS has_foreign
FROM purchase_day AS y
JOIN purchases AS p ON p.account_id = y.account_id
WHERE y.ordered_on <= $as_of AND y.ordered_on > p.last_on - 365
GROUP BY y.account_id

-- stage: churn
SELECT
    a.account_id,
    CASE
        WHEN c.account_id IS NULL THEN 'unknown'
        WHEN p.silent > p.lost_after THEN 'lost'
        WHEN c.chance >= $leaving_percent THEN 'leaving'
        WHEN c.chance >= $risk_percent THEN 'at_risk'
        WHEN c.chance >= $watch_percent THEN 'watch'
        ELSE 'safe'
    END AS class,
    c.chance,
    c.stays,
    c.by_rule,
    CASE WHEN p.silent > p.lost_after THEN 'long_silent' ELSE c.cause END AS cause,
    CASE
        WHEN c.account_id IS NULL THEN 'unknown'
        WHEN p.silent > p.lost_after THEN 'long_silent'
        ELSE c.main_cause
    END AS main_cause,
    c.model,
    CASE WHEN w.has_foreign = 0 AND w.year_value > 0 THEN w.year_value END AS year_value,
    CASE
        WHEN w.has_foreign = 0 AND w.year_value > 0
            THEN CAST(ROUND(w.year_value * CAST(c.chance AS DOUBLE) / 100, 0) AS BIGINT)
    END AS at_risk,
    p.days,
    p.first_on,
    p.last_on,
    p.gap_days,
    p.last_on + p.gap_days AS next_on,
    p.ahead,
    t.days_now,
    t.days_before,
    t.value_now,
    t.value_before,
    CASE WHEN c.account_id IS NOT NULL THEN COALESCE(k.in_now, 0) END AS in_now,
    CASE WHEN c.account_id IS NOT NULL THEN COALESCE(k.in_before, 0) END AS in_before,
    CASE WHEN c.account_id IS NOT NULL THEN COALESCE(k.out_now, 0) END AS out_now,
    d.late_days,
    CASE WHEN c.account_id IS NULL THEN 'purchase' END AS missing
FROM dim_customer AS a
LEFT JOIN churn_prediction AS c ON c.account_id = a.account_id
LEFT JOIN paced AS p ON p.account_id = a.account_id
LEFT JOIN periods AS t ON t.account_id = a.account_id
LEFT JOIN contacts AS k ON k.account_id = a.account_id
LEFT JOIN paid AS d ON d.account_id = a.account_id
LEFT JOIN worth AS w ON w.account_id = a.account_id
