-- How customers went from touch to touch: one row per pair of stations, and how often. A touch counts
-- for so many days, here as in the other models: it lies on the path to the order that follows within
-- them, or else on a path to none, which is told once the days have passed. A path begins with an order
-- or with nothing, or where the touch before counts no longer.

-- stage: steps
SELECT account_id, happened_on AS on_day, 0 AS is_order, interaction_id AS key, channel AS station
FROM fact_interaction
WHERE channel NOT IN ('note', 'purchase') AND account_id IS NOT NULL
    AND happened_on > $window_start - CAST($days AS INTEGER) AND happened_on <= $as_of
UNION ALL
SELECT account_id, ordered_on, 1, order_id, '(order)'
FROM orders
WHERE ordered_on > $window_start - CAST($days AS INTEGER)

-- stage: awaited
SELECT
    account_id,
    on_day,
    is_order,
    key,
    station,
    MIN(CASE WHEN is_order = 1 THEN on_day END) OVER (
        PARTITION BY account_id ORDER BY on_day, is_order, key
        ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
    ) AS order_on
FROM steps

-- stage: told
SELECT
    account_id,
    on_day,
    is_order,
    key,
    station,
    CASE WHEN order_on IS NOT NULL AND DATE_DIFF('day', on_day, order_on) < $days THEN 1 ELSE 0 END AS is_won
FROM awaited
WHERE CASE
    WHEN order_on IS NOT NULL AND DATE_DIFF('day', on_day, order_on) < $days THEN order_on > $window_start
    ELSE on_day > $window_start AND DATE_DIFF('day', on_day, $as_of) >= $days
END

-- stage: followed
SELECT
    station,
    is_order,
    is_won,
    LAG(station) OVER w AS before,
    LAG(is_won) OVER w AS was_won,
    DATE_DIFF('day', LAG(on_day) OVER w, on_day) AS since,
    LEAD(is_won) OVER w AS is_won_next,
    DATE_DIFF('day', on_day, LEAD(on_day) OVER w) AS until
FROM told
WINDOW w AS (PARTITION BY account_id ORDER BY on_day, is_order, key)

-- stage: paths
SELECT
    CASE
        WHEN before IS NULL OR before = '(order)' OR was_won <> is_won OR since >= $days THEN '(start)'
        ELSE before
    END AS was,
    station AS now,
    COUNT(*) AS number
FROM followed
GROUP BY 1, 2
UNION ALL
SELECT station, '(none)', COUNT(*)
FROM followed
WHERE is_won = 0 AND (is_won_next IS NULL OR is_won_next = 1 OR until >= $days)
GROUP BY station
