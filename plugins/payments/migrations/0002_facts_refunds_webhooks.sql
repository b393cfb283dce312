-- What a provider is told, what it can do, and sums over the ledger that one conditional statement can ask.
ALTER TABLE payments.payments
    DROP CONSTRAINT payments_state_check,
    ADD CONSTRAINT payments_state_check CHECK (state IN ('opened', 'pending', 'authorized', 'review', 'promised', 'paid', 'failed',
                                               'expired', 'cancelled', 'refund_due', 'refunded')),
    ADD COLUMN lines            jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN shipping_address jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN fields           jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN on_delivery      boolean NOT NULL DEFAULT false,
    ADD COLUMN live             boolean NOT NULL DEFAULT true,
    ADD COLUMN method           text NOT NULL DEFAULT '',
    ADD COLUMN extra            jsonb,
    -- Kept by the trigger below; the ledger is the truth.
    ADD COLUMN captured         bigint NOT NULL DEFAULT 0,
    ADD COLUMN due              bigint NOT NULL DEFAULT 0,
    ADD COLUMN refunded         bigint NOT NULL DEFAULT 0,
    -- Refunds that were asked for and are not done; kept by the statements on payments.refunds.
    ADD COLUMN refund_reserved  bigint NOT NULL DEFAULT 0,
    -- What the gateway is still to be told: 'cancel', 'expire' or nothing.
    ADD COLUMN end_wanted       text NOT NULL DEFAULT '' CHECK (end_wanted IN ('', 'cancel', 'expire')),
    -- When the reconciler asks next, how often it asked, and when anybody did last.
    ADD COLUMN ask_after        timestamptz,
    ADD COLUMN asks             integer NOT NULL DEFAULT 0,
    ADD COLUMN asked_at         timestamptz,
    ADD COLUMN answer           text NOT NULL DEFAULT '';

UPDATE payments.payments p
   SET captured = l.captured, due = l.due, refunded = l.refunded
  FROM (SELECT payment_id, coalesce(sum(amount) FILTER (WHERE kind = 'captured'), 0) AS captured,
               coalesce(sum(amount) FILTER (WHERE kind = 'refund_due'), 0) AS due,
               coalesce(sum(amount) FILTER (WHERE kind = 'refunded'), 0) AS refunded
          FROM payments.ledger GROUP BY payment_id) l
 WHERE l.payment_id = p.id;

-- Nobody is ever promised more than came, and nothing is sent that is not owed.
ALTER TABLE payments.payments
    ADD CONSTRAINT payments_due_was_captured CHECK (due >= 0 AND due <= captured),
    ADD CONSTRAINT payments_refunds_are_due CHECK (refunded >= 0 AND refund_reserved >= 0 AND refunded + refund_reserved <= due);

DROP INDEX payments.payments_one_live;
-- An order is being paid one way at a time; over time it may have been paid in several.
CREATE UNIQUE INDEX payments_one_open ON payments.payments (order_public_id)
    WHERE state IN ('opened', 'pending', 'authorized', 'review', 'promised');
CREATE INDEX payments_to_ask ON payments.payments (ask_after)
    WHERE ask_after IS NOT NULL;

ALTER TABLE payments.payment_events
    DROP CONSTRAINT payment_events_allowed,
    ADD CONSTRAINT payment_events_allowed CHECK ((from_state, event, to_state) IN (
        ('opened', 'start', 'pending'),
        ('opened', 'promise', 'promised'),
        ('opened', 'authorize', 'authorized'),
        ('pending', 'authorize', 'authorized'),
        ('review', 'authorize', 'authorized'),
        ('opened', 'review', 'review'),
        ('pending', 'review', 'review'),
        ('authorized', 'review', 'review'),
        ('opened', 'capture', 'paid'),
        ('pending', 'capture', 'paid'),
        ('authorized', 'capture', 'paid'),
        ('review', 'capture', 'paid'),
        ('promised', 'capture', 'paid'),
        ('failed', 'capture', 'paid'),
        ('expired', 'capture', 'paid'),
        ('cancelled', 'capture', 'paid'),
        ('opened', 'fail', 'failed'),
        ('pending', 'fail', 'failed'),
        ('authorized', 'fail', 'failed'),
        ('review', 'fail', 'failed'),
        ('promised', 'fail', 'failed'),
        ('opened', 'expire', 'expired'),
        ('pending', 'expire', 'expired'),
        ('authorized', 'expire', 'expired'),
        ('review', 'expire', 'expired'),
        ('promised', 'expire', 'expired'),
        ('opened', 'cancel', 'cancelled'),
        ('pending', 'cancel', 'cancelled'),
        ('authorized', 'cancel', 'cancelled'),
        ('review', 'cancel', 'cancelled'),
        ('promised', 'cancel', 'cancelled'),
        ('opened', 'owe', 'refund_due'),
        ('pending', 'owe', 'refund_due'),
        ('authorized', 'owe', 'refund_due'),
        ('review', 'owe', 'refund_due'),
        ('promised', 'owe', 'refund_due'),
        ('paid', 'owe', 'refund_due'),
        ('failed', 'owe', 'refund_due'),
        ('expired', 'owe', 'refund_due'),
        ('cancelled', 'owe', 'refund_due'),
        ('refunded', 'owe', 'refund_due'),
        ('paid', 'refund', 'refunded'),
        ('refund_due', 'refund', 'refunded')));

-- fee: paid on top, the gateway's. refund_reversed: a refund that was counted came back. disputed, dispute_returned: what a bank
-- took, and gave back.
ALTER TABLE payments.ledger
    DROP CONSTRAINT ledger_kind_check,
    ADD CONSTRAINT ledger_kind_check CHECK (kind IN ('captured', 'fee', 'rounding', 'refund_due', 'refunded', 'refund_reversed',
                                            'disputed', 'dispute_returned'));

CREATE FUNCTION payments.add_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE payments.payments
       SET captured = captured + CASE NEW.kind WHEN 'captured' THEN NEW.amount ELSE 0 END,
           due      = due + CASE NEW.kind WHEN 'refund_due' THEN NEW.amount ELSE 0 END,
           refunded = refunded + CASE NEW.kind WHEN 'refunded' THEN NEW.amount
                                               WHEN 'refund_reversed' THEN -NEW.amount ELSE 0 END
     WHERE id = NEW.payment_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER ledger_adds_up AFTER INSERT ON payments.ledger FOR EACH ROW EXECUTE FUNCTION payments.add_up();

-- What providers told, once each. waiting: it came before the fact it builds on.
CREATE TABLE payments.facts (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    payment_id  bigint NOT NULL REFERENCES payments.payments,
    fact_key    text NOT NULL CHECK (length(fact_key) BETWEEN 1 AND 200),
    kind        text NOT NULL,
    amount      bigint NOT NULL DEFAULT 0,
    fee         bigint NOT NULL DEFAULT 0,
    currency    char(3) NOT NULL DEFAULT 'IDR',
    reference   text NOT NULL DEFAULT '',
    refund_key  text NOT NULL DEFAULT '',
    live        boolean NOT NULL,
    told_by     text NOT NULL CHECK (told_by IN ('webhook', 'fetch', 'call')),
    outcome     text NOT NULL CHECK (outcome IN ('applied', 'ignored', 'waiting', 'other_mode', 'other_currency')),
    note        text NOT NULL DEFAULT '',
    happened_at timestamptz NOT NULL,
    created_at  timestamptz NOT NULL,
    UNIQUE (payment_id, fact_key)
);

-- What a gateway calls a payment.
CREATE TABLE payments.gateway_references (
    provider   text NOT NULL,
    reference  text NOT NULL,
    payment_id bigint NOT NULL REFERENCES payments.payments,
    PRIMARY KEY (provider, reference)
);
CREATE INDEX gateway_references_of_payment ON payments.gateway_references (payment_id);

-- reserved: to be asked for. pending: the gateway will tell. by_hand: a person sends it. These three are part of
-- payments.refund_reserved. returned: it was done and came back.
CREATE TABLE payments.refunds (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    refund_key text NOT NULL UNIQUE CHECK (refund_key ~ '^[A-Za-z0-9_-]{4,60}$'),
    payment_id bigint NOT NULL REFERENCES payments.payments,
    amount     bigint NOT NULL CHECK (amount > 0),
    reason     text NOT NULL DEFAULT '',
    actor      text NOT NULL,
    state      text NOT NULL DEFAULT 'reserved' CHECK (state IN ('reserved', 'pending', 'by_hand', 'done', 'refused', 'returned')),
    reference  text NOT NULL DEFAULT '',
    answer     text NOT NULL DEFAULT '',
    asks       integer NOT NULL DEFAULT 0,
    ask_after  timestamptz,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE INDEX refunds_of_payment ON payments.refunds (payment_id, id);
CREATE INDEX refunds_to_ask ON payments.refunds (ask_after) WHERE ask_after IS NOT NULL;
CREATE INDEX refunds_by_hand ON payments.refunds (payment_id) WHERE state = 'by_hand';

-- Webhooks that were verified, as they arrived. facts is what they said.
CREATE TABLE payments.inbox (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider      text NOT NULL,
    inbox_key     text NOT NULL CHECK (length(inbox_key) BETWEEN 1 AND 200),
    raw           text NOT NULL,
    headers       jsonb NOT NULL,
    facts         jsonb NOT NULL,
    by_fetch      boolean NOT NULL,
    payment_id    bigint REFERENCES payments.payments,
    deliveries    integer NOT NULL DEFAULT 1,
    outcome       text NOT NULL DEFAULT '',
    received_at   timestamptz NOT NULL,
    applied_at    timestamptz,
    UNIQUE (provider, inbox_key)
);
CREATE INDEX inbox_of_payment ON payments.inbox (payment_id, id);
CREATE INDEX inbox_unapplied ON payments.inbox (received_at) WHERE applied_at IS NULL;

-- What was sent to a gateway and what it answered, without secrets.
CREATE TABLE payments.exchanges (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    payment_id bigint NOT NULL REFERENCES payments.payments,
    purpose    text NOT NULL,
    method     text NOT NULL,
    url        text NOT NULL,
    request    text NOT NULL,
    answer     text NOT NULL,
    status     integer NOT NULL,
    failure    text NOT NULL,
    attempt    integer NOT NULL,
    took_ms    bigint NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX exchanges_of_payment ON payments.exchanges (payment_id, id);
