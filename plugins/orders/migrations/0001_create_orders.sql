-- Numbers are for people and may have gaps: a checkout that fails keeps its number to itself.
CREATE SEQUENCE orders.order_numbers START 1001;

CREATE TABLE orders.orders (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id         text NOT NULL UNIQUE CHECK (length(public_id) = 22),
    number            text NOT NULL UNIQUE,
    state             text NOT NULL DEFAULT 'placed' CHECK (state IN ('placed', 'paid', 'shipped', 'delivered', 'cancelled')),
    user_id           bigint,
    email             text NOT NULL,
    customer_name     text NOT NULL,
    phone             text NOT NULL,
    locale            text NOT NULL CHECK (locale IN ('id', 'en')),
    note              text NOT NULL DEFAULT '',
    address           jsonb NOT NULL,
    subtotal          bigint NOT NULL CHECK (subtotal >= 0),
    shipping_price    bigint NOT NULL CHECK (shipping_price >= 0),
    total             bigint NOT NULL,
    tax               bigint NOT NULL DEFAULT 0,
    tax_name          text NOT NULL DEFAULT '',
    currency          char(3) NOT NULL DEFAULT 'IDR',
    shipping_code     text NOT NULL,
    shipping_name     text NOT NULL,
    shipping_days_min integer NOT NULL,
    shipping_days_max integer NOT NULL,
    pickup            boolean NOT NULL,
    payment_provider  text NOT NULL,
    courier           text NOT NULL DEFAULT '',
    tracking_number   text NOT NULL DEFAULT '',
    cancel_reason     text NOT NULL DEFAULT '',
    placed_at         timestamptz NOT NULL,
    -- Until when stock is held for an unpaid order.
    expires_at        timestamptz NOT NULL,
    paid_at           timestamptz,
    shipped_at        timestamptz,
    delivered_at      timestamptz,
    cancelled_at      timestamptz,
    CONSTRAINT orders_total_adds_up CHECK (total = subtotal + shipping_price),
    CONSTRAINT orders_tax_inside CHECK (tax BETWEEN 0 AND subtotal),
    CONSTRAINT orders_paid_has_time CHECK (state NOT IN ('paid', 'shipped', 'delivered') OR paid_at IS NOT NULL),
    CONSTRAINT orders_shipped_has_time CHECK (state NOT IN ('shipped', 'delivered') OR shipped_at IS NOT NULL),
    CONSTRAINT orders_delivered_has_time CHECK (state <> 'delivered' OR delivered_at IS NOT NULL),
    CONSTRAINT orders_cancelled_has_time CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL))
);
CREATE INDEX orders_of_user ON orders.orders (user_id, id DESC) WHERE user_id IS NOT NULL;
CREATE INDEX orders_of_guest_email ON orders.orders (email) WHERE user_id IS NULL;
CREATE INDEX orders_by_state ON orders.orders (state, id DESC);
CREATE INDEX orders_unpaid ON orders.orders (expires_at) WHERE state = 'placed';
CREATE INDEX orders_paid_at ON orders.orders (paid_at) WHERE paid_at IS NOT NULL;

-- What was sold, as it was then: names and prices are copies.
CREATE TABLE orders.lines (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id     bigint NOT NULL REFERENCES orders.orders,
    position     integer NOT NULL,
    variant_id   bigint NOT NULL,
    sku          text NOT NULL,
    product_name text NOT NULL,
    variant_name text NOT NULL DEFAULT '',
    path         text NOT NULL,
    picture      text NOT NULL DEFAULT '',
    unit_price   bigint NOT NULL CHECK (unit_price >= 0),
    quantity     integer NOT NULL CHECK (quantity BETWEEN 1 AND 99),
    total        bigint NOT NULL,
    tax          bigint NOT NULL,
    UNIQUE (order_id, variant_id),
    CONSTRAINT lines_total_adds_up CHECK (total = unit_price * quantity),
    CONSTRAINT lines_tax_inside CHECK (tax BETWEEN 0 AND total)
);

-- At commit, an order is the sum of its lines.
CREATE FUNCTION orders.check_sum() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lines_total bigint;
    lines_tax bigint;
BEGIN
    SELECT coalesce(sum(total), 0), coalesce(sum(tax), 0) INTO lines_total, lines_tax
      FROM orders.lines WHERE order_id = NEW.id;
    IF lines_total <> NEW.subtotal OR lines_tax <> NEW.tax THEN
        RAISE EXCEPTION 'order % does not add up: lines % (tax %), order % (tax %)',
            NEW.number, lines_total, lines_tax, NEW.subtotal, NEW.tax USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER orders_add_up AFTER INSERT OR UPDATE OF subtotal, tax ON orders.orders
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION orders.check_sum();

-- Every change of state. The CHECK is the table of src/states.hpp; a test compares them.
CREATE TABLE orders.order_events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id   bigint NOT NULL REFERENCES orders.orders,
    event      text NOT NULL,
    from_state text NOT NULL,
    to_state   text NOT NULL,
    actor      text NOT NULL,
    reason     text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    CONSTRAINT order_events_allowed CHECK ((from_state, event, to_state) IN (
        ('', 'place', 'placed'),
        ('placed', 'pay', 'paid'),
        ('paid', 'ship', 'shipped'),
        ('shipped', 'deliver', 'delivered'),
        ('placed', 'cancel', 'cancelled'),
        ('paid', 'cancel', 'cancelled'),
        ('placed', 'expire', 'cancelled')))
);
CREATE INDEX order_events_of_order ON orders.order_events (order_id, id);
CREATE FUNCTION orders.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER order_events_append_only BEFORE UPDATE OR DELETE ON orders.order_events
    FOR EACH ROW EXECUTE FUNCTION orders.refuse_change();

-- Which order a checkout page already became. The row is written first in the checkout's transaction, so that the same key
-- sent at the same moment waits for the outcome. scope is the customer or the guest; rows are kept for a day.
CREATE TABLE orders.idempotency (
    scope      text NOT NULL,
    key        text NOT NULL,
    body_hash  text NOT NULL,
    order_id   bigint REFERENCES orders.orders,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_old ON orders.idempotency (created_at);

-- Mails that were written, so that an event heard twice makes one mail.
CREATE TABLE orders.mails (
    order_id   bigint NOT NULL REFERENCES orders.orders,
    kind       text NOT NULL CHECK (kind IN ('received', 'paid', 'shipped', 'cancelled')),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (order_id, kind)
);
