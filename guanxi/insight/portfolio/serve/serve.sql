-- One row per customer: what it brought in the window, what serving it cost, and what is left
-- (handbook, section 3). Reads measure_monthly; the window ends with the month of the day.

-- stage: present
SELECT CAST(EXTRACT(year FROM d) * 12 + EXTRACT(month FROM d) AS INTEGER) AS month
FROM (SELECT CAST($as_of AS DATE) AS d) AS day

-- stage: windowed
SELECT
    m.account_id,
    m.revenue,
    m.brought,
    m.cost,
    m.contact_cost,
    m.task_cost,
    m.order_cost,
    m.discount_cost,
    m.return_cost,
    m.waiting_cost,
    m.contacts,
    m.orders,
    m.has_foreign,
    n.month - m.month AS back
FROM measure_monthly AS m
CROSS JOIN present AS n
WHERE m.month > n.month - $months AND m.month <= n.month

-- stage: summed
SELECT
    account_id,
    CAST(SUM(revenue) AS BIGINT) AS revenue,
    CAST(SUM(brought) AS BIGINT) AS brought,
    CAST(SUM(cost) AS BIGINT) AS cost,
    CAST(SUM(contact_cost + task_cost) AS BIGINT) AS contact_cost,
    CAST(SUM(order_cost) AS BIGINT) AS order_cost,
    CAST(SUM(discount_cost) AS BIGINT) AS discount_cost,
    CAST(SUM(return_cost) AS BIGINT) AS return_cost,
    CAST(SUM(waiting_cost) AS BIGINT) AS waiting_cost,
    CAST(SUM(contacts) AS BIGINT) AS contacts,
    CAST(SUM(orders) AS BIGINT) AS orders,
    MAX(has_foreign) AS has_foreign,
    CONCAT('[', CONCAT_WS(',',
        CAST(SUM(CASE WHEN back = 11 THEN cost ELSE 0 END) AS VARCHAR),
        CAST(SUM(CASE WHEN back = 10 THEN cost ELSE 0 END) AS VARCHAR),
        CAST(SUM(CASE WHEN back = 9 THEN cost ELSE 0 END) AS VARCHAR),
        CAST(SUM(CASE WHEN back = 8 THEN cost ELSE 0 END) AS VARCHAR),
        CAST(SUM(CASE WHEN back = 7 THEN cost ELSE 0 END) AS VARCHAR),
        CAST(SUM(CASE WHEN back = 6 THEN cost ELSE 0 END) AS VARCHAR),
        CAST(SUM(CASE WHEN back = 5 THEN cost ELSE 0 END) AS VARCHAR),
        CAST(SUM(CASE WHEN back = 4 THEN cost ELSE 0 END) AS VARCHAR),
        CAST(SUM(CASE WHEN back = 3 THEN cost ELSE 0 END) AS VARCHAR),
        CAST(SUM(CASE WHEN back = 2 THEN cost ELSE 0 END) AS VARCHAR),
        CAST(SUM(CASE WHEN back = 1 THEN cost ELSE 0 END) AS VARCHAR),
        CAST(SUM(CASE WHEN back = 0 THEN cost ELSE 0 END) AS VARCHAR)
    ), ']') AS by_month
FROM windowed
GROUP BY account_id

-- stage: caused
SELECT
    a.account_id,
    s.revenue,
    s.brought,
    s.cost,
    s.contact_cost,
    s.order_cost,
    s.discount_cost,
    s.return_cost,
    s.waiting_cost,
    s.contacts,
    s.orders,
    s.by_month,
    s.brought - s.cost AS profit,
    CASE
        WHEN s.has_foreign = 1 THEN 'rate'
        WHEN s.account_id IS NULL OR (s.orders = 0 AND s.cost = 0 AND s.revenue = 0) THEN 'nothing'
        WHEN s.revenue = 0 THEN 'courted'
        WHEN s.contacts = 0 THEN 'no_contact'
        ELSE 'known'
    END AS cause
FROM dim_customer AS a
LEFT JOIN summed AS s ON s.account_id = a.account_id

-- stage: serve
SELECT
    account_id,
    CASE
        WHEN cause IN ('nothing', 'rate') THEN 'unknown'
        WHEN cause = 'courted' THEN 'courted'
        WHEN profit < 0 THEN 'loss'
        WHEN profit * 100 < brought * $rich_percent THEN 'thin'
        ELSE 'rich'
    END AS class,
    CASE WHEN cause IN ('nothing', 'rate') THEN NULL ELSE cause END AS cause,
    CASE WHEN cause NOT IN ('nothing', 'rate') THEN brought END AS brought,
    CASE WHEN cause NOT IN ('nothing', 'rate') THEN cost END AS cost,
    CASE WHEN cause NOT IN ('nothing', 'rate') THEN profit END AS profit,
    CASE WHEN cause NOT IN ('nothing', 'rate') THEN revenue END AS revenue,
    -- What contacts cost is not nothing where none is recorded.
    CASE WHEN contacts > 0 OR contact_cost > 0 THEN contact_cost END AS contact_cost,
    order_cost,
    discount_cost,
    return_cost,
    waiting_cost,
    contacts,
    CASE WHEN cause NOT IN ('nothing', 'rate') THEN by_month END AS by_month,
    CASE WHEN cause IN ('nothing', 'rate') THEN cause END AS missing
FROM caused
