-- One row per customer who had bought by the day: what was known of it on that day, from facts of
-- that day and before and from nothing else, so that the same file tells of today and of a past
-- day. Rhythm, the chance of being alive and the end are those of the lifecycle, in rhythm.sql
-- (handbook, sections 1 and 6).
--
-- The span ahead is $span_gaps own gaps. Plain rule: still a customer with P = n·e / (n·e + 1),
-- e = exp(-silence/gap); a customer buys within the span with P · (1 - exp(-span/gap)), and leaves
-- with the rest.

-- stage: spanned
SELECT
    *,
    CAST(LEAST(GREATEST(ROUND(gap * $span_gaps, 0), $shortest_span), $longest_span) AS INTEGER)
        AS ahead
FROM paced

-- stage: periods
SELECT
    b.account_id,
    CAST(SUM(CASE WHEN b.ordered_on > $as_of - p.period_days THEN 1 ELSE 0 END) AS BIGINT)
        AS days_now,
    CAST(SUM(
        CASE
            WHEN b.ordered_on > $as_of - p.period_days THEN 0
            WHEN b.ordered_on > $as_of - 2 * p.period_days THEN 1
            ELSE 0
        END
    ) AS BIGINT) AS days_before,
    CAST(SUM(CASE WHEN b.ordered_on > $as_of - p.period_days THEN b.revenue ELSE 0 END) AS BIGINT)
        AS value_now,
    CAST(SUM(
        CASE
            WHEN b.ordered_on > $as_of - p.period_days THEN 0
            WHEN b.ordered_on > $as_of - 2 * p.period_days THEN b.revenue
            ELSE 0
        END
    ) AS BIGINT) AS value_before,
    CAST(SUM(CASE WHEN b.ordered_on = p.last_on THEN b.revenue ELSE 0 END) AS BIGINT) AS last_value
FROM bought AS b
JOIN paced AS p ON p.account_id = b.account_id
WHERE b.ordered_on > $as_of - 2 * p.period_days OR b.ordered_on = p.last_on
GROUP BY b.account_id

-- stage: contacts
SELECT
    account_id,
    CAST(SUM(CASE WHEN direction = 'in' AND happened_on > $as_of - 180 THEN 1 ELSE 0 END) AS BIGINT)
        AS in_now,
    CAST(SUM(CASE WHEN direction = 'in' AND happened_on <= $as_of - 180 THEN 1 ELSE 0 END) AS BIGINT)
        AS in_before,
    CAST(SUM(CASE WHEN direction = 'out' AND happened_on > $as_of - 180 THEN 1 ELSE 0 END) AS BIGINT)
        AS out_now,
    CAST(SUM(
        CASE WHEN channel = 'service' AND direction = 'in' AND happened_on > $as_of - 180 THEN 1 ELSE 0 END
    ) AS BIGINT) AS service_now
FROM fact_interaction
WHERE happened_on <= $as_of AND happened_on > $as_of - 360 AND account_id % $every = 0
    AND channel <> 'purchase'
GROUP BY account_id

-- What it said of us in surveys of the last two years, of 100.
-- stage: opinions
SELECT account_id, CAST(ROUND(CAST(SUM(points) AS DOUBLE) / COUNT(*) / 100, 0) AS INTEGER) AS opinion
FROM fact_score
WHERE account_id IS NOT NULL AND firm = '' AND answered_on <= $as_of AND answered_on > $as_of - 730
    AND (kind IN ('attitude', 'nps', 'satisfaction') OR (kind = 'index' AND item LIKE 'CUSA%'))
    AND account_id % $every = 0
GROUP BY account_id

-- stage: due
SELECT account_id, order_id, due_on, total_amount
FROM dim_order
WHERE is_counted AND NOT is_return AND total_amount > 0 AND ordered_on <= $as_of
    AND due_on < $as_of AND due_on >= $as_of - 365 AND account_id % $every = 0

-- stage: received
SELECT
    d.order_id,
    CAST(SUM(CASE WHEN p.kind = 'in' THEN p.amount ELSE -p.amount END) AS BIGINT) AS amount,
    MAX(p.paid_on) AS paid_on
FROM due AS d
JOIN fact_payment AS p ON p.order_id = d.order_id
WHERE p.paid_on <= $as_of
GROUP BY d.order_id

-- stage: paid
SELECT
    d.account_id,
    CAST(COUNT(*) AS BIGINT) AS dues,
    CAST(MAX(
        CASE
            WHEN COALESCE(r.amount, 0) < d.total_amount THEN DATE_DIFF('day', d.due_on, $as_of)
            ELSE GREATEST(DATE_DIFF('day', d.due_on, r.paid_on), 0)
        END
    ) AS INTEGER) AS late_days
FROM due AS d
LEFT JOIN received AS r ON r.order_id = d.order_id
GROUP BY d.account_id

-- stage: known_then
SELECT
    p.account_id,
    p.days,
    p.first_on,
    p.last_on,
    p.gap,
    p.gap_days,
    p.has_rhythm,
    p.silent,
    p.tenure,
    p.ahead,
    p.revenue,
    t.days_now,
    t.days_before,
    CASE WHEN p.has_foreign = 0 THEN t.value_now END AS value_now,
    CASE WHEN p.has_foreign = 0 THEN t.value_before END AS value_before,
    CASE WHEN p.has_foreign = 0 THEN t.last_value END AS last_value,
    COALESCE(c.in_now, 0) AS in_now,
    COALESCE(c.in_before, 0) AS in_before,
    COALESCE(c.out_now, 0) AS out_now,
    COALESCE(c.service_now, 0) AS service_now,
    o.opinion,
    d.late_days,
    p.has_ended AS is_lost,
    CAST(p.days AS DOUBLE) * EXP(-p.silent / p.gap)
        / (CAST(p.days AS DOUBLE) * EXP(-p.silent / p.gap) + 1) AS alive,
    1 - CAST(p.days AS DOUBLE) * EXP(-p.silent / p.gap)
        / (CAST(p.days AS DOUBLE) * EXP(-p.silent / p.gap) + 1)
        * (1 - EXP(-p.ahead / p.gap)) AS by_rule
FROM spanned AS p
LEFT JOIN periods AS t ON t.account_id = p.account_id
LEFT JOIN contacts AS c ON c.account_id = p.account_id
LEFT JOIN opinions AS o ON o.account_id = p.account_id
LEFT JOIN paid AS d ON d.account_id = p.account_id
