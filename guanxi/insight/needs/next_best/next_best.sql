-- One row per customer: the product it will most likely buy next, and the likeliest of those that
-- are new to it, each with the margin of a usual purchase. Reads next_offer, and next_version, one row that names the model.

-- stage: sold
SELECT
    product_id,
    CAST(ROUND(
        CAST(SUM(CASE
            WHEN cost IS NULL THEN NULL
            WHEN rate = 1 THEN amount - cost
            ELSE CAST(ROUND((amount - cost) * rate, 0) AS BIGINT)
        END) AS DOUBLE)
        / CAST(SUM(CASE WHEN cost IS NOT NULL THEN 1 ELSE 0 END) AS DOUBLE), 0) AS BIGINT) AS margin
FROM fact_order_line
WHERE is_counted AND NOT is_return AND quantity > 0 AND unit_price > 0 AND rate IS NOT NULL
    AND product_id IS NOT NULL
    AND ordered_on > $window_start AND ordered_on <= $as_of
GROUP BY product_id

-- stage: named
SELECT p.product_id, SUBSTR(p.name, 1, 40) AS name, s.margin
FROM dim_product AS p
LEFT JOIN sold AS s ON s.product_id = p.product_id

-- stage: next_best
SELECT
    a.account_id,
    CASE WHEN n.name IS NULL THEN 'unknown' WHEN o.is_new THEN 'new' ELSE 'again' END AS class,
    n.name AS product,
    CASE
        WHEN n.name IS NULL THEN 'unknown'
        WHEN o.is_new AND b.name IS NOT NULL THEN 'together'
        WHEN o.is_new THEN 'selling'
        WHEN o.bought_days >= 3 THEN 'regular'
        ELSE 'before'
    END AS why,
    n.margin,
    o.bought_days,
    o.last_on,
    w.name AS new_product,
    w.margin AS new_margin,
    b.name AS because,
    CAST(ROUND(
        CAST(o.together * o.customers AS DOUBLE)
        / CAST(o.because_holders * o.new_holders AS DOUBLE) * 10, 0) AS BIGINT) / 10 AS lift,
    CASE
        WHEN o.is_new AND b.name IS NULL THEN 'new_selling'
        WHEN o.is_new THEN 'new'
        WHEN w.name IS NULL THEN 'alone'
        WHEN b.name IS NULL THEN 'selling'
        ELSE 'again'
    END AS cause,
    CASE WHEN n.name IS NOT NULL THEN v.model END AS model,
    CASE WHEN n.name IS NULL THEN 'purchase_in_window' END AS missing
FROM dim_customer AS a
CROSS JOIN next_version AS v
LEFT JOIN next_offer AS o ON o.account_id = a.account_id
LEFT JOIN named AS n ON n.product_id = o.next_id
LEFT JOIN named AS w ON w.product_id = o.new_id
LEFT JOIN named AS b ON b.product_id = o.because_id
