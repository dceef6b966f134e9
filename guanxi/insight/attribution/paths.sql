-- How customers went from touch to touch: one row per pair of stations, and how often. A path begins
-- with an order or with nothing, and ends with an order or, where no order followed, with none.

-- stage: steps
SELECT account_id, happened_on AS on_day, 0 AS is_order, interaction_id AS key, channel AS station
FROM fact_interaction
WHERE channel NOT IN ('note', 'purchase') AND account_id IS NOT NULL
    AND happened_on > $window_start AND happened_on <= $as_of
UNION ALL
SELECT account_id, ordered_on, 1, order_id, '(order)' FROM counted

-- stage: followed
SELECT
    account_id,
    station,
    is_order,
    LAG(station) OVER w AS before,
    LEAD(station) OVER w AS after
FROM steps
WINDOW w AS (PARTITION BY account_id ORDER BY on_day, is_order, key)

-- stage: paths
SELECT
    CASE WHEN before IS NULL OR before = '(order)' THEN '(start)' ELSE before END AS was,
    station AS now,
    COUNT(*) AS number
FROM followed
GROUP BY 1, 2
UNION ALL
SELECT station, '(none)', COUNT(*)
FROM followed
WHERE is_order = 0 AND after IS NULL
GROUP BY station
