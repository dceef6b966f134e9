-- One row per customer who had bought by the day: its own rhythm, and whether it has ended. One rule,
-- read by the lifecycle and by the risk of leaving (handbook, sections 1 and 6).
--
-- Rhythm: the mean gap between purchase days, steadied by one gap of the firm's average, so that a
-- single purchase has a rhythm too. That average is known where $carried_by customers bought twice;
-- where fewer did, who bought once has no rhythm, and nothing is told of it but that its purchase was
-- not long ago, by the gap to assume. Alive: after each purchase a customer may stop; having bought
-- on n days it stopped after the last one with probability 1/(n+1) (rule of succession), and if it
-- did not, a silence of s days has probability exp(-s/gap). So P(alive) = n·e / (n·e + 1) with
-- e = exp(-s/gap), and it falls to p when s = gap · ln(n · (1-p) / p). It has ended when neither a
-- purchase nor a contact broke a silence so long that it is alive with less than $ended_percent.
--
-- Periods: so many own gaps, counted back from the day of the measure; at most half of the time
-- since the first purchase, so that a young customer is compared with itself and not with nothing.
-- What was bought without an exchange rate has a day and no value: nothing of its money is told.
-- $every = k looks at every k-th customer, to learn from a part.

-- stage: bought
SELECT account_id, ordered_on, revenue, has_foreign
FROM purchase_day
WHERE purchase_lines > 0 AND ordered_on <= $as_of AND account_id % $every = 0

-- stage: purchases
SELECT
    account_id,
    CAST(COUNT(*) AS BIGINT) AS days,
    MIN(ordered_on) AS first_on,
    MAX(ordered_on) AS last_on,
    MAX(has_foreign) AS has_foreign,
    CASE WHEN MAX(has_foreign) = 0 THEN CAST(SUM(revenue) AS BIGINT) END AS revenue,
    CAST(DATE_DIFF('day', MIN(ordered_on), MAX(ordered_on)) AS BIGINT) AS span
FROM bought
GROUP BY account_id

-- stage: average
SELECT
    CAST(COALESCE(SUM(span // (days - 1)) // COUNT(*), $usual_gap) AS BIGINT) AS gap,
    CASE WHEN COUNT(*) >= $carried_by THEN 1 ELSE 0 END AS is_known
FROM purchases
WHERE days > 1

-- In steps of a few percent: an average that crept on by a day would move every customer's rhythm.
-- stage: firm
SELECT
    CASE
        WHEN gap < 20 THEN gap
        WHEN gap < 100 THEN 5 * ((gap + 2) // 5)
        ELSE 10 * ((gap + 5) // 10)
    END AS gap,
    is_known
FROM average

-- stage: rhythm
SELECT
    p.account_id,
    p.days,
    p.first_on,
    p.last_on,
    p.has_foreign,
    p.revenue,
    CASE
        WHEN f.is_known = 1 OR p.days > 1 THEN GREATEST((p.span + f.gap) * 1.0 / p.days, 1.0)
        ELSE $usual_gap * 1.0
    END AS gap,
    CASE WHEN f.is_known = 1 OR p.days > 1 THEN 1 ELSE 0 END AS has_rhythm,
    CAST(DATE_DIFF('day', p.last_on, $as_of) AS BIGINT) AS silent,
    CAST(DATE_DIFF('day', p.first_on, $as_of) AS BIGINT) AS tenure
FROM purchases AS p
CROSS JOIN firm AS f

-- stage: met
SELECT account_id, MAX(happened_on) AS contact_on
FROM fact_interaction
WHERE happened_on <= $as_of AND account_id % $every = 0
GROUP BY account_id

-- stage: paced
SELECT
    r.account_id,
    r.days,
    r.first_on,
    r.last_on,
    r.has_foreign,
    r.revenue,
    r.gap,
    r.has_rhythm,
    r.silent,
    r.tenure,
    m.contact_on,
    CAST(ROUND(r.gap, 0) AS INTEGER) AS gap_days,
    CAST(GREATEST(ROUND(r.gap * LN(r.days * (100.0 - $alive_percent) / $alive_percent), 0), 1) AS INTEGER)
        AS quiet_after,
    CASE
        WHEN DATE_DIFF('day', GREATEST(r.last_on, COALESCE(m.contact_on, r.last_on)), $as_of)
            > GREATEST(ROUND(r.gap * LN(r.days * (100.0 - $ended_percent) / $ended_percent), 0), 1)
            THEN 1
        ELSE 0
    END AS has_ended,
    CAST(GREATEST(
        LEAST(ROUND(r.gap * $period_gaps, 0), $longest_period, (r.tenure + 2) // 2), $shortest_period
    ) AS INTEGER) AS period_days
FROM rhythm AS r
LEFT JOIN met AS m ON m.account_id = r.account_id
