-- One row per customer: one score of all factors that the firm weighs, and its class by borders
-- (handbook, section 3: factor combination). Reads measure_factor and measure_credit.

-- stage: weighed
SELECT
    a.account_id,
    f.margin_score,
    f.volume_score,
    f.cheap_score,
    f.loyalty_score,
    f.trust_score,
    COALESCE(k.score, f.credit_score) AS credit_score,
    f.growth_score,
    f.ahead_score,
    COALESCE(f.margin_score, 0) * $w_margin
        + COALESCE(f.volume_score, 0) * $w_volume
        + COALESCE(f.cheap_score, 0) * $w_cheap
        + COALESCE(f.loyalty_score, 0) * $w_loyalty
        + COALESCE(f.trust_score, 0) * $w_trust
        + COALESCE(k.score, f.credit_score, 0) * $w_credit
        + COALESCE(f.growth_score, 0) * $w_growth
        + COALESCE(f.ahead_score, 0) * $w_ahead AS score_points,
    CASE WHEN f.margin_score IS NULL THEN 0 ELSE $w_margin END
        + CASE WHEN f.volume_score IS NULL THEN 0 ELSE $w_volume END
        + CASE WHEN f.cheap_score IS NULL THEN 0 ELSE $w_cheap END
        + CASE WHEN f.loyalty_score IS NULL THEN 0 ELSE $w_loyalty END
        + CASE WHEN f.trust_score IS NULL THEN 0 ELSE $w_trust END
        + CASE WHEN COALESCE(k.score, f.credit_score) IS NULL THEN 0 ELSE $w_credit END
        + CASE WHEN f.growth_score IS NULL THEN 0 ELSE $w_growth END
        + CASE WHEN f.ahead_score IS NULL THEN 0 ELSE $w_ahead END AS score_known
FROM dim_customer AS a
LEFT JOIN measure_factor AS f ON f.account_id = a.account_id
LEFT JOIN measure_credit AS k ON k.account_id = a.account_id

-- stage: scored
SELECT
    account_id,
    margin_score,
    volume_score,
    cheap_score,
    loyalty_score,
    trust_score,
    credit_score,
    growth_score,
    ahead_score,
    CASE
        WHEN score_known > 0 AND score_known * 100 >= ($w_margin + $w_volume + $w_cheap + $w_loyalty + $w_trust + $w_credit + $w_growth + $w_ahead) * $least_known
            THEN CAST((2 * score_points + score_known) // (2 * score_known) AS INTEGER)
    END AS score
FROM weighed

-- stage: combination
SELECT
    account_id,
    CASE
        WHEN score IS NULL THEN 'unknown'
        WHEN score >= $high_border THEN 'first'
        WHEN score >= $low_border THEN 'second'
        ELSE 'third'
    END AS class,
    score,
    margin_score,
    volume_score,
    cheap_score,
    loyalty_score,
    trust_score,
    credit_score,
    growth_score,
    ahead_score,
    CASE
        WHEN score IS NULL THEN 'factors'
    END AS missing
FROM scored
