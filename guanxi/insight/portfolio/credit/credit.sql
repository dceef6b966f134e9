-- One row per customer: its score over the five C of credit, the limit and the term that follow from
-- it, and how much is open and overdue now (handbook, section 3: credit). Character is the money that was paid in
-- time, capacity its place by what it buys, conditions the growth of its industry against the firm's;
-- capital and collateral are in no book. A judgement stands before each, and one of credit as a whole
-- before all of them. Reads measure_monthly, measure_factor and measure_prospects.

-- stage: present
SELECT CAST(EXTRACT(year FROM d) * 12 + EXTRACT(month FROM d) AS INTEGER) AS month
FROM (SELECT CAST($as_of AS DATE) AS d) AS day

-- stage: summed
SELECT
    m.account_id,
    CAST(SUM(CASE WHEN m.month > n.month - 12 THEN m.revenue ELSE 0 END) AS BIGINT) AS revenue,
    CAST(SUM(CASE WHEN m.month > n.month - 12 THEN m.orders ELSE 0 END) AS BIGINT) AS orders,
    CAST(SUM(m.due) AS BIGINT) AS due,
    CAST(SUM(m.late) AS BIGINT) AS late,
    CAST(MAX(CASE WHEN m.month > n.month - 12 THEN m.due - m.late ELSE 0 END) AS BIGINT) AS proven,
    MAX(m.has_foreign) AS has_foreign
FROM measure_monthly AS m
CROSS JOIN present AS n
GROUP BY m.account_id

-- stage: paid
SELECT
    p.order_id,
    CAST(SUM(CASE WHEN p.kind = 'in' THEN p.amount ELSE -p.amount END) AS BIGINT) AS ever,
    CAST(SUM(
        CASE WHEN p.paid_on > $as_of THEN 0 WHEN p.kind = 'in' THEN p.amount ELSE -p.amount END
    ) AS BIGINT) AS by_now
FROM dim_order AS o
JOIN fact_payment AS p ON p.order_id = o.order_id
GROUP BY p.order_id

-- What is paid of an order without a payment that has a day was paid with it. What a return is still
-- owed lessens what is open.
-- stage: owed
SELECT
    o.account_id,
    o.due_on < $as_of AND NOT o.is_return AS is_overdue,
    CASE WHEN o.is_return THEN -1 ELSE 1 END
        * CAST(ROUND(GREATEST(
            o.total_amount - CASE WHEN o.is_return THEN -1 ELSE 1 END * COALESCE(p.by_now, 0)
            - GREATEST(COALESCE(o.paid_amount, 0) - ABS(COALESCE(p.ever, 0)), 0),
            0
        ) * o.rate, 0) AS BIGINT) AS amount
FROM dim_order AS o
LEFT JOIN paid AS p ON p.order_id = o.order_id
WHERE o.is_counted AND o.rate IS NOT NULL AND o.total_amount > 0 AND o.ordered_on <= $as_of

-- stage: open
SELECT
    account_id,
    CAST(GREATEST(SUM(amount), 0) AS BIGINT) AS open_amount,
    CAST(LEAST(
        SUM(CASE WHEN is_overdue THEN amount ELSE 0 END), GREATEST(SUM(amount), 0)
    ) AS BIGINT) AS overdue
FROM owed
GROUP BY account_id

-- stage: judged
SELECT
    j.account_id,
    MAX(CASE WHEN j.factor = 'credit' THEN (j.score - 1) * 25 END) AS credit,
    MAX(CASE WHEN j.factor = 'character' THEN (j.score - 1) * 25 END) AS character_score,
    MAX(CASE WHEN j.factor = 'capacity' THEN (j.score - 1) * 25 END) AS capacity_score,
    MAX(CASE WHEN j.factor = 'capital' THEN (j.score - 1) * 25 END) AS capital_score,
    MAX(CASE WHEN j.factor = 'collateral' THEN (j.score - 1) * 25 END) AS collateral_score,
    MAX(CASE WHEN j.factor = 'conditions' THEN (j.score - 1) * 25 END) AS conditions_score
FROM judgement AS j
GROUP BY j.account_id

-- stage: told
SELECT
    a.account_id,
    j.credit AS judged_score,
    COALESCE(j.character_score, CASE WHEN s.due > 0 THEN 100 * (s.due - s.late) // s.due END) AS character_score,
    COALESCE(j.capacity_score, f.volume_score) AS capacity_score,
    j.capital_score,
    j.collateral_score,
    COALESCE(
        j.conditions_score,
        CASE
            WHEN p.industry_growth IS NOT NULL AND p.firm_growth IS NOT NULL
                THEN LEAST(GREATEST(5 * ((52 + p.industry_growth - p.firm_growth) // 5), 0), 100)
        END
    ) AS conditions_score,
    s.revenue,
    s.orders,
    s.due,
    s.proven,
    COALESCE(s.has_foreign, 0) AS has_foreign,
    COALESCE(o.open_amount, 0) AS open_amount,
    COALESCE(o.overdue, 0) AS overdue
FROM dim_customer AS a
LEFT JOIN summed AS s ON s.account_id = a.account_id
LEFT JOIN measure_factor AS f ON f.account_id = a.account_id
LEFT JOIN measure_prospects AS p ON p.account_id = a.account_id
LEFT JOIN judged AS j ON j.account_id = a.account_id
LEFT JOIN open AS o ON o.account_id = a.account_id

-- stage: weighed
SELECT
    *,
    COALESCE(character_score, 0) * $w_character
        + COALESCE(capacity_score, 0) * $w_capacity
        + COALESCE(capital_score, 0) * $w_capital
        + COALESCE(collateral_score, 0) * $w_collateral
        + COALESCE(conditions_score, 0) * $w_conditions AS points,
    CASE WHEN character_score IS NULL THEN 0 ELSE $w_character END
        + CASE WHEN capacity_score IS NULL THEN 0 ELSE $w_capacity END
        + CASE WHEN capital_score IS NULL THEN 0 ELSE $w_capital END
        + CASE WHEN collateral_score IS NULL THEN 0 ELSE $w_collateral END
        + CASE WHEN conditions_score IS NULL THEN 0 ELSE $w_conditions END AS known
FROM told

-- stage: scored
SELECT
    *,
    CASE
        WHEN has_foreign = 1 THEN NULL
        WHEN judged_score IS NOT NULL THEN judged_score
        WHEN known > 0 AND known * 100
            >= ($w_character + $w_capacity + $w_capital + $w_collateral + $w_conditions) * $least_known
            THEN CAST((2 * points + known) // (2 * known) AS INTEGER)
    END AS score
FROM weighed

-- stage: graded
SELECT
    *,
    CASE
        WHEN score IS NULL THEN 'unknown'
        WHEN score >= $sound_from THEN 'sound'
        WHEN score >= $fair_from THEN 'fair'
        WHEN score >= $weak_from THEN 'weak'
        ELSE 'poor'
    END AS class
FROM scored

-- Who buys a few times a year and pays must be able to take one order at all; and what somebody owed
-- for one month and paid in time can be owed again.
-- stage: allowed
SELECT
    *,
    CASE class WHEN 'sound' THEN $sound_days WHEN 'fair' THEN $fair_days WHEN 'weak' THEN $weak_days
        WHEN 'poor' THEN 0 END AS term,
    CASE
        WHEN class = 'poor' THEN 0
        WHEN class = 'unknown' OR COALESCE(revenue, 0) <= 0 THEN NULL
        WHEN class = 'weak' THEN revenue * $weak_months // 12
        ELSE GREATEST(
            revenue * CASE class WHEN 'sound' THEN $sound_months ELSE $fair_months END // 12,
            CASE WHEN orders > 0 THEN revenue // orders ELSE 0 END,
            COALESCE(proven, 0)
        )
    END AS full_limit
FROM graded

-- Cut to two digits: a limit that pretends to more is read by nobody.
-- stage: limited
SELECT
    *,
    CASE
        WHEN full_limit < 100 THEN full_limit
        ELSE full_limit // CAST(POWER(10, FLOOR(LOG10(full_limit)) - 1) AS BIGINT)
            * CAST(POWER(10, FLOOR(LOG10(full_limit)) - 1) AS BIGINT)
    END AS credit_limit
FROM allowed

-- stage: credit
SELECT
    account_id,
    class,
    CASE
        WHEN class = 'unknown' OR credit_limit IS NULL THEN 'unknown'
        WHEN open_amount > credit_limit THEN 'over'
        ELSE 'within'
    END AS segment,
    CASE
        WHEN class = 'unknown' THEN NULL
        WHEN class = 'poor' THEN 'prepay'
        WHEN credit_limit IS NULL THEN 'no_limit'
        WHEN open_amount > credit_limit AND overdue > 0 THEN 'over_late'
        WHEN open_amount > credit_limit THEN 'over'
        WHEN overdue > 0 THEN 'within_late'
        ELSE 'within'
    END AS cause,
    score,
    judged_score,
    character_score,
    capacity_score,
    capital_score,
    collateral_score,
    conditions_score,
    credit_limit,
    term,
    CASE WHEN class <> 'unknown' THEN open_amount END AS open_amount,
    CASE WHEN class <> 'unknown' THEN overdue END AS overdue,
    CASE
        WHEN class <> 'unknown' THEN NULL
        WHEN has_foreign = 1 THEN 'rate'
        WHEN COALESCE(due, 0) = 0 THEN 'due'
        ELSE 'factors'
    END AS missing
FROM limited
