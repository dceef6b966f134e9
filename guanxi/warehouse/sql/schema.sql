-- The star. Keys are those of the operational tables; money is integer minor units (分). No table
-- holds the name, number, address or words of a customer: what a screen calls one, it asks the books.

-- One row per team.
CREATE TABLE dim_team (team_id BIGINT, name VARCHAR, parent_id BIGINT, lead_id BIGINT);

-- One row per member of staff.
CREATE TABLE dim_staff (staff_id BIGINT, team_id BIGINT, is_active BOOLEAN);

-- One row per live customer, as it is now.
CREATE TABLE dim_customer (
    account_id BIGINT, kind VARCHAR, role VARCHAR, tier VARCHAR, relation_type VARCHAR,
    bond_level VARCHAR, attention VARCHAR, industry VARCHAR, size VARCHAR, country VARCHAR,
    province VARCHAR, city VARCHAR, source VARCHAR, referrer_id BIGINT, parent_id BIGINT,
    owner_id BIGINT, team_id BIGINT, created_on DATE
);

-- One row per live person, as it is now.
CREATE TABLE dim_person (
    person_id BIGINT, account_id BIGINT, role VARCHAR, owner_id BIGINT, team_id BIGINT,
    created_on DATE, left_on DATE
);

-- One row per product, as it is now.
CREATE TABLE dim_product (
    product_id BIGINT, code VARCHAR, name VARCHAR, category VARCHAR, list_price BIGINT,
    cost BIGINT, currency VARCHAR, is_active BOOLEAN
);

-- One row per customer, measure and span of days in which the class held; open spans end in NULL.
CREATE TABLE dim_customer_class (
    account_id BIGINT, measure VARCHAR, class VARCHAR, valid_from DATE, valid_to DATE
);

-- One row per customer and span of days in which all of this held; open spans end in NULL.
CREATE TABLE dim_customer_history (
    account_id BIGINT, kind VARCHAR, role VARCHAR, tier VARCHAR, industry VARCHAR,
    province VARCHAR, city VARCHAR, source VARCHAR, parent_id BIGINT, owner_id BIGINT,
    team_id BIGINT, valid_from DATE, valid_to DATE
);

-- One row per product and span of days in which all of this held; open spans end in NULL.
CREATE TABLE dim_product_history (
    product_id BIGINT, category VARCHAR, list_price BIGINT, cost BIGINT, currency VARCHAR,
    is_active BOOLEAN, valid_from DATE, valid_to DATE
);

-- One row per member of staff and span of days on a team; open spans end in NULL.
CREATE TABLE dim_staff_history (
    staff_id BIGINT, team_id BIGINT, is_active BOOLEAN, valid_from DATE, valid_to DATE
);

-- One row per order; is_counted says that it belongs in the books, rate turns its minor units into
-- those of the firm: 4.78 for a yen of 0.0478 yuan (NULL where a foreign currency has none).
CREATE TABLE dim_order (
    order_id BIGINT, account_id BIGINT, ordered_on DATE, currency VARCHAR,
    rate DECIMAL(18, 8), is_return BOOLEAN, is_counted BOOLEAN, status VARCHAR, channel VARCHAR,
    due_on DATE, discount BIGINT, total_amount BIGINT, base_amount BIGINT, paid_amount BIGINT,
    owner_id BIGINT, team_id BIGINT
);

-- One row per order line, with what its order says about it.
CREATE TABLE fact_order_line (
    line_id BIGINT, order_id BIGINT, account_id BIGINT, product_id BIGINT, ordered_on DATE,
    quantity DECIMAL(18, 4), unit_price DECIMAL(18, 4), amount BIGINT, cost BIGINT,
    discount BIGINT, currency VARCHAR, rate DECIMAL(18, 8), is_return BOOLEAN, is_counted BOOLEAN
);

-- One row per category of products that was ever seen, with the number by which it is kept.
CREATE TABLE category_number (category_no INTEGER, category VARCHAR);

-- One row per product: the category in which its lines were last summed; 0 where it has none.
CREATE TABLE category_of (product_id BIGINT, category_no INTEGER);

-- One row per customer, day and category, as sql/category_day.sql says.
CREATE TABLE category_day (
    account_id BIGINT, ordered_on DATE, category_no INTEGER, orders INTEGER,
    orders_at_all INTEGER, revenue BIGINT, unrated INTEGER, margin BIGINT, costed_revenue BIGINT,
    returned BIGINT, returned_unrated INTEGER, units DECIMAL(18, 4), has_customer BOOLEAN,
    before_in_category DATE, before_at_all DATE
);

-- One row per payment received (in) or given back (out).
CREATE TABLE fact_payment (
    payment_id BIGINT, order_id BIGINT, account_id BIGINT, kind VARCHAR, method VARCHAR,
    amount BIGINT, currency VARCHAR, paid_on DATE
);

-- One row per exchange with a customer on one channel.
CREATE TABLE fact_interaction (
    interaction_id BIGINT, account_id BIGINT, person_id BIGINT, staff_id BIGINT, channel VARCHAR,
    direction VARCHAR, duration_seconds INTEGER, happened_on DATE
);

-- One row per task, meeting or call.
CREATE TABLE fact_activity (
    activity_id BIGINT, kind VARCHAR, state VARCHAR, priority VARCHAR, account_id BIGINT,
    person_id BIGINT, owner_id BIGINT, team_id BIGINT, created_on DATE, due_on DATE, done_on DATE
);

-- One row per statement of consent.
CREATE TABLE fact_consent (
    consent_id BIGINT, account_id BIGINT, person_id BIGINT, channel VARCHAR, purpose VARCHAR,
    state VARCHAR, stated_on DATE
);

-- One row per relation: other_id is, to account_id, what kind says.
CREATE TABLE fact_relation (relation_id BIGINT, account_id BIGINT, other_id BIGINT, kind VARCHAR);

-- One row per further post of a person.
CREATE TABLE fact_affiliation (
    affiliation_id BIGINT, person_id BIGINT, account_id BIGINT, role VARCHAR, since_on DATE,
    until_on DATE
);

-- One row per answer to a question of a survey: points are the answer in hundredths of a percent
-- of its scale, a sheet what one respondent answered at once, firm the competitor it is about.
CREATE TABLE fact_score (
    answer_id BIGINT, account_id BIGINT, person_id BIGINT, kind VARCHAR, item VARCHAR,
    value DECIMAL(9, 2), scale_low INTEGER, scale_high INTEGER, points INTEGER,
    answered_on DATE, sheet VARCHAR, firm VARCHAR
);

-- One row per note of how free a customer is to buy elsewhere.
CREATE TABLE fact_switching_note (
    note_id BIGINT, account_id BIGINT, noted_on DATE, yearly_need BIGINT, alternatives VARCHAR,
    main_reason VARCHAR, money VARCHAR, time VARCHAR, learning VARCHAR, relations VARCHAR,
    contract VARCHAR
);

-- One row per judgement of a customer by a member of staff; the latest of a factor holds.
CREATE TABLE fact_judgement (
    judgement_id BIGINT, account_id BIGINT, factor VARCHAR, score INTEGER, judged_on DATE
);

-- What the profile of each customer held when the books were read.
CREATE TABLE profile_digest (account_id BIGINT, digest BIGINT);

-- One row or more per customer of whom anything was read anew since all that is kept was made.
CREATE TABLE account_changed (account_id BIGINT);

-- One row per table of rows that are kept from night to night: of what and as of which day it was
-- made, and how often it was made as a whole.
CREATE TABLE kept_state (table_name VARCHAR, made_of VARCHAR, as_of DATE, made BIGINT);

-- One row per source table and range of ids: what its rows looked like when last read.
CREATE TABLE extract_print (source VARCHAR, bucket BIGINT, print VARCHAR);

-- The word that the last refresh left in the books: whose notes of writes go on from here.
CREATE TABLE books_followed (token BIGINT);

-- One row per table: when it was last compared with the books, and what was read then.
CREATE TABLE freshness (
    table_name VARCHAR, source VARCHAR, row_count BIGINT, ranges BIGINT, compared_at TIMESTAMPTZ,
    changed_at TIMESTAMPTZ
);

-- One row per test of the last refresh, with the number of rows that fail it.
CREATE TABLE data_test (table_name VARCHAR, test VARCHAR, about VARCHAR, failures BIGINT);

-- Which schema this file was made with.
CREATE TABLE made_with (schema_print VARCHAR);
