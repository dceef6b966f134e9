-- One row per order, touch and model: what of the revenue of the order the touch is given, in minor
-- units. Shares are whole numbers, added up from the first touch on and cut at each, so that what is
-- given always adds up to the revenue of the order, to the cent. Orders without a touch are given to
-- nobody (channel '', place 0). Markov's shares are of all orders together and not in here.

-- stage: weighed
SELECT
    order_id,
    revenue,
    channel,
    place,
    number,
    CAST(1 + ROUND(1000 * POWER(CAST(2 AS DOUBLE), -CAST(days AS DOUBLE) / $half_life), 0) AS BIGINT)
        AS weight
FROM touches

-- stage: decayed
SELECT
    order_id,
    revenue,
    channel,
    place,
    number,
    weight,
    CAST(SUM(weight) OVER (
        PARTITION BY order_id ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS BIGINT) AS reached,
    CAST(SUM(weight) OVER (PARTITION BY order_id) AS BIGINT) AS total
FROM weighed

-- stage: shared
SELECT order_id, 'first' AS model, place, channel, revenue,
    CASE WHEN place = 1 THEN 1 ELSE 0 END AS weight, 1 AS reached, 1 AS total
FROM decayed
UNION ALL
SELECT order_id, 'last', place, channel, revenue,
    CASE WHEN place = number THEN 1 ELSE 0 END, CASE WHEN place = number THEN 1 ELSE 0 END, 1
FROM decayed
UNION ALL
SELECT order_id, 'linear', place, channel, revenue, 1, place, number
FROM decayed
UNION ALL
-- The first and the last weigh twice as much as all between them together.
SELECT order_id, 'ends', place, channel, revenue,
    CASE WHEN number <= 2 THEN 1 WHEN place = 1 OR place = number THEN 2 * (number - 2) ELSE 1 END,
    CASE WHEN number <= 2 THEN place WHEN place = number THEN 5 * (number - 2)
        ELSE 2 * (number - 2) + place - 1 END,
    CASE WHEN number <= 2 THEN number ELSE 5 * (number - 2) END
FROM decayed
UNION ALL
SELECT order_id, 'decay', place, channel, revenue, weight, reached, total
FROM decayed

-- stage: models
SELECT model
FROM (VALUES ('first'), ('last'), ('linear'), ('ends'), ('decay')) AS named (model)

-- stage: credits
SELECT
    order_id,
    model,
    place,
    channel,
    (revenue * reached) // total - (revenue * (reached - weight)) // total AS credit
FROM shared
UNION ALL
SELECT o.order_id, m.model, 0 AS place, '' AS channel, o.revenue AS credit
FROM counted AS o
CROSS JOIN models AS m
LEFT JOIN (SELECT DISTINCT order_id FROM touches) AS t ON t.order_id = o.order_id
WHERE t.order_id IS NULL

-- stage: attribution
SELECT
    model,
    channel,
    COUNT(DISTINCT order_id) AS orders,
    COUNT(*) AS touches,
    CAST(SUM(credit) AS BIGINT) AS credit
FROM credits
WHERE credit <> 0 OR model = 'linear'
GROUP BY model, channel
