-- What the simulated gateway knows. It is asked and told like a real one; payments never reads these tables.
CREATE TABLE payment_simulator.keys (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    secret   text NOT NULL
);
INSERT INTO payment_simulator.keys (secret) VALUES (replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''));

CREATE TABLE payment_simulator.sessions (
    attempt_id text PRIMARY KEY,
    reference  text NOT NULL UNIQUE,
    order_number text NOT NULL,
    amount     bigint NOT NULL CHECK (amount > 0),
    status     text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'paid', 'failed', 'expired', 'cancelled')),
    paid       bigint NOT NULL DEFAULT 0,
    refunded   bigint NOT NULL DEFAULT 0 CHECK (refunded >= 0),
    return_url text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT sessions_refund_what_was_paid CHECK (refunded <= paid)
);

-- Everything that happened, in order: each row is one fact.
CREATE TABLE payment_simulator.events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id  text NOT NULL UNIQUE,
    attempt_id text NOT NULL REFERENCES payment_simulator.sessions,
    kind       text NOT NULL CHECK (kind IN ('pending', 'captured', 'failed', 'expired', 'cancelled', 'refunded')),
    amount     bigint NOT NULL DEFAULT 0,
    refund_key text UNIQUE,
    created_at timestamptz NOT NULL
);
CREATE INDEX events_of_session ON payment_simulator.events (attempt_id, id);
