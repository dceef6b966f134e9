-- One row per customer: whether it is worth choosing, by its needs against our abilities, its growth,
-- its bargaining position and what it costs to serve (handbook, section 3; Porter).
-- Reads measure_factor.

-- stage: weighed
SELECT
    a.account_id,
    f.fit_score,
    f.growth_score,
    f.ahead_score,
    f.bargaining_score,
    f.cheap_score,
    COALESCE(f.fit_score, 0) * $w_fit
        + COALESCE(f.growth_score, 0) * $w_growth
        + COALESCE(f.ahead_score, 0) * $w_ahead
        + COALESCE(f.bargaining_score, 0) * $w_bargaining
        + COALESCE(f.cheap_score, 0) * $w_cheap AS score_points,
    CASE WHEN f.fit_score IS NULL THEN 0 ELSE $w_fit END
        + CASE WHEN f.growth_score IS NULL THEN 0 ELSE $w_growth END
        + CASE WHEN f.ahead_score IS NULL THEN 0 ELSE $w_ahead END
        + CASE WHEN f.bargaining_score IS NULL THEN 0 ELSE $w_bargaining END
        + CASE WHEN f.cheap_score IS NULL THEN 0 ELSE $w_cheap END AS score_known
FROM dim_customer AS a
LEFT JOIN measure_factor AS f ON f.account_id = a.account_id

-- stage: scored
SELECT
    account_id,
    fit_score,
    growth_score,
    ahead_score,
    bargaining_score,
    cheap_score,
    CASE
        WHEN score_known > 0 AND score_known * 100 >= ($w_fit + $w_growth + $w_ahead + $w_bargaining + $w_cheap) * $least_known
            THEN CAST((2 * score_points + score_known) // (2 * score_known) AS INTEGER)
    END AS score
FROM weighed

-- stage: selection
SELECT
    account_id,
    CASE
        WHEN score IS NULL THEN 'unknown'
        WHEN score >= $high_border THEN 'choose'
        WHEN score >= $low_border THEN 'consider'
        ELSE 'decline'
    END AS class,
    score,
    fit_score,
    growth_score,
    ahead_score,
    bargaining_score,
    cheap_score,
    CASE
        WHEN score IS NULL THEN 'factors'
    END AS missing
FROM scored
