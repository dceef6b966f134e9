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
    CAST(CASE WHEN place = 1 THEN 1 ELSE 0 END AS BIGINT) AS w_first,
    CAST(CASE WHEN place = number THEN 1 ELSE 0 END AS BIGINT) AS w_last,
    CAST(1 AS BIGINT) AS w_linear,
    CAST(CASE
        WHEN number <= 2 THEN 1
        WHEN place = 1 OR place = number THEN 2 * (number - 2)
        ELSE 1
    END AS BIGINT) AS w_ends,
    CAST(1 + ROUND(1000 * POWER(CAST(2 AS DOUBLE), -CAST(days AS DOUBLE) / $half_life), 0) AS BIGINT)
        AS w_decay
FROM touches

-- stage: models
SELECT model
FROM (VALUES ('first'), ('last'), ('linear'), ('ends'), ('decay')) AS named (model)

-- stage: shared
SELECT
    w.order_id,
    m.model,
    w.place,
    w.channel,
    w.revenue,
    CASE m.model
        WHEN 'first' THEN w.w_first
        WHEN 'last' THEN w.w_last
        WHEN 'linear' THEN w.w_linear
        WHEN 'ends' THEN w.w_ends
        ELSE w.w_decay
    END AS weight
FROM weighed AS w
CROSS JOIN models AS m

-- stage: added
SELECT
    order_id,
    model,
    place,
    channel,
    revenue,
    weight,
    CAST(SUM(weight) OVER (
        PARTITION BY order_id, model ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS BIGINT) AS reached,
    CAST(SUM(weight) OVER (PARTITION BY order_id, model) AS BIGINT) AS total
FROM shared

-- stage: credits
SELECT
    order_id,
    model,
    place,
    channel,
    (revenue * reached) // total - (revenue * (reached - weight)) // total AS credit
FROM added
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
