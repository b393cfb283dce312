-- One row an attempt to pay an order. expected is what must arrive: the amount, or up to Rp999 more where a unique code
-- tells transfers apart.
CREATE TABLE payments.payments (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    attempt_id        text NOT NULL UNIQUE CHECK (attempt_id ~ '^[A-Za-z0-9-]{4,60}$'),
    order_public_id   text NOT NULL,
    order_number      text NOT NULL,
    provider          text NOT NULL,
    title             text NOT NULL,
    manual            boolean NOT NULL,
    state             text NOT NULL DEFAULT 'opened' CHECK (state IN
                      ('opened', 'pending', 'paid', 'failed', 'expired', 'cancelled', 'refund_due', 'refunded')),
    amount            bigint NOT NULL CHECK (amount >= 0),
    expected          bigint NOT NULL,
    currency          char(3) NOT NULL DEFAULT 'IDR',
    customer_name     text NOT NULL,
    customer_email    text NOT NULL,
    customer_phone    text NOT NULL,
    locale            text NOT NULL,
    return_url        text NOT NULL,
    instructions      jsonb,
    redirect_url      text,
    gateway_reference text,
    failed_reason     text,
    expires_at        timestamptz NOT NULL,
    opened_at         timestamptz NOT NULL,
    paid_at           timestamptz,
    changed_at        timestamptz NOT NULL,
    CONSTRAINT payments_expected_near_amount CHECK (expected BETWEEN amount AND amount + 999),
    CONSTRAINT payments_paid_has_time CHECK (state <> 'paid' OR paid_at IS NOT NULL)
);
-- An order has at most one payment that is open or paid.
CREATE UNIQUE INDEX payments_one_live ON payments.payments (order_public_id) WHERE state IN ('opened', 'pending', 'paid');
CREATE INDEX payments_of_order ON payments.payments (order_public_id, id DESC);
CREATE INDEX payments_queue ON payments.payments (expected) WHERE state IN ('opened', 'pending');
CREATE INDEX payments_owed ON payments.payments (changed_at) WHERE state = 'refund_due';

-- Every change of state. The CHECK is the table of src/states.hpp; a test compares them.
CREATE TABLE payments.payment_events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    payment_id bigint NOT NULL REFERENCES payments.payments,
    event      text NOT NULL,
    from_state text NOT NULL,
    to_state   text NOT NULL,
    actor      text NOT NULL,
    note       text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    CONSTRAINT payment_events_allowed CHECK ((from_state, event, to_state) IN (
        ('opened', 'start', 'pending'),
        ('opened', 'capture', 'paid'),
        ('pending', 'capture', 'paid'),
        ('opened', 'fail', 'failed'),
        ('pending', 'fail', 'failed'),
        ('opened', 'expire', 'expired'),
        ('pending', 'expire', 'expired'),
        ('opened', 'cancel', 'cancelled'),
        ('pending', 'cancel', 'cancelled'),
        ('opened', 'owe', 'refund_due'),
        ('pending', 'owe', 'refund_due'),
        ('paid', 'owe', 'refund_due'),
        ('failed', 'owe', 'refund_due'),
        ('expired', 'owe', 'refund_due'),
        ('cancelled', 'owe', 'refund_due'),
        ('refunded', 'owe', 'refund_due'),
        ('refund_due', 'refund', 'refunded')))
);
CREATE INDEX payment_events_of_payment ON payments.payment_events (payment_id, id);

-- Money facts. captured: it arrived. rounding: the part of it above the order's amount that the unique code asked for.
-- refund_due: the part the shop owes back. refunded: the part that was sent back. Balances are sums over these rows.
CREATE TABLE payments.ledger (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    payment_id bigint NOT NULL REFERENCES payments.payments,
    kind       text NOT NULL CHECK (kind IN ('captured', 'rounding', 'refund_due', 'refunded')),
    amount     bigint NOT NULL CHECK (amount > 0),
    -- What happened once in the world is one row, however often it is reported.
    fact_key   text NOT NULL UNIQUE,
    actor      text NOT NULL,
    note       text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL
);
CREATE INDEX ledger_of_payment ON payments.ledger (payment_id, id);

CREATE FUNCTION payments.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON payments.ledger
    FOR EACH ROW EXECUTE FUNCTION payments.refuse_change();
CREATE TRIGGER payment_events_append_only BEFORE UPDATE OR DELETE ON payments.payment_events
    FOR EACH ROW EXECUTE FUNCTION payments.refuse_change();
