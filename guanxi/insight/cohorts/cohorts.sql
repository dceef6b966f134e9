-- One row per quarter of first purchase and quarter since: customers who bought, revenue and margin.
-- Who bought without an exchange rate counts as a customer; its money is not known and not added.
-- A cohort is of all who first bought in the quarter; age 0 is that quarter itself.

-- stage: bought
SELECT
    account_id,
    ordered_on,
    revenue,
    margin - returned_margin AS margin,
    YEAR(ordered_on) * 12 + MONTH(ordered_on) - 1 AS month_no
FROM purchase_day
WHERE purchase_lines > 0 AND ordered_on <= $as_of

-- stage: came
SELECT account_id, CAST(MIN(month_no) // $months AS INTEGER) AS cohort
FROM bought
GROUP BY account_id

-- stage: cohorts
SELECT
    c.cohort,
    CAST(b.month_no // $months AS INTEGER) - c.cohort AS age,
    COUNT(DISTINCT b.account_id) AS customers,
    CAST(SUM(b.revenue) AS BIGINT) AS revenue,
    CAST(SUM(b.margin) AS BIGINT) AS margin
FROM bought AS b
JOIN came AS c ON c.account_id = b.account_id
GROUP BY 1, 2
