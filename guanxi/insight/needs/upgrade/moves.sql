-- One row per product that was sold in the window: its category, what was paid for one, and the
-- margin of one; and one row for each dearer product to which customers moved who had bought it.

-- stage: sold
SELECT
    f.account_id,
    f.product_id,
    p.category,
    f.amount,
    f.cost,
    f.rate,
    f.quantity,
    f.ordered_on
FROM fact_order_line AS f
JOIN dim_product AS p ON p.product_id = f.product_id
WHERE f.is_counted AND NOT f.is_return AND f.quantity > 0 AND f.unit_price > 0
    AND f.ordered_on > $window_start AND f.ordered_on <= $as_of

-- stage: priced
SELECT
    product_id,
    CASE WHEN MAX(category) <> '' THEN MAX(category) END AS category,
    CAST(ROUND(
        CAST(SUM(CASE WHEN rate IS NOT NULL THEN CAST(ROUND(amount * rate, 0) AS BIGINT) END) AS DOUBLE)
        / CAST(SUM(CASE WHEN rate IS NOT NULL THEN quantity END) AS DOUBLE), 0) AS BIGINT) AS price,
    CAST(ROUND(
        CAST(SUM(CASE WHEN cost IS NOT NULL THEN CAST(ROUND((amount - cost) * rate, 0) AS BIGINT) END) AS DOUBLE)
        / CAST(SUM(CASE WHEN cost IS NOT NULL AND rate IS NOT NULL THEN quantity END) AS DOUBLE), 0) AS BIGINT) AS margin
FROM sold
GROUP BY product_id

-- stage: held
SELECT s.account_id, s.product_id, MAX(s.category) AS category, MIN(s.ordered_on) AS first_on
FROM sold AS s
JOIN dim_customer AS c ON c.account_id = s.account_id
WHERE s.category <> ''
GROUP BY s.account_id, s.product_id

-- stage: graded
SELECT h.account_id, h.product_id, h.category, h.first_on, p.price, p.margin
FROM held AS h
JOIN priced AS p ON p.product_id = h.product_id AND p.price IS NOT NULL

-- stage: holders
SELECT product_id, COUNT(*) AS customers
FROM graded
GROUP BY product_id

-- stage: moves
SELECT
    a.product_id AS from_id,
    b.product_id AS to_id,
    MAX(b.margin) - MAX(a.margin) AS more_margin,
    COUNT(*) AS moved
FROM graded AS a
JOIN graded AS b ON b.account_id = a.account_id AND b.category = a.category
JOIN dim_product AS p ON p.product_id = b.product_id AND p.is_active
WHERE b.price * 100 >= a.price * (100 + $dearer) AND b.first_on > a.first_on
    AND COALESCE(b.margin > a.margin, TRUE)
GROUP BY a.product_id, b.product_id
HAVING COUNT(*) >= $least_moves

-- stage: known_moves
SELECT m.from_id, m.to_id, m.more_margin, m.moved, h.customers
FROM moves AS m
JOIN holders AS h ON h.product_id = m.from_id
