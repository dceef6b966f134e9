-- One row per rule "baskets with these hold that too": how often, and whether more than by chance.
-- Reads basket_rule, counted before from the order lines.

-- stage: weighed
SELECT
    rule_id,
    body,
    body_items,
    head_id,
    together,
    body_count,
    head_count,
    baskets,
    chance,
    CAST(together AS DOUBLE) / CAST(baskets AS DOUBLE) AS support,
    CAST(together AS DOUBLE) / CAST(body_count AS DOUBLE) AS confidence,
    CAST(together * baskets AS DOUBLE) / CAST(body_count * head_count AS DOUBLE) AS lift
FROM basket_rule

-- stage: baskets
SELECT
    rule_id,
    body,
    body_items,
    head_id,
    together,
    body_count,
    head_count,
    baskets,
    chance,
    support,
    confidence,
    lift,
    CASE
        WHEN chance > CAST($error AS DOUBLE) / 100 OR lift <= 1 THEN 'chance'
        WHEN lift >= $strong THEN 'strong'
        ELSE 'real'
    END AS class
FROM weighed
