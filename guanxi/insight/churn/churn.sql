-- One row per customer: its class by the chance that it does not buy within its own span ahead, what
-- is at risk, and the strongest signs (handbook, section 6). Reads churn_known, what features.sql
-- knows today of each customer who has bought, and churn_prediction, one row for each of them: the
-- chance in steps of five, that of staying as it was found, by which model, and its causes.

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
JOIN churn_known AS p ON p.account_id = y.account_id
WHERE y.ordered_on <= $as_of AND y.ordered_on > p.last_on - 365
GROUP BY y.account_id

-- stage: churn
SELECT
    a.account_id,
    CASE
        WHEN c.account_id IS NULL THEN 'unknown'
        WHEN p.is_lost = 1 THEN 'lost'
        WHEN c.chance >= $leaving_percent THEN 'leaving'
        WHEN c.chance >= $risk_percent THEN 'at_risk'
        WHEN c.chance >= $watch_percent THEN 'watch'
        ELSE 'safe'
    END AS class,
    c.chance,
    c.stays,
    c.by_rule,
    CASE WHEN p.is_lost = 1 AND p.has_rhythm = 1 THEN 'long_silent' ELSE c.cause END AS cause,
    CASE
        WHEN c.account_id IS NULL THEN 'unknown'
        WHEN p.is_lost = 1 THEN 'long_silent'
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
    CASE WHEN p.has_rhythm = 1 THEN p.gap_days END AS gap_days,
    CASE WHEN p.has_rhythm = 1 THEN p.last_on + p.gap_days END AS next_on,
    p.ahead,
    p.days_now,
    p.days_before,
    p.value_now,
    p.value_before,
    -- Contacts are told of where they are a sign: they change from day to day, and mean nothing else.
    CASE WHEN c.cause LIKE '%contact%' THEN p.in_now END AS in_now,
    CASE WHEN c.cause LIKE '%contact%' THEN p.in_before END AS in_before,
    CASE WHEN c.cause LIKE '%contact%' THEN p.out_now END AS out_now,
    CASE WHEN c.cause LIKE '%service%' THEN p.service_now END AS service_now,
    CASE WHEN c.cause LIKE '%opinion%' THEN p.opinion END AS opinion,
    p.late_days,
    CASE WHEN p.account_id IS NULL THEN 'purchase' WHEN p.has_rhythm = 0 THEN 'rhythm' END AS missing
FROM dim_customer AS a
LEFT JOIN churn_known AS p ON p.account_id = a.account_id
LEFT JOIN churn_prediction AS c ON c.account_id = a.account_id AND p.has_rhythm = 1
LEFT JOIN worth AS w ON w.account_id = a.account_id
