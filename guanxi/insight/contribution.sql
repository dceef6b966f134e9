-- One row per customer who bought in the window: what it contributed, in minor units.
-- Margin where the cost of a line is known, its revenue where it is not (handbook, section 3).

-- stage: contributed
SELECT
    account_id,
    CAST(SUM(
        CASE WHEN $contribution = 'revenue' THEN revenue ELSE margin END
        - CASE
            WHEN $returns <> 'deducted' THEN 0
            WHEN $contribution = 'revenue' THEN returned
            ELSE returned_margin
        END
    ) AS BIGINT) AS contribution,
    CAST(SUM(revenue) AS BIGINT) AS revenue,
    CAST(SUM(costed_revenue) AS BIGINT) AS costed_revenue,
    MAX(has_foreign) AS has_foreign
FROM purchase_day
WHERE ordered_on > $window_start AND ordered_on <= $as_of
GROUP BY account_id
HAVING SUM(purchase_lines) > 0

-- stage: ranked
SELECT
    account_id,
    contribution,
    revenue,
    costed_revenue,
    ROW_NUMBER() OVER (ORDER BY contribution DESC, account_id) AS place,
    COUNT(*) OVER () AS customers,
    MIN(contribution) OVER () = MAX(contribution) OVER () AS is_alike,
    CAST(SUM(contribution) OVER (
        ORDER BY contribution DESC, account_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS BIGINT) AS cumulative,
    CAST(SUM(contribution) OVER () AS BIGINT) AS total
FROM contributed
WHERE has_foreign = 0
