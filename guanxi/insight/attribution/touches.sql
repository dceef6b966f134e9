-- Touches of orders: contacts by channel within so many days up to the day of an order, since the
-- order before. Notes and purchases are no touches: the first is ours alone, the second the outcome.

-- stage: bought
SELECT
    order_id,
    account_id,
    ordered_on,
    CAST(SUM(
        CASE WHEN rate = 1 THEN amount ELSE CAST(ROUND(amount * rate, 0) AS BIGINT) END
    ) AS BIGINT) AS revenue
FROM fact_order_line
WHERE is_counted AND NOT is_return AND quantity > 0 AND unit_price > 0 AND rate IS NOT NULL
    AND account_id IS NOT NULL AND ordered_on <= $as_of
GROUP BY order_id, account_id, ordered_on

-- stage: orders
SELECT
    order_id,
    account_id,
    ordered_on,
    revenue,
    LAG(ordered_on) OVER (PARTITION BY account_id ORDER BY ordered_on, order_id) AS before_on
FROM bought
WHERE revenue > 0

-- stage: counted
SELECT order_id, account_id, ordered_on, revenue, before_on
FROM orders
WHERE ordered_on > $window_start

-- stage: touches
SELECT
    o.account_id,
    o.order_id,
    o.revenue,
    t.channel,
    DATE_DIFF('day', t.happened_on, o.ordered_on) AS days,
    ROW_NUMBER() OVER (
        PARTITION BY o.order_id ORDER BY t.happened_on, t.interaction_id
    ) AS place,
    COUNT(*) OVER (PARTITION BY o.order_id) AS number
FROM counted AS o
JOIN fact_interaction AS t ON t.account_id = o.account_id
    AND t.happened_on <= o.ordered_on
    AND t.happened_on > o.ordered_on - CAST($days AS INTEGER)
    AND (o.before_on IS NULL OR t.happened_on > o.before_on)
WHERE t.channel NOT IN ('note', 'purchase')
