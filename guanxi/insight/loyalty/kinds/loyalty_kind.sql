-- One row per customer: which of the seven kinds its loyalty is (Griffin; handbook, section 5).
-- What is noted of it decides first, then the share bought on discount, then what it says of us.

-- stage: told
SELECT
    a.account_id,
    l.is_repeating,
    l.is_attached,
    l.days_now,
    l.attitude,
    l.discount_share,
    l.alternatives,
    l.main_reason,
    l.switching_cost,
    CASE
        WHEN l.account_id IS NULL THEN 'not_computed'
        WHEN l.is_repeating IS NULL THEN 'no_purchase'
        WHEN l.is_repeating = 0 AND l.is_attached IS NULL THEN 'no_attitude'
        WHEN l.is_repeating = 0 AND l.is_attached = 1 THEN 'wants_but_does_not'
        WHEN l.is_repeating = 0 THEN 'neither'
        WHEN l.alternatives = 'none' THEN 'no_alternative'
        WHEN l.main_reason <> '' THEN l.main_reason
        WHEN l.discount_share >= $discount_from THEN 'discounts'
        WHEN l.is_attached = 1 THEN 'attached'
        WHEN l.is_attached = 0 THEN 'unattached'
        ELSE 'no_reason'
    END AS cause
FROM dim_customer AS a
LEFT JOIN measure_loyalty AS l ON l.account_id = a.account_id

-- stage: loyalty_kind
SELECT
    account_id,
    days_now,
    attitude,
    discount_share,
    switching_cost,
    cause,
    CASE
        WHEN cause IN ('not_computed', 'no_purchase', 'no_attitude', 'no_reason') THEN 'unknown'
        WHEN cause = 'wants_but_does_not' THEN 'latent'
        WHEN cause = 'neither' THEN 'none'
        WHEN cause IN ('no_alternative', 'no_choice') THEN 'monopoly'
        WHEN cause IN ('habit', 'unattached') THEN 'inertia'
        WHEN cause = 'near' THEN 'convenience'
        WHEN cause IN ('price', 'discounts') THEN 'price'
        WHEN cause = 'rewards' THEN 'incentive'
        ELSE 'premium'
    END AS class,
    CASE
        WHEN cause = 'not_computed' THEN 'loyalty'
        WHEN cause = 'no_purchase' THEN 'purchase'
        WHEN cause = 'no_attitude' THEN 'attitude'
        WHEN cause = 'no_reason' THEN 'reason'
    END AS missing
FROM told
