-- One row per customer: what it does (purchases against the firm's usual, share of its need,
-- discounts, prices, returns, referrals) and what it says of us, and the class of Dick & Basu that
-- follows from the two (handbook, section 5). Gaps are squared and summed as whole days, so that
-- every engine agrees: regularity = (sum of gaps)² ÷ (their number × sum of squares), which is 100
-- for a customer who never varies and 50 for one who comes by pure chance.

-- stage: bought
SELECT
    account_id,
    ordered_on,
    DATE_DIFF('day', LAG(ordered_on) OVER (PARTITION BY account_id ORDER BY ordered_on), ordered_on)
        AS gap
FROM purchase_day
WHERE purchase_lines > 0 AND ordered_on <= $as_of

-- stage: patronage
SELECT
    account_id,
    COUNT(*) AS days,
    MIN(ordered_on) AS first_on,
    MAX(ordered_on) AS last_on,
    CAST(SUM(CASE WHEN ordered_on > $window_start THEN 1 ELSE 0 END) AS BIGINT) AS days_now,
    COUNT(gap) AS gaps,
    CAST(SUM(gap) AS BIGINT) AS span,
    CAST(SUM(gap * gap) AS BIGINT) AS squares
FROM bought
GROUP BY account_id

-- What comes back mostly does so on a day without a purchase.
-- stage: earned
SELECT
    account_id,
    CAST(SUM(margin - returned_margin) AS BIGINT) AS contribution,
    CAST(GREATEST(SUM(
        CASE WHEN DATE_DIFF('day', ordered_on, $as_of) < 365 THEN revenue - returned ELSE 0 END
    ), 0) AS BIGINT) AS year_revenue,
    MAX(has_foreign) AS has_foreign
FROM purchase_day
WHERE ordered_on <= $as_of
GROUP BY account_id

-- stage: took_back
SELECT
    r.account_id,
    COUNT(*) AS faults,
    CAST(SUM(CASE WHEN r.ordered_on < p.last_on THEN 1 ELSE 0 END) AS BIGINT) AS forgiven
FROM purchase_day AS r
JOIN patronage AS p ON p.account_id = r.account_id
WHERE r.returned > 0 AND r.ordered_on <= $as_of
GROUP BY r.account_id

-- stage: priced
SELECT
    account_id,
    product_id,
    CAST(SUM(CASE WHEN discount > 0 THEN amount ELSE 0 END) AS BIGINT) AS discounted,
    CAST(SUM(amount) AS BIGINT) AS amount,
    COUNT(*) AS n,
    CAST(SUM(price) AS BIGINT) AS prices,
    CAST(SUM(quantity) AS BIGINT) AS quantities,
    CAST(SUM(price * price) AS BIGINT) AS squares,
    CAST(SUM(price * quantity) AS BIGINT) AS products
FROM (
    SELECT
        account_id,
        product_id,
        discount,
        CAST(ROUND(amount * CAST(rate AS DOUBLE), 0) AS BIGINT) AS amount,
        CAST(ROUND(LN(CAST(quantity AS DOUBLE)) * 1000, 0) AS BIGINT) AS quantity,
        CAST(ROUND(
            LN(CAST(amount AS DOUBLE) * CAST(rate AS DOUBLE) / CAST(quantity AS DOUBLE)) * 1000, 0
        ) AS BIGINT) AS price
    FROM fact_order_line
    WHERE is_counted AND NOT is_return AND account_id IS NOT NULL
        AND quantity > 0 AND amount > 0 AND rate IS NOT NULL AND ordered_on <= $as_of
) AS lines
GROUP BY account_id, product_id

-- stage: sensitivity
SELECT
    account_id,
    CAST(ROUND(100 * CAST(SUM(discounted) AS DOUBLE) / CAST(SUM(amount) AS DOUBLE), 0) AS INTEGER)
        AS discount_share,
    CAST(SUM(CASE WHEN n > 1 AND product_id IS NOT NULL THEN n ELSE 0 END) AS BIGINT) AS compared,
    SUM(CASE WHEN n > 1 AND product_id IS NOT NULL THEN
        CAST(n * squares - prices * prices AS DOUBLE) / n ELSE 0 END) AS spread,
    SUM(CASE WHEN n > 1 AND product_id IS NOT NULL THEN
        CAST(n * products - prices * quantities AS DOUBLE) / n ELSE 0 END) AS together
FROM priced
GROUP BY account_id

-- stage: first_met
SELECT i.account_id, MIN(i.happened_on) AS met_on
FROM fact_interaction AS i
WHERE i.happened_on <= $as_of
GROUP BY i.account_id

-- stage: own
SELECT
    a.account_id,
    p.days,
    p.days_now,
    p.first_on,
    p.last_on,
    e.contribution,
    e.year_revenue,
    e.has_foreign,
    p.gaps,
    p.span,
    p.squares,
    s.discount_share,
    s.compared,
    s.spread,
    s.together,
    f.met_on,
    t.faults,
    t.forgiven
FROM dim_customer AS a
LEFT JOIN patronage AS p ON p.account_id = a.account_id
LEFT JOIN earned AS e ON e.account_id = p.account_id
LEFT JOIN sensitivity AS s ON s.account_id = a.account_id
LEFT JOIN first_met AS f ON f.account_id = a.account_id
LEFT JOIN took_back AS t ON t.account_id = a.account_id

-- stage: recommended
SELECT account_id, COUNT(*) AS referrals
FROM referring
GROUP BY account_id

-- stage: said
SELECT
    account_id,
    firm,
    CASE WHEN kind = 'index' THEN 'satisfaction' ELSE kind END AS kind,
    CAST(ROUND(CAST(SUM(points) AS DOUBLE) / COUNT(*) / 100, 0) AS INTEGER) AS score
FROM fact_score
WHERE account_id IS NOT NULL AND answered_on > $answers_since AND answered_on <= $as_of
    AND (kind IN ('attitude', 'nps', 'satisfaction') OR (kind = 'index' AND item LIKE 'CUSA%'))
GROUP BY 1, 2, 3

-- stage: attitudes
SELECT
    account_id,
    MAX(CASE WHEN firm = '' AND kind = 'attitude' THEN score END) AS attitude,
    MAX(CASE WHEN firm <> '' AND kind = 'attitude' THEN score END) AS rival,
    MAX(CASE WHEN firm = '' AND kind = 'nps' THEN score END) AS recommends,
    MAX(CASE WHEN firm = '' AND kind = 'satisfaction' THEN score END) AS satisfaction
FROM said
GROUP BY account_id

-- stage: noted
SELECT account_id, yearly_need, alternatives, main_reason, switching_cost
FROM (
    SELECT
        account_id,
        yearly_need,
        alternatives,
        main_reason,
        CASE WHEN money = '' AND time = '' AND learning = '' AND relations = '' AND contract = ''
            THEN NULL
            ELSE CAST(ROUND(100.0 * (
                CASE money WHEN 'high' THEN 3 WHEN 'medium' THEN 2 WHEN 'low' THEN 1 ELSE 0 END
                + CASE time WHEN 'high' THEN 3 WHEN 'medium' THEN 2 WHEN 'low' THEN 1 ELSE 0 END
                + CASE learning WHEN 'high' THEN 3 WHEN 'medium' THEN 2 WHEN 'low' THEN 1 ELSE 0 END
                + CASE relations WHEN 'high' THEN 3 WHEN 'medium' THEN 2 WHEN 'low' THEN 1 ELSE 0 END
                + CASE contract WHEN 'high' THEN 3 WHEN 'medium' THEN 2 WHEN 'low' THEN 1 ELSE 0 END
            ) / (3 * (
                CASE WHEN money = '' THEN 0 ELSE 1 END + CASE WHEN time = '' THEN 0 ELSE 1 END
                + CASE WHEN learning = '' THEN 0 ELSE 1 END
                + CASE WHEN relations = '' THEN 0 ELSE 1 END
                + CASE WHEN contract = '' THEN 0 ELSE 1 END
            )), 0) AS INTEGER)
        END AS switching_cost,
        ROW_NUMBER() OVER (PARTITION BY account_id ORDER BY noted_on DESC, note_id DESC) AS place
    FROM fact_switching_note
    WHERE noted_on <= $as_of
) AS notes
WHERE place = 1

-- stage: frequencies
SELECT days_now, COUNT(*) AS customers
FROM own
WHERE days_now > 0
GROUP BY days_now

-- stage: border
SELECT GREATEST(COALESCE(MIN(days_now), $least_repeats), $least_repeats) AS repeat_from
FROM (
    SELECT
        days_now,
        SUM(customers) OVER (ORDER BY days_now ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
            AS up_to,
        SUM(customers) OVER () AS customers
    FROM frequencies
) AS counted
WHERE up_to * 100 >= customers * $repeat_percentile

-- stage: known
SELECT
    p.account_id,
    p.days,
    p.days_now,
    p.first_on,
    p.last_on,
    CAST(DATE_DIFF('day', p.first_on, p.last_on) AS INTEGER) AS tenure_days,
    CASE WHEN p.has_foreign = 0 THEN p.contribution END AS contribution,
    CASE WHEN p.gaps >= 2 AND p.squares > 0 THEN CAST(ROUND(
        100 * CAST(p.span AS DOUBLE) * CAST(p.span AS DOUBLE)
        / (CAST(p.gaps AS DOUBLE) * CAST(p.squares AS DOUBLE)), 0
    ) AS INTEGER) END AS regularity,
    CASE WHEN p.has_foreign = 0 AND n.yearly_need > 0 THEN CAST(LEAST(ROUND(
        100 * CAST(p.year_revenue AS DOUBLE) / CAST(n.yearly_need AS DOUBLE), 0
    ), 999) AS INTEGER) END AS wallet_share,
    p.discount_share,
    CASE WHEN p.compared >= $least_prices AND p.spread > 400.0 * p.compared
        THEN ROUND(p.together / p.spread, 1) END AS price_reaction,
    CASE WHEN p.met_on <= p.first_on
        THEN CAST(DATE_DIFF('day', p.met_on, p.first_on) AS INTEGER) END AS choosing_days,
    p.faults,
    p.forgiven,
    CASE WHEN p.days IS NOT NULL OR r.referrals > 0 THEN COALESCE(r.referrals, 0) END AS referrals,
    COALESCE(s2.attitude, s2.recommends) AS attitude,
    CASE WHEN s2.attitude IS NOT NULL THEN s2.rival END AS rival,
    s2.recommends,
    s2.satisfaction,
    n.alternatives,
    n.main_reason,
    n.switching_cost,
    b.repeat_from
FROM own AS p
CROSS JOIN border AS b
LEFT JOIN recommended AS r ON r.account_id = p.account_id
LEFT JOIN attitudes AS s2 ON s2.account_id = p.account_id
LEFT JOIN noted AS n ON n.account_id = p.account_id

-- stage: judged
SELECT
    *,
    CASE
        WHEN days IS NULL THEN NULL
        WHEN wallet_share IS NOT NULL THEN CASE WHEN wallet_share >= $wallet_percent THEN 1 ELSE 0 END
        WHEN days_now >= repeat_from THEN 1
        ELSE 0
    END AS is_repeating,
    CASE
        WHEN attitude IS NULL THEN NULL
        WHEN rival IS NOT NULL THEN CASE WHEN attitude > rival THEN 1 ELSE 0 END
        WHEN attitude >= $attitude_from THEN 1
        ELSE 0
    END AS is_attached
FROM known

-- stage: loyalty
SELECT
    *,
    CASE
        WHEN is_repeating IS NULL OR is_attached IS NULL THEN 'unknown'
        WHEN is_attached = 1 AND is_repeating = 1 THEN 'true'
        WHEN is_attached = 1 THEN 'latent'
        WHEN is_repeating = 1 THEN 'spurious'
        ELSE 'none'
    END AS class,
    CASE
        WHEN wallet_share IS NOT NULL AND rival IS NOT NULL THEN 'share_rival'
        WHEN wallet_share IS NOT NULL THEN 'share_alone'
        WHEN rival IS NOT NULL THEN 'days_rival'
        ELSE 'days_alone'
    END AS cause,
    CASE
        WHEN is_repeating IS NULL THEN 'purchase'
        WHEN is_attached IS NULL THEN 'attitude'
    END AS missing
FROM judged
