-- One row per quarter of first purchase and quarter since: customers who bought, revenue and margin.
-- Margin is after returns, each taken off when it came back. Who bought without an exchange rate
-- counts as a customer; its money is not known and not added, and unknown where none is known.
-- A cohort is of all who first bought in the quarter; age 0 is that quarter itself.

-- stage: bought
SELECT
    account_id,
    ordered_on,
    purchase_lines,
    CASE WHEN has_foreign = 0 OR revenue > 0 THEN revenue END AS revenue,
    CASE WHEN has_foreign = 0 OR revenue > 0 OR returned > 0 THEN margin - returned_margin END AS margin,
    YEAR(ordered_on) * 12 + MONTH(ordered_on) - 1 AS month_no
FROM purchase_day
WHERE ordered_on <= $as_of

-- stage: came
SELECT account_id, CAST(MIN(month_no) // $months AS INTEGER) AS cohort
FROM bought
WHERE purchase_lines > 0
GROUP BY account_id

-- stage: cohorts
SELECT
    c.cohort,
    CAST(b.month_no // $months AS INTEGER) - c.cohort AS age,
    COUNT(DISTINCT CASE WHEN b.purchase_lines > 0 THEN b.account_id END) AS customers,
    CAST(SUM(b.revenue) AS BIGINT) AS revenue,
    CAST(SUM(b.margin) AS BIGINT) AS margin
FROM bought AS b
JOIN came AS c ON c.account_id = b.account_id
WHERE CAST(b.month_no // $months AS INTEGER) >= c.cohort
GROUP BY 1, 2
