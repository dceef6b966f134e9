-- One row per customer: how often it renewed its contract, the chance that it does again, and what
-- the renewals within the horizon are worth today. Reads contract_outlook, one row per number of
-- renewals made and of those that fall within the horizon.

-- stage: brought
SELECT
    s.account_id,
    CAST(SUM(
        CASE
            WHEN $contribution = 'revenue' THEN p.revenue - p.returned
            ELSE p.margin - p.returned_margin
        END
    ) AS BIGINT) AS brought
FROM spans AS s
JOIN purchase_day AS p ON p.account_id = s.account_id
WHERE p.ordered_on <= $as_of
GROUP BY s.account_id

-- stage: judged
SELECT
    s.account_id,
    s.first_on,
    s.last_on,
    s.has_foreign,
    s.renewals,
    s.due_after - DATE_DIFF('day', s.first_on, $as_of) AS due_in,
    GREATEST(s.due_after - DATE_DIFF('day', s.first_on, $as_of), 0) AS wait,
    CASE
        WHEN s.running > s.renewals + 1 THEN 'ended'
        WHEN s.running = s.renewals + 1
            OR s.due_after - DATE_DIFF('day', s.first_on, $as_of) <= $warn_days THEN 'due'
        WHEN s.renewals < $rooted_from THEN 'young'
        ELSE 'rooted'
    END AS state,
    LEAST(s.running, s.renewals + 1) AS over,
    b.brought
FROM spans AS s
JOIN brought AS b ON b.account_id = s.account_id

-- stage: ahead
SELECT
    account_id,
    -- Renewals fall due after the wait and then every period; a month is 1461 / 48 days.
    CASE
        WHEN wait * 48 > 1461 * $horizon_months THEN 0
        ELSE CAST((1461 * $horizon_months - wait * 48) // (1461 * $period_months) AS BIGINT) + 1
    END AS within
FROM judged

-- stage: valued
SELECT
    j.account_id,
    j.first_on,
    j.last_on,
    j.has_foreign,
    j.renewals,
    j.due_in,
    j.state,
    j.over,
    CASE
        WHEN j.over > 0
            THEN CAST(ROUND(CAST(j.brought AS DOUBLE) / CAST(j.over AS DOUBLE), 0) AS BIGINT)
    END AS a_period,
    o.chance,
    o.residual,
    o.model,
    CAST(j.brought AS DOUBLE) / CAST(j.over AS DOUBLE) * o.residual
        * POWER(
            1 + CAST($discount_percent AS DOUBLE) / 100,
            -CAST(j.wait AS DOUBLE) / CAST(365.25 AS DOUBLE)
        ) AS value
FROM judged AS j
JOIN ahead AS a ON a.account_id = j.account_id
LEFT JOIN contract_outlook AS o
    ON o.renewals = j.renewals AND o.within = a.within AND j.state <> 'ended'

-- stage: contract
SELECT
    a.account_id,
    CASE
        WHEN v.account_id IS NULL THEN 'unknown'
        WHEN v.state = 'ended' THEN 'ended'
        WHEN v.has_foreign = 1 OR v.over = 0 OR v.a_period <= 0 THEN 'unknown'
        ELSE v.state
    END AS class,
    v.renewals,
    CASE WHEN v.state <> 'ended' THEN v.chance END AS chance,
    CASE WHEN v.has_foreign = 0 THEN v.a_period END AS a_period,
    CASE
        WHEN v.state = 'ended' OR v.has_foreign = 1 OR v.a_period <= 0 OR v.over = 0 THEN NULL
        WHEN v.value < 10 THEN CAST(ROUND(v.value, 0) AS BIGINT)
        -- Two digits: a forecast that pretends to more is false, and is written anew every night.
        ELSE CAST(ROUND(v.value / POWER(10, FLOOR(LOG10(v.value)) - 1), 0) AS BIGINT)
            * CAST(POWER(10, FLOOR(LOG10(v.value)) - 1) AS BIGINT)
    END AS value,
    CASE WHEN v.state <> 'ended' THEN v.residual END AS residual,
    CASE WHEN v.state <> 'ended' THEN v.model END AS model,
    v.first_on,
    v.last_on,
    CASE
        WHEN v.state = 'ended' THEN 'ended'
        WHEN v.chance IS NULL THEN 'untold'
        ELSE ''
    END AS cause,
    CASE
        WHEN v.account_id IS NULL AND p.account_id IS NULL THEN 'purchase'
        WHEN v.account_id IS NULL THEN 'relation'
        WHEN v.state = 'ended' THEN NULL
        WHEN v.has_foreign = 1 THEN 'rate'
        WHEN v.over = 0 THEN 'period'
        WHEN v.a_period <= 0 THEN 'value'
    END AS missing
FROM dim_customer AS a
LEFT JOIN valued AS v ON v.account_id = a.account_id
LEFT JOIN (
    SELECT account_id FROM purchase_day
    WHERE ordered_on <= $as_of
    GROUP BY account_id
    HAVING SUM(purchase_lines) > 0
) AS p ON p.account_id = a.account_id
