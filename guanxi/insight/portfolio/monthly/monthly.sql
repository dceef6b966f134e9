-- One row per customer and month: what it brought, what serving it cost and by what, in minor units
-- of the firm's currency (handbook, section 3: cost to serve). A month is its year times twelve plus
-- its number. Brought is margin before discounts and returns, revenue where no cost is known.
-- Nothing later than the day of the measure counts.

-- stage: bought
SELECT
    account_id,
    CAST(EXTRACT(year FROM ordered_on) * 12 + EXTRACT(month FROM ordered_on) AS INTEGER) AS month,
    CAST(SUM(revenue) AS BIGINT) AS revenue,
    CAST(SUM(margin) AS BIGINT) AS margin,
    CAST(SUM(returned_margin) AS BIGINT) AS returned,
    CAST(SUM(returned) AS BIGINT) AS sent_back,
    MAX(has_foreign) AS has_foreign
FROM purchase_day
WHERE ordered_on <= $as_of
GROUP BY 1, 2

-- stage: cut
SELECT
    account_id,
    CAST(EXTRACT(year FROM ordered_on) * 12 + EXTRACT(month FROM ordered_on) AS INTEGER) AS month,
    CAST(SUM(
        CASE WHEN rate = 1 THEN discount ELSE CAST(ROUND(discount * rate, 0) AS BIGINT) END
    ) AS BIGINT) AS discount
FROM fact_order_line
WHERE is_counted AND NOT is_return AND discount > 0 AND rate IS NOT NULL AND ordered_on <= $as_of
GROUP BY 1, 2

-- stage: ordered
SELECT
    account_id,
    CAST(EXTRACT(year FROM ordered_on) * 12 + EXTRACT(month FROM ordered_on) AS INTEGER) AS month,
    CAST(SUM(CASE WHEN is_return THEN 0 ELSE 1 END) AS BIGINT) AS orders,
    CAST(SUM(CASE WHEN is_return THEN 1 ELSE 0 END) AS BIGINT) AS returns,
    CAST(SUM(
        CASE
            WHEN is_return OR rate IS NULL THEN 0
            WHEN rate = 1 THEN COALESCE(discount, 0)
            ELSE CAST(ROUND(COALESCE(discount, 0) * rate, 0) AS BIGINT)
        END
    ) AS BIGINT) AS discount
FROM dim_order
WHERE is_counted AND ordered_on <= $as_of
GROUP BY 1, 2

-- stage: rated
SELECT
    account_id,
    CAST(EXTRACT(year FROM happened_on) * 12 + EXTRACT(month FROM happened_on) AS INTEGER) AS month,
    CASE channel
        WHEN 'visit' THEN COALESCE(duration_seconds, $visit_minutes * 60) * $hour_cost
        WHEN 'meeting' THEN COALESCE(duration_seconds, $meeting_minutes * 60) * $hour_cost
        WHEN 'phone' THEN COALESCE(duration_seconds, $phone_minutes * 60) * $hour_cost
        WHEN 'service' THEN COALESCE(duration_seconds, $service_minutes * 60) * $hour_cost
        ELSE 0
    END AS paid_seconds,
    CASE
        WHEN channel = 'visit' THEN $visit_cost
        WHEN channel IN ('email', 'sms', 'chat', 'wechat', 'post') THEN $message_cost
        ELSE 0
    END AS fixed
FROM fact_interaction
WHERE happened_on <= $as_of AND channel NOT IN ('web', 'purchase', 'note')

-- stage: contacted
SELECT
    account_id,
    month,
    COUNT(*) AS contacts,
    CAST((SUM(CAST(paid_seconds AS BIGINT)) // 3600 + SUM(fixed)) * $minor AS BIGINT) AS contact_cost
FROM rated
GROUP BY 1, 2

-- stage: worked
SELECT
    account_id,
    CAST(EXTRACT(year FROM done_on) * 12 + EXTRACT(month FROM done_on) AS INTEGER) AS month,
    COUNT(*) AS tasks
FROM fact_activity
WHERE kind = 'task' AND state = 'done' AND done_on <= $as_of
GROUP BY 1, 2

-- stage: due
SELECT order_id, account_id, due_on, rate, total_amount, paid_amount
FROM dim_order
WHERE is_counted AND NOT is_return AND rate IS NOT NULL AND total_amount > 0 AND due_on <= $as_of

-- stage: paid
SELECT
    d.order_id,
    CAST(SUM(CASE WHEN p.kind = 'in' THEN p.amount ELSE -p.amount END) AS BIGINT) AS ever,
    CAST(SUM(
        CASE WHEN p.paid_on > $as_of THEN 0 WHEN p.kind = 'in' THEN p.amount ELSE -p.amount END
    ) AS BIGINT) AS by_now,
    CAST(SUM(
        CASE
            WHEN p.kind = 'in' AND p.paid_on > d.due_on AND p.paid_on <= $as_of
                THEN p.amount * DATE_DIFF('day', d.due_on, p.paid_on)
            ELSE 0
        END
    ) AS BIGINT) AS waited,
    CAST(SUM(
        CASE
            WHEN p.kind = 'in' AND p.paid_on <= $as_of
                AND DATE_DIFF('day', d.due_on, p.paid_on) > $grace_days THEN p.amount
            ELSE 0
        END
    ) AS BIGINT) AS late
FROM due AS d
JOIN fact_payment AS p ON p.order_id = d.order_id
GROUP BY d.order_id

-- stage: open
SELECT
    d.account_id,
    d.due_on,
    d.rate,
    d.total_amount,
    COALESCE(p.waited, 0) AS waited,
    COALESCE(p.late, 0) AS late,
    GREATEST(
        d.total_amount - COALESCE(p.by_now, 0)
        - GREATEST(COALESCE(d.paid_amount, 0) - COALESCE(p.ever, 0), 0),
        0
    ) AS unpaid,
    CAST(DATE_DIFF('day', d.due_on, $as_of) AS BIGINT) AS days
FROM due AS d
LEFT JOIN paid AS p ON p.order_id = d.order_id

-- stage: awaited
SELECT
    account_id,
    CAST(EXTRACT(year FROM due_on) * 12 + EXTRACT(month FROM due_on) AS INTEGER) AS month,
    CAST(SUM(CAST(ROUND(total_amount * rate, 0) AS BIGINT)) AS BIGINT) AS due,
    CAST(SUM(CAST(ROUND(
        LEAST(late + CASE WHEN days > $grace_days THEN unpaid ELSE 0 END, total_amount) * rate, 0
    ) AS BIGINT)) AS BIGINT) AS late,
    CAST(SUM(CAST(ROUND((waited + unpaid * days) * rate, 0) AS BIGINT)) * $interest_percent // 36500
        AS BIGINT) AS waiting_cost
FROM open
GROUP BY 1, 2

-- stage: together
SELECT account_id, month, revenue, margin, returned, sent_back, has_foreign, 0 AS discount, 0 AS orders,
    0 AS returns, 0 AS contacts, 0 AS contact_cost, 0 AS tasks, 0 AS due, 0 AS late, 0 AS waiting_cost
FROM bought
UNION ALL
SELECT account_id, month, 0, discount, 0, 0, 0, discount, 0, 0, 0, 0, 0, 0, 0, 0 FROM cut
UNION ALL
SELECT account_id, month, 0, 0, 0, 0, 0, discount, orders, returns, 0, 0, 0, 0, 0, 0 FROM ordered
UNION ALL
SELECT account_id, month, 0, 0, 0, 0, 0, 0, 0, 0, contacts, contact_cost, 0, 0, 0, 0 FROM contacted
UNION ALL
SELECT account_id, month, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, tasks, 0, 0, 0 FROM worked
UNION ALL
SELECT account_id, month, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, due, late, waiting_cost FROM awaited

-- stage: summed
SELECT
    t.account_id,
    t.month,
    CAST(SUM(t.revenue) AS BIGINT) AS revenue,
    CAST(SUM(t.margin) AS BIGINT) AS brought,
    CAST(SUM(t.discount) AS BIGINT) AS discount_cost,
    CAST(SUM(t.returned) + SUM(t.returns) * $return_cost * $minor AS BIGINT) AS return_cost,
    CAST(SUM(t.orders) * $order_cost * $minor AS BIGINT) AS order_cost,
    CAST(SUM(t.contact_cost) AS BIGINT) AS contact_cost,
    CAST(SUM(t.tasks) * $task_cost * $minor AS BIGINT) AS task_cost,
    CAST(SUM(t.waiting_cost) AS BIGINT) AS waiting_cost,
    CAST(SUM(t.sent_back) AS BIGINT) AS sent_back,
    CAST(SUM(t.contacts) AS BIGINT) AS contacts,
    CAST(SUM(t.orders) AS BIGINT) AS orders,
    CAST(SUM(t.due) AS BIGINT) AS due,
    CAST(SUM(t.late) AS BIGINT) AS late,
    MAX(t.has_foreign) AS has_foreign
FROM together AS t
JOIN dim_customer AS c ON c.account_id = t.account_id
GROUP BY 1, 2

-- stage: monthly
SELECT
    account_id,
    month,
    revenue,
    brought,
    discount_cost,
    return_cost,
    order_cost,
    contact_cost,
    task_cost,
    waiting_cost,
    contact_cost + task_cost + order_cost + waiting_cost AS service_cost,
    contact_cost + task_cost + order_cost + waiting_cost + discount_cost + return_cost AS cost,
    sent_back,
    contacts,
    orders,
    due,
    late,
    has_foreign
FROM summed
