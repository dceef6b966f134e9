-- One row per customer: its stage of life, from its purchases and contacts against its own rhythm
-- (handbook, section 1).
--
-- Rhythm: the mean gap between purchase days, steadied by one gap of the firm's average, so that a
-- single purchase has a rhythm too. Alive: after each purchase a customer may stop; having bought
-- on n days it stopped after the last one with probability 1/(n+1) (rule of succession), and if it
-- did not, a silence of s days has probability exp(-s/gap). So P(alive) = n·e / (n·e + 1) with
-- e = exp(-s/gap), and it falls to p when s = gap · ln(n · (1-p) / p).
--
-- Periods: so many own gaps, counted back from the day of the measure; at most half of the time
-- since the first purchase, so that a young customer is compared with itself and not with nothing.

-- stage: bought
SELECT account_id, ordered_on, revenue
FROM purchase_day
WHERE purchase_lines > 0 AND ordered_on <= $as_of

-- stage: purchases
SELECT
    account_id,
    COUNT(*) AS days,
    MIN(ordered_on) AS first_on,
    MAX(ordered_on) AS last_on,
    CAST(SUM(revenue) AS BIGINT) AS revenue,
    CAST(DATE_DIFF('day', MIN(ordered_on), MAX(ordered_on)) AS BIGINT) AS span
FROM bought
GROUP BY account_id

-- stage: average
SELECT CAST(COALESCE(SUM(span // (days - 1)) // COUNT(*), $usual_gap) AS BIGINT) AS gap
FROM purchases
WHERE days > 1

-- In steps of a few percent: an average that crept on by a day would move every customer's rhythm.
-- stage: firm
SELECT
    CASE
        WHEN gap < 20 THEN gap
        WHEN gap < 100 THEN 5 * ((gap + 2) // 5)
        ELSE 10 * ((gap + 5) // 10)
    END AS gap
FROM average

-- stage: rhythm
SELECT
    p.account_id,
    p.days,
    p.first_on,
    p.last_on,
    p.revenue,
    GREATEST((p.span + f.gap) * 1.0 / p.days, 1.0) AS gap
FROM purchases AS p
CROSS JOIN firm AS f

-- stage: paced
SELECT
    account_id,
    days,
    first_on,
    last_on,
    revenue,
    CAST(ROUND(gap, 0) AS INTEGER) AS gap_days,
    CAST(GREATEST(ROUND(gap * LN(days * (100.0 - $alive_percent) / $alive_percent), 0), 1) AS INTEGER)
        AS quiet_after,
    CAST(GREATEST(ROUND(gap * LN(days * (100.0 - $ended_percent) / $ended_percent), 0), 1) AS INTEGER)
        AS ended_after,
    CAST(GREATEST(
        LEAST(
            ROUND(gap * $period_gaps, 0),
            $longest_period,
            (DATE_DIFF('day', first_on, $as_of) + 2) // 2
        ),
        $shortest_period
    ) AS INTEGER) AS period_days
FROM rhythm

-- stage: periods
SELECT
    b.account_id,
    CAST(DATE_DIFF('day', b.ordered_on, $as_of) // p.period_days AS INTEGER) AS back,
    COUNT(*) AS days,
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
    CAST(SUM(CASE WHEN back = 2 THEN days ELSE 0 END) AS BIGINT) AS days_earlier,
    CAST(SUM(CASE WHEN back = 0 THEN revenue ELSE 0 END) AS BIGINT) AS value_now,
    CAST(SUM(CASE WHEN back = 1 THEN revenue ELSE 0 END) AS BIGINT) AS value_before,
    CAST(SUM(CASE WHEN back = 2 THEN revenue ELSE 0 END) AS BIGINT) AS value_earlier,
    MAX(revenue) AS value_best
FROM periods
GROUP BY account_id

-- stage: contacts
SELECT account_id, MAX(happened_on) AS contact_on
FROM fact_interaction
WHERE happened_on <= $as_of
GROUP BY account_id

-- stage: told
SELECT
    a.account_id,
    p.days,
    p.first_on,
    p.last_on,
    p.revenue,
    p.gap_days,
    p.quiet_after,
    p.ended_after,
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
        WHEN DATE_DIFF('day', GREATEST(p.last_on, COALESCE(c.contact_on, p.last_on)), $as_of) > p.ended_after
            THEN 'long_silent'
        WHEN p.days < $exploring_purchases THEN 'few_purchases'
        WHEN DATE_DIFF('day', p.last_on, $as_of) > p.quiet_after THEN 'overdue'
        WHEN t.days_now * 100 < t.days_before * (100 - $tolerance)
            AND t.days_before * 100 < t.days_earlier * (100 - $tolerance) THEN 'rate_falling'
        WHEN t.value_now * 100 < t.value_before * (100 - $tolerance)
            AND t.value_before * 100 < t.value_earlier * (100 - $tolerance) THEN 'value_falling'
        WHEN t.days_now * 100 > t.days_before * (100 + $tolerance) THEN 'rate_rising'
        WHEN t.value_now * 100 > t.value_before * (100 + $tolerance) THEN 'value_rising'
        WHEN GREATEST(t.value_now, t.value_before) * 100 < t.value_best * $near_best THEN 'below_best'
        ELSE 'steady'
    END AS cause
FROM dim_customer AS a
LEFT JOIN paced AS p ON p.account_id = a.account_id
LEFT JOIN trend AS t ON t.account_id = a.account_id
LEFT JOIN contacts AS c ON c.account_id = a.account_id

-- stage: lifecycle
SELECT
    account_id,
    CASE
        WHEN cause = 'no_contact' THEN 'unknown'
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
    CASE WHEN cause = 'no_contact' THEN 'contact' END AS missing
FROM told
