-- One row per customer: its stage of life, from its purchases and contacts against its own rhythm
-- (handbook, section 1), which rhythm.sql tells. A sign of value counts only where all of its money
-- is known; who has neither ended nor shown a sign of its rate has no stage without it.

-- stage: periods
SELECT
    b.account_id,
    CAST(DATE_DIFF('day', b.ordered_on, $as_of) // p.period_days AS INTEGER) AS back,
    COUNT(*) AS days,
    MAX(p.has_foreign) AS has_foreign,
    CAST(SUM(b.revenue) AS BIGINT) AS revenue
FROM bought AS b
JOIN paced AS p ON p.account_id = b.account_id
WHERE p.days >= $exploring_purchases
GROUP BY 1, 2

-- stage: trend
SELECT
    account_id,
    CAST(SUM(CASE WHEN back = 0 THEN days ELSE 0 END) AS BIGINT) AS days_now,
    CAST(SUM(CASE WHEN back = 1 THEN days ELSE 0 END) AS BIGINT) AS days_before,
    CAST(SUM(CASE WHEN back = 2 THEN days ELSE 0 END) AS BIGINT) AS days_2,
    CAST(SUM(CASE WHEN back = 3 THEN days ELSE 0 END) AS BIGINT) AS days_3,
    CAST(SUM(CASE WHEN back = 4 THEN days ELSE 0 END) AS BIGINT) AS days_4,
    CAST(SUM(CASE WHEN back = 0 THEN revenue ELSE 0 END) AS BIGINT) AS value_now,
    CAST(SUM(CASE WHEN back = 1 THEN revenue ELSE 0 END) AS BIGINT) AS value_before,
    CAST(SUM(CASE WHEN back = 2 THEN revenue ELSE 0 END) AS BIGINT) AS value_2,
    CAST(SUM(CASE WHEN back = 3 THEN revenue ELSE 0 END) AS BIGINT) AS value_3,
    CAST(SUM(CASE WHEN back = 4 THEN revenue ELSE 0 END) AS BIGINT) AS value_4,
    MAX(revenue) AS value_best,
    MAX(has_foreign) AS has_foreign
FROM periods
GROUP BY account_id

-- stage: signs
SELECT
    account_id,
    days_now,
    days_before,
    CASE WHEN has_foreign = 0 THEN value_now END AS value_now,
    CASE WHEN has_foreign = 0 THEN value_before END AS value_before,
    CASE WHEN has_foreign = 0 THEN value_best END AS value_best,
    days_now * 100 < days_before * (100 - $tolerance)
        AND ($falling_periods < 2 OR days_before * 100 < days_2 * (100 - $tolerance))
        AND ($falling_periods < 3 OR days_2 * 100 < days_3 * (100 - $tolerance))
        AND ($falling_periods < 4 OR days_3 * 100 < days_4 * (100 - $tolerance)) AS rate_falls,
    has_foreign = 0 AND value_now * 100 < value_before * (100 - $tolerance)
        AND ($falling_periods < 2 OR value_before * 100 < value_2 * (100 - $tolerance))
        AND ($falling_periods < 3 OR value_2 * 100 < value_3 * (100 - $tolerance))
        AND ($falling_periods < 4 OR value_3 * 100 < value_4 * (100 - $tolerance)) AS value_falls
FROM trend

-- stage: told
SELECT
    a.account_id,
    p.days,
    p.first_on,
    p.last_on,
    p.revenue,
    CASE WHEN p.has_rhythm = 1 THEN p.gap_days END AS gap_days,
    CASE WHEN p.has_rhythm = 1 THEN p.quiet_after END AS quiet_after,
    c.contact_on,
    t.days_now,
    t.days_before,
    t.value_now,
    t.value_before,
    t.value_best,
    CASE
        WHEN p.days IS NULL AND c.contact_on IS NULL THEN 'no_contact'
        WHEN p.days IS NULL AND DATE_DIFF('day', c.contact_on, $as_of) > $prospect_silence THEN 'prospect_silent'
        WHEN p.days IS NULL THEN 'not_yet_bought'
        WHEN p.has_ended = 1 AND p.has_rhythm = 0 THEN 'rhythm'
        WHEN p.has_ended = 1 THEN 'long_silent'
        WHEN p.days < $exploring_purchases THEN 'few_purchases'
        WHEN DATE_DIFF('day', p.last_on, $as_of) > p.quiet_after THEN 'overdue'
        WHEN t.rate_falls THEN 'rate_falling'
        WHEN t.value_falls THEN 'value_falling'
        WHEN t.days_now * 100 > t.days_before * (100 + $tolerance) THEN 'rate_rising'
        WHEN t.value_now * 100 > t.value_before * (100 + $tolerance) THEN 'value_rising'
        WHEN p.has_foreign = 1 THEN 'rate'
        WHEN GREATEST(t.value_now, t.value_before) * 100 < t.value_best * $near_best THEN 'below_best'
        ELSE 'steady'
    END AS cause
FROM dim_customer AS a
LEFT JOIN paced AS p ON p.account_id = a.account_id
LEFT JOIN signs AS t ON t.account_id = a.account_id
LEFT JOIN met AS c ON c.account_id = a.account_id

-- stage: lifecycle
SELECT
    account_id,
    CASE
        WHEN cause IN ('no_contact', 'rhythm', 'rate') THEN 'unknown'
        WHEN cause IN ('long_silent', 'prospect_silent') THEN 'ended'
        WHEN cause IN ('not_yet_bought', 'few_purchases') THEN 'exploration'
        WHEN cause IN ('overdue', 'rate_falling', 'value_falling', 'below_best') THEN 'decline'
        WHEN cause IN ('rate_rising', 'value_rising') THEN 'growth'
        ELSE 'stability'
    END AS class,
    cause,
    days,
    first_on,
    last_on,
    revenue,
    gap_days,
    CASE WHEN days IS NULL THEN NULL ELSE last_on + gap_days END AS next_on,
    CASE WHEN days IS NULL THEN NULL ELSE last_on + quiet_after END AS quiet_on,
    contact_on,
    days_now,
    days_before,
    value_now,
    value_before,
    value_best,
    CASE
        WHEN cause = 'no_contact' THEN 'contact'
        WHEN cause IN ('rhythm', 'rate') THEN cause
    END AS missing
FROM told
