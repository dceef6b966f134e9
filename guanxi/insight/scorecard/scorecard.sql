-- One row: the figures by which the firm judges its work with customers over the last year.
-- What was sold without an exchange rate counts as bought and adds nothing to revenue.
-- Handbook, section 8: interaction, winning and keeping, growth by old and new, use of the system.

-- stage: customers
SELECT
    COUNT(*) AS customers,
    COUNT(owner_id) AS owned,
    CAST(COALESCE(SUM(
        CASE WHEN COALESCE(industry, '') <> '' THEN 1 ELSE 0 END
        + CASE WHEN COALESCE(province, '') <> '' THEN 1 ELSE 0 END
        + CASE WHEN COALESCE(city, '') <> '' THEN 1 ELSE 0 END
        + CASE WHEN COALESCE(source, '') <> '' THEN 1 ELSE 0 END
    ), 0) AS BIGINT) AS filled
FROM dim_customer

-- stage: came
SELECT
    account_id,
    MIN(ordered_on) AS first_on,
    MAX(ordered_on) AS last_on,
    MAX(CASE WHEN ordered_on > $as_of - 730 AND ordered_on <= $as_of - 365 THEN 1 ELSE 0 END) AS bought_before
FROM purchase_day
WHERE purchase_lines > 0 AND ordered_on <= $as_of
GROUP BY account_id

-- stage: launched
SELECT f.product_id, MIN(f.ordered_on) AS launched_on
FROM fact_order_line AS f
JOIN dim_customer AS c ON c.account_id = f.account_id
WHERE f.is_counted AND NOT f.is_return AND f.quantity > 0 AND f.unit_price > 0
    AND f.ordered_on <= $as_of AND f.product_id IS NOT NULL
GROUP BY f.product_id

-- stage: sold
SELECT
    CASE WHEN f.rate = 1 THEN f.amount ELSE CAST(ROUND(f.amount * f.rate, 0) AS BIGINT) END AS revenue,
    CASE WHEN f.ordered_on > $as_of - 365 THEN 1 ELSE 0 END AS is_now,
    CASE WHEN c.first_on > $as_of - 365 THEN 1 ELSE 0 END AS is_new_customer,
    CASE WHEN l.launched_on > $as_of - 365 THEN 1 ELSE 0 END AS is_new_product
FROM fact_order_line AS f
JOIN came AS c ON c.account_id = f.account_id
LEFT JOIN launched AS l ON l.product_id = f.product_id
WHERE f.is_counted AND NOT f.is_return AND f.quantity > 0 AND f.unit_price > 0
    AND f.ordered_on > $as_of - 730 AND f.ordered_on <= $as_of

-- stage: growth
SELECT
    CAST(COALESCE(SUM(CASE WHEN is_now = 0 THEN revenue END), 0) AS BIGINT) AS revenue_before,
    CAST(COALESCE(SUM(CASE WHEN is_now = 1 AND is_new_customer = 0 AND is_new_product = 0 THEN revenue END), 0)
        AS BIGINT) AS old_old,
    CAST(COALESCE(SUM(CASE WHEN is_now = 1 AND is_new_customer = 0 AND is_new_product = 1 THEN revenue END), 0)
        AS BIGINT) AS old_new,
    CAST(COALESCE(SUM(CASE WHEN is_now = 1 AND is_new_customer = 1 AND is_new_product = 0 THEN revenue END), 0)
        AS BIGINT) AS new_old,
    CAST(COALESCE(SUM(CASE WHEN is_now = 1 AND is_new_customer = 1 AND is_new_product = 1 THEN revenue END), 0)
        AS BIGINT) AS new_new
FROM sold

-- Kept is who bought in the year before and again in this one; who was silent for all of the year
-- before and bought again was there to be won back, not to be kept.
-- stage: held
SELECT
    CAST(COALESCE(SUM(CASE WHEN first_on > $as_of - 365 THEN 1 ELSE 0 END), 0) AS BIGINT) AS won,
    CAST(COALESCE(SUM(
        CASE WHEN bought_before = 1 AND last_on > $as_of - 365 THEN 1 ELSE 0 END
    ), 0) AS BIGINT) AS kept,
    CAST(COALESCE(SUM(
        CASE WHEN bought_before = 0 AND first_on <= $as_of - 730 AND last_on > $as_of - 365 THEN 1 ELSE 0 END
    ), 0) AS BIGINT) AS returned,
    CAST(COALESCE(SUM(bought_before), 0) AS BIGINT) AS to_keep
FROM came

-- stage: contacted
SELECT
    i.account_id,
    i.channel,
    i.happened_on,
    CASE i.channel
        WHEN 'visit' THEN COALESCE(i.duration_seconds, $visit_minutes * 60) * $hour_cost
        WHEN 'meeting' THEN COALESCE(i.duration_seconds, $meeting_minutes * 60) * $hour_cost
        WHEN 'phone' THEN COALESCE(i.duration_seconds, $phone_minutes * 60) * $hour_cost
        WHEN 'service' THEN COALESCE(i.duration_seconds, $service_minutes * 60) * $hour_cost
        ELSE 0
    END AS paid_seconds,
    CASE
        WHEN i.channel = 'visit' THEN $visit_cost
        WHEN i.channel IN ('email', 'sms', 'chat', 'wechat', 'post') THEN $message_cost
        ELSE 0
    END AS fixed,
    CASE WHEN c.first_on IS NULL OR i.happened_on <= c.first_on THEN 1 ELSE 0 END AS is_winning,
    CASE WHEN i.direction = 'in' AND i.happened_on <= $as_of - 7 THEN 1 ELSE 0 END AS is_asking,
    MIN(CASE WHEN i.direction = 'out' THEN i.happened_on END) OVER (
        PARTITION BY i.account_id ORDER BY i.happened_on
        RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
    ) AS answered_on
FROM fact_interaction AS i
JOIN dim_customer AS a ON a.account_id = i.account_id
LEFT JOIN came AS c ON c.account_id = i.account_id
WHERE i.happened_on > $as_of - 365 AND i.happened_on <= $as_of
    AND i.channel NOT IN ('note', 'purchase')

-- stage: talked
SELECT
    account_id,
    COUNT(*) AS contacts,
    CASE WHEN MIN(channel) < MAX(channel) THEN 1 ELSE 0 END AS by_several,
    CASE WHEN MAX(happened_on) > $as_of - 90 THEN 1 ELSE 0 END AS is_recent,
    CAST(SUM(is_winning) AS BIGINT) AS winning_contacts,
    CAST(SUM(1 - is_winning) AS BIGINT) AS keeping_contacts,
    CAST(SUM(CAST(is_winning * paid_seconds AS BIGINT)) AS BIGINT) AS winning_seconds,
    CAST(SUM(CAST((1 - is_winning) * paid_seconds AS BIGINT)) AS BIGINT) AS keeping_seconds,
    CAST(SUM(is_winning * fixed) AS BIGINT) AS winning_fixed,
    CAST(SUM((1 - is_winning) * fixed) AS BIGINT) AS keeping_fixed,
    CAST(SUM(is_asking) AS BIGINT) AS asked,
    CAST(SUM(CASE WHEN DATE_DIFF('day', happened_on, answered_on) <= 1 THEN is_asking ELSE 0 END) AS BIGINT)
        AS answered_soon,
    CAST(SUM(CASE WHEN DATE_DIFF('day', happened_on, answered_on) <= 7 THEN is_asking ELSE 0 END) AS BIGINT)
        AS answered_in_a_week
FROM contacted
GROUP BY account_id

-- stage: effort
SELECT
    CAST(COALESCE(SUM(contacts), 0) AS BIGINT) AS contacts,
    COUNT(*) AS contacted,
    CAST(COALESCE(SUM(is_recent), 0) AS BIGINT) AS recent,
    CAST(COALESCE(SUM(winning_contacts), 0) AS BIGINT) AS winning_contacts,
    CAST(COALESCE(SUM(keeping_contacts), 0) AS BIGINT) AS keeping_contacts,
    CAST(COALESCE(SUM(winning_seconds) * $minor // 3600 + SUM(winning_fixed) * $minor, 0) AS BIGINT)
        AS winning_spent,
    CAST(COALESCE(SUM(keeping_seconds) * $minor // 3600 + SUM(keeping_fixed) * $minor, 0) AS BIGINT)
        AS keeping_spent,
    CAST(COALESCE(SUM(by_several), 0) AS BIGINT) AS by_several,
    CAST(COALESCE(SUM(asked), 0) AS BIGINT) AS asked,
    CAST(COALESCE(SUM(answered_soon), 0) AS BIGINT) AS answered_soon,
    CAST(COALESCE(SUM(answered_in_a_week), 0) AS BIGINT) AS answered_in_a_week
FROM talked

-- stage: spoken
SELECT COUNT(DISTINCT i.channel) AS channels
FROM fact_interaction AS i
JOIN dim_customer AS a ON a.account_id = i.account_id
WHERE i.happened_on > $as_of - 365 AND i.happened_on <= $as_of
    AND i.channel NOT IN ('note', 'purchase')

-- stage: steps
SELECT COUNT(DISTINCT t.account_id) AS with_next_step
FROM fact_activity AS t
JOIN dim_customer AS a ON a.account_id = t.account_id
WHERE t.done_on IS NULL AND COALESCE(t.state, '') NOT IN ('done', 'cancelled')
    AND t.due_on >= $as_of

-- stage: goods
SELECT COUNT(*) AS products
FROM dim_product
WHERE is_active

-- stage: renewed
SELECT COUNT(DISTINCT h.product_id) AS products_changed
FROM dim_product_history AS h
JOIN dim_product AS p ON p.product_id = h.product_id AND p.is_active
JOIN (SELECT product_id, MIN(valid_from) AS known_on FROM dim_product_history GROUP BY product_id) AS k
    ON k.product_id = h.product_id AND k.known_on < h.valid_from
WHERE h.valid_from > $as_of - 365 AND h.valid_from <= $as_of

-- stage: scorecard
SELECT *
FROM customers
CROSS JOIN growth
CROSS JOIN held
CROSS JOIN effort
CROSS JOIN spoken
CROSS JOIN steps
CROSS JOIN goods
CROSS JOIN renewed
