-- What a courier sells: the price is base_price + price_per_kg * billable kilograms (see src/weight.hpp).
CREATE TABLE shipping.services (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code         text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(code) <= 40),
    name         jsonb NOT NULL CHECK (name ? 'id' AND name ? 'en'),
    base_price   bigint NOT NULL DEFAULT 0 CHECK (base_price >= 0),
    price_per_kg bigint NOT NULL DEFAULT 0 CHECK (price_per_kg >= 0),
    kg_min       bigint NOT NULL DEFAULT 1 CHECK (kg_min BETWEEN 0 AND 1000),
    divisor      bigint NOT NULL DEFAULT 6000 CHECK (divisor BETWEEN 1 AND 100000),
    tolerance_g  bigint NOT NULL DEFAULT 300 CHECK (tolerance_g BETWEEN 0 AND 999),
    days_min     bigint NOT NULL DEFAULT 1 CHECK (days_min BETWEEN 0 AND 90),
    days_max     bigint NOT NULL DEFAULT 3 CHECK (days_max BETWEEN 0 AND 90),
    active       boolean NOT NULL DEFAULT true,
    pickup       boolean NOT NULL DEFAULT false,
    position     bigint NOT NULL DEFAULT 100,
    created_at   timestamptz NOT NULL DEFAULT now(),
    changed_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT services_days_in_order CHECK (days_min <= days_max)
);
