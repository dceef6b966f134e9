-- One row per segment and span at which a relationship ended: the share of customers that lasts
-- longer, with its 95 % interval (Kaplan and Meier 1958; variance by Greenwood 1926, interval on
-- the log-log scale, which stays between 0 and 1). Reads survival_span: segment, span, has_ended.

-- stage: counted
SELECT
    segment,
    span,
    COUNT(*) AS leaving,
    CAST(SUM(CASE WHEN has_ended THEN 1 ELSE 0 END) AS BIGINT) AS ended
FROM survival_span
GROUP BY segment, span

-- stage: exposed
SELECT
    segment,
    span,
    ended,
    CAST(SUM(leaving) OVER (
        PARTITION BY segment ORDER BY span DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS BIGINT) AS at_risk
FROM counted

-- stage: stepped
SELECT
    segment,
    span,
    ended,
    at_risk,
    MAX(CASE WHEN ended = at_risk THEN 1 ELSE 0 END) OVER (
        PARTITION BY segment ORDER BY span ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS is_over,
    SUM(CASE WHEN ended < at_risk THEN LN(1 - CAST(ended AS DOUBLE) / at_risk) ELSE 0 END) OVER (
        PARTITION BY segment ORDER BY span ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS log_share,
    SUM(
        CASE
            WHEN ended < at_risk
                THEN CAST(ended AS DOUBLE) / (CAST(at_risk AS DOUBLE) * (at_risk - ended))
            ELSE 0
        END
    ) OVER (
        PARTITION BY segment ORDER BY span ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS doubt
FROM exposed

-- stage: survival
SELECT
    segment,
    span,
    at_risk,
    ended,
    CASE WHEN is_over = 1 THEN 0 ELSE EXP(log_share) END AS share,
    CASE
        WHEN is_over = 1 THEN 0
        WHEN log_share = 0 THEN 1
        ELSE EXP(log_share * EXP(CAST(1.959964 AS DOUBLE) * SQRT(doubt) / -log_share))
    END AS low,
    CASE
        WHEN is_over = 1 THEN 0
        WHEN log_share = 0 THEN 1
        ELSE EXP(log_share * EXP(CAST(-1.959964 AS DOUBLE) * SQRT(doubt) / -log_share))
    END AS high
FROM stepped
WHERE ended > 0
