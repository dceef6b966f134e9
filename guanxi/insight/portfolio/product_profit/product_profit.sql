-- One row per customer: its class by the margins of the products it buys (handbook, section 3). The
-- margin rate of a product is that of all its sales in the window whose cost is known; products of
-- unknown cost and lines without a product count nowhere.

-- stage: sold
SELECT
    account_id,
    product_id,
    CASE WHEN rate = 1 THEN amount ELSE CAST(ROUND(amount * rate, 0) AS BIGINT) END AS amount,
    CASE WHEN rate = 1 THEN cost ELSE CAST(ROUND(cost * rate, 0) AS BIGINT) END AS cost
FROM fact_order_line
WHERE is_counted AND NOT is_return AND quantity > 0 AND unit_price > 0 AND rate IS NOT NULL
    AND product_id IS NOT NULL AND ordered_on > $window_start AND ordered_on <= $as_of

-- stage: product
SELECT
    product_id,
    CAST(SUM(amount) AS BIGINT) AS amount,
    CAST(SUM(amount - cost) AS BIGINT) AS margin
FROM sold
WHERE cost IS NOT NULL
GROUP BY product_id

-- stage: graded
SELECT
    product_id,
    CASE
        WHEN amount <= 0 THEN 'loss'
        WHEN margin * 100 >= amount * $high_rate THEN 'high'
        WHEN margin * 100 >= amount * $even_rate THEN 'gain'
        WHEN margin * 100 > -amount * $even_rate THEN 'even'
        ELSE 'loss'
    END AS grade
FROM product

-- stage: bought
SELECT
    s.account_id,
    CAST(SUM(s.amount) AS BIGINT) AS amount,
    CAST(SUM(CASE WHEN g.grade IS NOT NULL THEN s.amount ELSE 0 END) AS BIGINT) AS graded,
    CAST(SUM(CASE WHEN g.grade = 'high' THEN s.amount ELSE 0 END) AS BIGINT) AS high,
    CAST(SUM(CASE WHEN g.grade = 'gain' THEN s.amount ELSE 0 END) AS BIGINT) AS gain,
    CAST(SUM(CASE WHEN g.grade = 'even' THEN s.amount ELSE 0 END) AS BIGINT) AS even_out,
    CAST(SUM(CASE WHEN g.grade = 'loss' THEN s.amount ELSE 0 END) AS BIGINT) AS loss
FROM sold AS s
LEFT JOIN graded AS g ON g.product_id = s.product_id
GROUP BY s.account_id

-- stage: shared
SELECT
    a.account_id,
    CASE WHEN b.graded > 0 THEN CAST((200 * b.high + b.graded) // (2 * b.graded) AS INTEGER) END AS high_share,
    CASE WHEN b.graded > 0 THEN CAST((200 * b.gain + b.graded) // (2 * b.graded) AS INTEGER) END AS gain_share,
    CASE WHEN b.graded > 0 THEN CAST((200 * b.even_out + b.graded) // (2 * b.graded) AS INTEGER) END AS even_share,
    CASE WHEN b.graded > 0 THEN CAST((200 * b.loss + b.graded) // (2 * b.graded) AS INTEGER) END AS loss_share,
    CASE
        WHEN b.account_id IS NULL THEN 'purchase'
        WHEN b.graded * 100 < b.amount * $least_known OR b.graded <= 0 THEN 'cost'
    END AS missing
FROM dim_customer AS a
LEFT JOIN bought AS b ON b.account_id = a.account_id

-- stage: product_profit
SELECT
    account_id,
    CASE
        WHEN missing IS NOT NULL THEN 'unknown'
        WHEN loss_share >= $mixed_share AND high_share + gain_share >= $mixed_share THEN 'dangerous'
        WHEN high_share + gain_share < $mixed_share THEN 'release'
        WHEN high_share >= $main_share THEN 'platinum'
        WHEN even_share + loss_share >= $mixed_share THEN 'ordinary'
        ELSE 'silver'
    END AS class,
    CASE WHEN missing IS NULL THEN high_share END AS high_share,
    CASE WHEN missing IS NULL THEN gain_share END AS gain_share,
    CASE WHEN missing IS NULL THEN even_share END AS even_share,
    CASE WHEN missing IS NULL THEN loss_share END AS loss_share,
    missing
FROM shared
