-- One row per customer: its place in the network of customers and by how many people it is known
-- (handbook, section 3). Reads network_place, which the step before has filled.

-- stage: posts
SELECT person_id, account_id
FROM dim_person
WHERE account_id IS NOT NULL AND (left_on IS NULL OR left_on > $as_of)
UNION
SELECT f.person_id, f.account_id
FROM fact_affiliation AS f
JOIN dim_person AS p ON p.person_id = f.person_id
WHERE f.until_on IS NULL OR f.until_on > $as_of

-- stage: person
SELECT person_id, COUNT(*) AS posts
FROM posts
GROUP BY person_id

-- stage: people
SELECT
    o.account_id,
    COUNT(*) AS people,
    CAST(SUM(CASE WHEN p.posts > 1 THEN 1 ELSE 0 END) AS BIGINT) AS shared
FROM posts AS o
JOIN person AS p ON p.person_id = o.person_id
GROUP BY o.account_id

-- stage: placed
SELECT
    a.account_id,
    COALESCE(n.degree, 0) AS degree,
    n.rank_tenths,
    n.between_percent,
    COALESCE(n.circle, 1) AS circle,
    COALESCE(p.people, 0) AS people,
    COALESCE(p.shared, 0) AS shared
FROM dim_customer AS a
LEFT JOIN network_place AS n ON n.account_id = a.account_id
LEFT JOIN people AS p ON p.account_id = a.account_id

-- stage: network
SELECT
    account_id,
    CASE
        WHEN degree = 0 AND people = 0 THEN 'unknown'
        WHEN degree >= $centre_degree AND rank_tenths >= $centre_tenths THEN 'centre'
        WHEN degree > 0 THEN 'linked'
        ELSE 'alone'
    END AS class,
    CASE
        WHEN degree = 0 AND people = 0 THEN 'unknown'
        WHEN people = 0 THEN 'no_person'
        WHEN people = 1 THEN 'single'
        WHEN shared > 0 THEN 'shared'
        ELSE 'several'
    END AS segment,
    CASE
        WHEN degree = 0 AND people = 0 THEN NULL
        WHEN people = 1 AND shared = 1 THEN 'single_shared'
        WHEN people = 1 THEN 'single'
        ELSE 'plain'
    END AS cause,
    degree,
    CASE WHEN rank_tenths IS NOT NULL THEN CAST(rank_tenths AS DOUBLE) / CAST(10 AS DOUBLE) END AS influence,
    between_percent,
    circle,
    people,
    shared,
    CASE WHEN degree = 0 AND people = 0 THEN 'relations' END AS missing
FROM placed
