-- Rates are in hundredths of a percent (1200 is 12 %), applied to base_numerator/base_denominator of the net price. A rate
-- holds from a day of the shop's calendar (Asia/Jakarta) until the next one of its class.
CREATE TABLE tax.rates (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    class            text NOT NULL CHECK (class IN ('standard', 'luxury', 'exempt')),
    starts_on        date NOT NULL,
    rate             bigint NOT NULL CHECK (rate BETWEEN 0 AND 10000),
    base_numerator   bigint NOT NULL DEFAULT 1 CHECK (base_numerator BETWEEN 1 AND 1000),
    base_denominator bigint NOT NULL DEFAULT 1 CHECK (base_denominator BETWEEN 1 AND 1000),
    CONSTRAINT rates_base_is_a_part CHECK (base_numerator <= base_denominator),
    UNIQUE (class, starts_on)
);

-- UU 7/2021 (11 % since 2022-04-01); PMK 131/2024 (since 2025-01-01 12 %, on 11/12 of the price for all but luxury goods).
INSERT INTO tax.rates (class, starts_on, rate, base_numerator, base_denominator) VALUES
    ('standard', '2022-04-01', 1100, 1, 1),
    ('standard', '2025-01-01', 1200, 11, 12),
    ('luxury', '2022-04-01', 1100, 1, 1),
    ('luxury', '2025-01-01', 1200, 1, 1);

-- Which class a product or category is in; those not named are standard. A product's own entry wins, then the nearest
-- category's.
CREATE TABLE tax.assignments (
    kind   text NOT NULL CHECK (kind IN ('product', 'category')),
    number bigint NOT NULL,
    label  text NOT NULL,
    class  text NOT NULL CHECK (class IN ('standard', 'luxury', 'exempt')),
    PRIMARY KEY (kind, number)
);
