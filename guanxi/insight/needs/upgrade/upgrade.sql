-- One row per customer: the dearer product of the same category to which customers moved who had
-- bought what this one buys (handbook, section 8: up-selling).

-- stage: bought
SELECT
    f.account_id,
    f.product_id,
    p.category,
    SUBSTR(p.name, 1, 40) AS name,
    p.is_active,
    MIN(f.ordered_on) AS first_on,
    MAX(f.ordered_on) AS last_on
FROM fact_order_line AS f
JOIN dim_customer AS c ON c.account_id = f.account_id
JOIN dim_product AS p ON p.product_id = f.product_id
WHERE f.is_counted AND NOT f.is_return AND f.quantity > 0 AND f.unit_price > 0
    AND p.category <> ''
    AND f.ordered_on > $window_start AND f.ordered_on <= $as_of
GROUP BY f.account_id, f.product_id, p.category, p.name, p.is_active

-- stage: priced
SELECT
    product_id,
    CAST(ROUND(CAST(SUM(CAST(ROUND(amount * rate, 0) AS BIGINT)) AS DOUBLE)
        / CAST(SUM(quantity) AS DOUBLE), 0) AS BIGINT) AS price,
    CAST(ROUND(CAST(SUM(CASE WHEN cost IS NOT NULL THEN CAST(ROUND((amount - cost) * rate, 0) AS BIGINT) END) AS DOUBLE)
        / CAST(SUM(CASE WHEN cost IS NOT NULL THEN quantity END) AS DOUBLE), 0) AS BIGINT) AS margin
FROM fact_order_line
WHERE is_counted AND NOT is_return AND quantity > 0 AND unit_price > 0 AND rate IS NOT NULL
    AND product_id IS NOT NULL
    AND ordered_on > $window_start AND ordered_on <= $as_of
GROUP BY product_id

-- stage: graded
SELECT b.account_id, b.product_id, b.category, b.name, b.is_active, b.first_on, b.last_on,
    p.price, p.margin
FROM bought AS b
JOIN priced AS p ON p.product_id = b.product_id

-- stage: holders
SELECT product_id, COUNT(*) AS customers
FROM graded
GROUP BY product_id

-- stage: moves
SELECT
    a.product_id AS from_id,
    b.product_id AS to_id,
    MAX(b.name) AS to_name,
    MAX(b.margin) - MAX(a.margin) AS more_margin,
    COUNT(*) AS moved
FROM graded AS a
JOIN graded AS b ON b.account_id = a.account_id AND b.category = a.category
WHERE b.price * 100 >= a.price * (100 + $dearer) AND b.first_on > a.first_on AND b.is_active
GROUP BY a.product_id, b.product_id
HAVING COUNT(*) >= $least_moves

-- stage: dearest
SELECT account_id, category, MAX(price) AS price
FROM graded
GROUP BY account_id, category

-- stage: ready
SELECT
    g.account_id,
    g.name AS present,
    m.to_name AS product,
    m.more_margin,
    m.moved,
    h.customers,
    g.last_on,
    ROW_NUMBER() OVER (
        PARTITION BY g.account_id
        ORDER BY CAST(m.moved AS DOUBLE) / CAST(h.customers AS DOUBLE) DESC, m.moved DESC, m.from_id, m.to_id
    ) AS place
FROM graded AS g
JOIN dearest AS d ON d.account_id = g.account_id AND d.category = g.category AND d.price = g.price
JOIN moves AS m ON m.from_id = g.product_id
JOIN holders AS h ON h.product_id = g.product_id

-- stage: offered
SELECT account_id, present, product, more_margin, moved, customers, last_on
FROM ready
WHERE place = 1

-- stage: buyers
SELECT account_id, COUNT(*) AS products
FROM graded
GROUP BY account_id

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
LEFT JOIN buyers AS b ON b.account_id = a.account_id
LEFT JOIN offered AS o ON o.account_id = a.account_id
