-- One row per series and month ahead: what is foretold of the firm, each category and each product,
-- with the range in which it should lie and the errors of the method on the past of the series.
-- Reads forecast_ahead, which the step fills.

-- stage: forecast
SELECT
    by_what,
    member,
    month,
    foretold,
    low,
    high,
    method,
    mase,
    mase_naive,
    wape,
    wape_naive
FROM forecast_ahead
WHERE month <= $as_of + 31 * CAST($months AS INTEGER)
