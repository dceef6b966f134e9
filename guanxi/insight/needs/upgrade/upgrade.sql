-- One row per customer: the dearer product of the same category to which customers moved who had
-- bought what this one buys (handbook, section 8: up-selling). Reads upgrade_price and upgrade_move,
-- which tell what a product costs and what customers moved to.

-- stage: bought
SELECT f.account_id, f.product_id, MAX(f.ordered_on) AS last_on
FROM fact_order_line AS f
JOIN dim_customer AS c ON c.account_id = f.account_id
WHERE f.is_counted AND NOT f.is_return AND f.quantity > 0 AND f.unit_price > 0
    AND f.ordered_on > $window_start AND f.ordered_on <= $as_of
GROUP BY f.account_id, f.product_id

-- stage: graded
SELECT
    b.account_id,
    b.product_id,
    b.last_on,
    p.price,
    MAX(p.price) OVER (PARTITION BY b.account_id, p.category) AS dearest
FROM bought AS b
JOIN upgrade_price AS p ON p.product_id = b.product_id
WHERE p.category IS NOT NULL AND p.price IS NOT NULL

-- stage: ready
SELECT
    g.account_id,
    m.from_id,
    m.to_id,
    m.more_margin,
    m.moved,
    m.customers,
    g.last_on,
    ROW_NUMBER() OVER (
        PARTITION BY g.account_id
        ORDER BY CAST(m.moved AS DOUBLE) / CAST(m.customers AS DOUBLE) DESC, m.moved DESC, m.from_id, m.to_id
    ) AS place
FROM graded AS g
JOIN upgrade_move AS m ON m.from_id = g.product_id
WHERE g.price = g.dearest

-- stage: buyers
SELECT account_id, COUNT(*) AS products
FROM graded
GROUP BY account_id

-- stage: own
SELECT b.account_id, r.from_id, r.to_id, r.more_margin, r.moved, r.customers, r.last_on
FROM buyers AS b
LEFT JOIN ready AS r ON r.account_id = b.account_id AND r.place = 1

-- stage: offered
SELECT o.account_id, SUBSTR(f.name, 1, 40) AS present, SUBSTR(t.name, 1, 40) AS product,
    o.more_margin, o.moved, o.customers, o.last_on
FROM own AS o
JOIN dim_product AS f ON f.product_id = o.from_id
JOIN dim_product AS t ON t.product_id = o.to_id AND t.is_active

-- stage: upgrade
SELECT
    a.account_id,
    CASE
        WHEN o.account_id IS NOT NULL THEN 'ready'
        WHEN b.account_id IS NOT NULL THEN 'none'
        ELSE 'unknown'
    END AS class,
    o.present,
    o.product,
    o.more_margin,
    o.moved,
    o.customers,
    o.last_on,
    CASE WHEN o.account_id IS NOT NULL THEN 'ready' ELSE 'none' END AS cause,
    CASE WHEN b.account_id IS NULL THEN 'graded' END AS missing
FROM dim_customer AS a
LEFT JOIN own AS b ON b.account_id = a.account_id
LEFT JOIN offered AS o ON o.account_id = a.account_id
