-- One row per customer: how attractive it is to us by how strong we are with it, as it sees us
-- (handbook, section 3; Cheverton). Facts where there are any, judgements of sellers where there are
-- none. Reads measure_factor.

-- stage: weighed
SELECT
    a.account_id,
    f.volume_score,
    f.margin_score,
    f.growth_score,
    f.ahead_score,
    f.trust_score,
    f.strategy_score,
    f.depth_score,
    f.loyalty_score,
    f.price_score,
    f.quality_score,
    f.service_score,
    COALESCE(f.volume_score, 0) * $w_volume
        + COALESCE(f.margin_score, 0) * $w_margin
        + COALESCE(f.growth_score, 0) * $w_growth
        + COALESCE(f.ahead_score, 0) * $w_ahead
        + COALESCE(f.trust_score, 0) * $w_trust
        + COALESCE(f.strategy_score, 0) * $w_strategy AS attraction_points,
    CASE WHEN f.volume_score IS NULL THEN 0 ELSE $w_volume END
        + CASE WHEN f.margin_score IS NULL THEN 0 ELSE $w_margin END
        + CASE WHEN f.growth_score IS NULL THEN 0 ELSE $w_growth END
        + CASE WHEN f.ahead_score IS NULL THEN 0 ELSE $w_ahead END
        + CASE WHEN f.trust_score IS NULL THEN 0 ELSE $w_trust END
        + CASE WHEN f.strategy_score IS NULL THEN 0 ELSE $w_strategy END AS attraction_known,
    COALESCE(f.depth_score, 0) * $w_depth
        + COALESCE(f.loyalty_score, 0) * $w_loyalty
        + COALESCE(f.price_score, 0) * $w_price
        + COALESCE(f.quality_score, 0) * $w_quality
        + COALESCE(f.service_score, 0) * $w_service AS strength_points,
    CASE WHEN f.depth_score IS NULL THEN 0 ELSE $w_depth END
        + CASE WHEN f.loyalty_score IS NULL THEN 0 ELSE $w_loyalty END
        + CASE WHEN f.price_score IS NULL THEN 0 ELSE $w_price END
        + CASE WHEN f.quality_score IS NULL THEN 0 ELSE $w_quality END
        + CASE WHEN f.service_score IS NULL THEN 0 ELSE $w_service END AS strength_known
FROM dim_customer AS a
LEFT JOIN measure_factor AS f ON f.account_id = a.account_id

-- stage: scored
SELECT
    account_id,
    volume_score,
    margin_score,
    growth_score,
    ahead_score,
    trust_score,
    strategy_score,
    depth_score,
    loyalty_score,
    price_score,
    quality_score,
    service_score,
    CASE
        WHEN attraction_known > 0 AND attraction_known * 100 >= ($w_volume + $w_margin + $w_growth + $w_ahead + $w_trust + $w_strategy) * $least_known
            THEN CAST((2 * attraction_points + attraction_known) // (2 * attraction_known) AS INTEGER)
    END AS attraction,
    CASE
        WHEN strength_known > 0 AND strength_known * 100 >= ($w_depth + $w_loyalty + $w_price + $w_quality + $w_service) * $least_known
            THEN CAST((2 * strength_points + strength_known) // (2 * strength_known) AS INTEGER)
    END AS strength
FROM weighed

-- stage: key_account
SELECT
    account_id,
    CASE
        WHEN attraction IS NULL OR strength IS NULL THEN 'unknown'
        WHEN attraction >= $attraction_border AND strength >= $strength_border THEN 'key'
        WHEN attraction >= $attraction_border THEN 'develop'
        WHEN strength >= $strength_border THEN 'maintain'
        ELSE 'chance'
    END AS class,
    attraction,
    strength,
    volume_score,
    margin_score,
    growth_score,
    ahead_score,
    trust_score,
    strategy_score,
    depth_score,
    loyalty_score,
    price_score,
    quality_score,
    service_score,
    CASE
        WHEN attraction IS NULL THEN 'attraction'
        WHEN strength IS NULL THEN 'strength'
    END AS missing
FROM scored
