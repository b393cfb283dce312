-- Stage, money and fulfilment are three states; what a person is told (state) is made of them. Old rows are carried over.
ALTER TABLE orders.orders
    ADD COLUMN stage text NOT NULL DEFAULT 'placed' CHECK (stage IN ('placed', 'confirmed', 'completed', 'cancelled')),
    ADD COLUMN money text NOT NULL DEFAULT 'unpaid'
        CHECK (money IN ('unpaid', 'promised', 'partly_paid', 'paid', 'partly_refunded', 'refunded')),
    ADD COLUMN fulfilment text NOT NULL DEFAULT 'unfulfilled'
        CHECK (fulfilment IN ('unfulfilled', 'partly_shipped', 'shipped', 'delivered')),
    ADD COLUMN confirmed_at timestamptz,
    ADD COLUMN completed_at timestamptz,
    ADD COLUMN discount_total bigint NOT NULL DEFAULT 0,
    ADD COLUMN shipping_discount bigint NOT NULL DEFAULT 0,
    ADD COLUMN shipping_reasons jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN shipping_tax bigint NOT NULL DEFAULT 0,
    ADD COLUMN tax_rate text NOT NULL DEFAULT '',
    -- What the customer has given for the order as it stands: captured less what edits sent back.
    ADD COLUMN received bigint NOT NULL DEFAULT 0 CHECK (received >= 0),
    ADD COLUMN shipping_refunded bigint NOT NULL DEFAULT 0,
    -- The customer waits for everything instead of getting two parcels.
    ADD COLUMN ship_together boolean NOT NULL DEFAULT false,
    ADD COLUMN terms_accepted_at timestamptz,
    -- Grows with every edit; a form made from an older one is refused.
    ADD COLUMN revision integer NOT NULL DEFAULT 0;

UPDATE orders.orders SET
    stage = CASE state WHEN 'placed' THEN 'placed' WHEN 'cancelled' THEN 'cancelled' WHEN 'delivered' THEN 'completed' ELSE 'confirmed' END,
    money = CASE WHEN paid_at IS NOT NULL THEN 'paid' ELSE 'unpaid' END,
    fulfilment = CASE state WHEN 'shipped' THEN 'shipped' WHEN 'delivered' THEN 'delivered' ELSE 'unfulfilled' END,
    confirmed_at = paid_at, completed_at = delivered_at,
    received = CASE WHEN paid_at IS NOT NULL THEN total ELSE 0 END;

ALTER TABLE orders.orders DROP CONSTRAINT orders_total_adds_up, DROP CONSTRAINT orders_tax_inside, DROP COLUMN state;
ALTER TABLE orders.orders
    ADD COLUMN state text GENERATED ALWAYS AS (
        CASE WHEN stage = 'cancelled' THEN 'cancelled'
             WHEN fulfilment IN ('delivered', 'shipped', 'partly_shipped') THEN fulfilment
             WHEN stage = 'placed' THEN 'placed'
             WHEN money IN ('unpaid', 'promised') THEN 'confirmed'
             ELSE 'paid' END) STORED,
    ADD CONSTRAINT orders_total_adds_up CHECK (total = subtotal - discount_total + shipping_price - shipping_discount),
    ADD CONSTRAINT orders_discounts_inside CHECK (discount_total BETWEEN 0 AND subtotal AND shipping_discount BETWEEN 0 AND shipping_price),
    ADD CONSTRAINT orders_tax_inside CHECK (shipping_tax BETWEEN 0 AND shipping_price - shipping_discount AND tax BETWEEN shipping_tax AND total),
    ADD CONSTRAINT orders_shipping_refunded_inside CHECK (shipping_refunded BETWEEN 0 AND shipping_price - shipping_discount),
    ADD CONSTRAINT orders_confirmed_has_time CHECK (stage NOT IN ('confirmed', 'completed') OR (confirmed_at IS NOT NULL AND money <> 'unpaid')),
    ADD CONSTRAINT orders_paid_has_time CHECK (money IN ('unpaid', 'promised') OR paid_at IS NOT NULL),
    ADD CONSTRAINT orders_sent_is_confirmed CHECK (fulfilment = 'unfulfilled' OR stage IN ('confirmed', 'completed')),
    ADD CONSTRAINT orders_shipped_has_time CHECK (fulfilment NOT IN ('shipped', 'delivered') OR shipped_at IS NOT NULL),
    ADD CONSTRAINT orders_delivered_has_time CHECK (fulfilment <> 'delivered' OR delivered_at IS NOT NULL),
    ADD CONSTRAINT orders_cancelled_has_time CHECK ((stage = 'cancelled') = (cancelled_at IS NOT NULL));
CREATE INDEX orders_by_state ON orders.orders (state, id DESC);
CREATE INDEX orders_by_money ON orders.orders (money, id DESC);
CREATE INDEX orders_unpaid ON orders.orders (expires_at) WHERE stage = 'placed';
CREATE INDEX orders_placed_at ON orders.orders (placed_at);
CREATE INDEX orders_of_email ON orders.orders (email);

-- total is what the lines cost before discounts; what is paid for a line is total - discount, its tax is inside that.
-- packed: in parcels that are not unpacked, lost or back; shipped: of those, what left; asked_back: of those, what was asked back.
ALTER TABLE orders.lines
    ADD COLUMN discount bigint NOT NULL DEFAULT 0,
    ADD COLUMN reasons jsonb NOT NULL DEFAULT '[]',
    -- How many were to follow later when it was ordered; how many still wait is known to inventory.
    ADD COLUMN later integer NOT NULL DEFAULT 0,
    ADD COLUMN weight_g bigint NOT NULL DEFAULT 0,
    ADD COLUMN packed integer NOT NULL DEFAULT 0,
    ADD COLUMN shipped integer NOT NULL DEFAULT 0,
    ADD COLUMN asked_back integer NOT NULL DEFAULT 0,
    DROP CONSTRAINT lines_tax_inside,
    ADD CONSTRAINT lines_discount_inside CHECK (discount BETWEEN 0 AND total),
    ADD CONSTRAINT lines_tax_inside CHECK (tax BETWEEN 0 AND total - discount),
    ADD CONSTRAINT lines_later_inside CHECK (later BETWEEN 0 AND quantity),
    ADD CONSTRAINT lines_sent_once CHECK (0 <= asked_back AND asked_back <= shipped AND shipped <= packed AND packed <= quantity);
CREATE INDEX lines_by_sku ON orders.lines (upper(sku), order_id);
UPDATE orders.lines l SET packed = quantity, shipped = quantity
  FROM orders.orders o WHERE o.id = l.order_id AND o.fulfilment IN ('shipped', 'delivered');

CREATE OR REPLACE FUNCTION orders.check_sum() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    o orders.orders%ROWTYPE;
    changed bigint;
    lines_total bigint;
    lines_discount bigint;
    lines_tax bigint;
BEGIN
    IF TG_TABLE_NAME = 'orders' THEN changed := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN changed := OLD.order_id;
    ELSE changed := NEW.order_id;
    END IF;
    SELECT * INTO o FROM orders.orders WHERE id = changed;
    SELECT coalesce(sum(total), 0), coalesce(sum(discount), 0), coalesce(sum(tax), 0) INTO lines_total, lines_discount, lines_tax
      FROM orders.lines WHERE order_id = changed;
    IF lines_total <> o.subtotal OR lines_discount <> o.discount_total OR lines_tax + o.shipping_tax <> o.tax THEN
        RAISE EXCEPTION 'order % does not add up: lines % less % (tax %), order % less % (tax %, of shipping %)',
            o.number, lines_total, lines_discount, lines_tax, o.subtotal, o.discount_total, o.tax, o.shipping_tax
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
DROP TRIGGER orders_add_up ON orders.orders;
CREATE CONSTRAINT TRIGGER orders_add_up AFTER INSERT OR UPDATE OF subtotal, discount_total, tax, shipping_tax ON orders.orders
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION orders.check_sum();
CREATE CONSTRAINT TRIGGER lines_add_up AFTER UPDATE OF quantity, total, discount, tax OR DELETE ON orders.lines
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION orders.check_sum();

CREATE TABLE orders.parcels (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id        bigint NOT NULL REFERENCES orders.orders,
    number          integer NOT NULL CHECK (number > 0),
    state           text NOT NULL DEFAULT 'packed' CHECK (state IN ('packed', 'shipped', 'delivered', 'returned', 'lost', 'cancelled')),
    courier         text NOT NULL DEFAULT '',
    tracking_number text NOT NULL DEFAULT '',
    packed_at       timestamptz NOT NULL,
    shipped_at      timestamptz,
    delivered_at    timestamptz,
    UNIQUE (order_id, number),
    CONSTRAINT parcels_shipped_has_time CHECK (state NOT IN ('shipped', 'delivered', 'returned', 'lost') OR shipped_at IS NOT NULL),
    CONSTRAINT parcels_delivered_has_time CHECK ((state = 'delivered') = (delivered_at IS NOT NULL))
);
CREATE INDEX parcels_by_tracking ON orders.parcels (upper(tracking_number)) WHERE tracking_number <> '';
CREATE TABLE orders.parcel_lines (
    parcel_id bigint NOT NULL REFERENCES orders.parcels,
    line_id   bigint NOT NULL REFERENCES orders.lines,
    quantity  integer NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (parcel_id, line_id)
);
INSERT INTO orders.parcels (order_id, number, state, courier, tracking_number, packed_at, shipped_at, delivered_at)
SELECT id, 1, fulfilment, courier, tracking_number, shipped_at, shipped_at, CASE WHEN fulfilment = 'delivered' THEN delivered_at END
  FROM orders.orders WHERE fulfilment IN ('shipped', 'delivered');
INSERT INTO orders.parcel_lines (parcel_id, line_id, quantity)
SELECT p.id, l.id, l.quantity FROM orders.parcels p JOIN orders.lines l ON l.order_id = p.order_id;
ALTER TABLE orders.orders DROP COLUMN courier, DROP COLUMN tracking_number;

CREATE TABLE orders.returns (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id     bigint NOT NULL REFERENCES orders.orders,
    number       integer NOT NULL CHECK (number > 0),
    state        text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'approved', 'refused', 'received', 'closed', 'withdrawn')),
    reason       text NOT NULL CHECK (reason IN ('broken', 'wrong', 'not_as_described', 'changed_mind', 'other')),
    note         text NOT NULL DEFAULT '',
    answer       text NOT NULL DEFAULT '',
    -- What the lines are worth; the sum of their shares.
    amount       bigint NOT NULL CHECK (amount >= 0),
    requested_at timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    UNIQUE (order_id, number)
);
CREATE INDEX returns_open ON orders.returns (id) WHERE state IN ('requested', 'approved', 'received');
CREATE TABLE orders.return_lines (
    return_id bigint NOT NULL REFERENCES orders.returns,
    line_id   bigint NOT NULL REFERENCES orders.lines,
    quantity  integer NOT NULL CHECK (quantity > 0),
    amount    bigint NOT NULL CHECK (amount >= 0),
    tax       bigint NOT NULL CHECK (tax BETWEEN 0 AND amount),
    -- Of what came back: on the shelf again, or written off. Both 0 until it is received.
    restocked integer NOT NULL DEFAULT 0,
    written_off integer NOT NULL DEFAULT 0,
    PRIMARY KEY (return_id, line_id),
    CONSTRAINT return_lines_received_once CHECK (restocked >= 0 AND written_off >= 0 AND restocked + written_off IN (0, quantity))
);

-- Money asked back. The ledger of payments says what was sent; refunded_at is when it told us.
CREATE TABLE orders.refunds (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id     bigint NOT NULL REFERENCES orders.orders,
    return_id    bigint REFERENCES orders.returns,
    cause        text NOT NULL CHECK (cause IN ('staff', 'return', 'edit')),
    amount       bigint NOT NULL CHECK (amount > 0),
    shipping     bigint NOT NULL DEFAULT 0 CHECK (shipping BETWEEN 0 AND amount),
    reason       text NOT NULL,
    actor        text NOT NULL,
    requested_at timestamptz NOT NULL,
    refunded_at  timestamptz
);
CREATE UNIQUE INDEX refunds_one_a_return ON orders.refunds (return_id) WHERE return_id IS NOT NULL;
CREATE INDEX refunds_of_order ON orders.refunds (order_id, id);

CREATE TABLE orders.notes (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id      bigint NOT NULL REFERENCES orders.orders,
    text          text NOT NULL CHECK (length(text) BETWEEN 1 AND 2000),
    customer_sees boolean NOT NULL,
    actor         text NOT NULL,
    created_at    timestamptz NOT NULL
);
CREATE INDEX notes_of_order ON orders.notes (order_id, id);

-- Every change of every state. The CHECK is the tables of src/states.hpp; a test compares them.
ALTER TABLE orders.order_events DISABLE TRIGGER order_events_append_only;
ALTER TABLE orders.order_events DROP CONSTRAINT order_events_allowed,
    ADD COLUMN kind text NOT NULL DEFAULT 'order',
    -- Of the parcel or return; 0 for the order's own states.
    ADD COLUMN number integer NOT NULL DEFAULT 0;
UPDATE orders.order_events SET
    kind = CASE event WHEN 'pay' THEN 'money' WHEN 'ship' THEN 'fulfilment' WHEN 'deliver' THEN 'fulfilment' ELSE 'order' END,
    from_state = CASE WHEN event = 'pay' THEN 'unpaid' WHEN event = 'ship' THEN 'unfulfilled' WHEN event = 'cancel' AND from_state = 'paid' THEN 'confirmed' ELSE from_state END;
ALTER TABLE orders.order_events ALTER COLUMN kind DROP DEFAULT;
ALTER TABLE orders.order_events ENABLE TRIGGER order_events_append_only;
ALTER TABLE orders.order_events ADD CONSTRAINT order_events_allowed CHECK ((kind, from_state, event, to_state) IN (
        ('order', '', 'place', 'placed'),
        ('order', 'placed', 'confirm', 'confirmed'),
        ('order', 'confirmed', 'complete', 'completed'),
        ('order', 'placed', 'cancel', 'cancelled'),
        ('order', 'confirmed', 'cancel', 'cancelled'),
        ('order', 'placed', 'expire', 'cancelled'),
        ('order', 'placed', 'edit', 'placed'),
        ('order', 'confirmed', 'edit', 'confirmed'),
        ('money', 'unpaid', 'promise', 'promised'),
        ('money', 'unpaid', 'pay', 'paid'),
        ('money', 'promised', 'pay', 'paid'),
        ('money', 'partly_paid', 'pay', 'paid'),
        ('money', 'paid', 'raise', 'partly_paid'),
        ('money', 'partly_refunded', 'raise', 'partly_paid'),
        ('money', 'partly_paid', 'lower', 'paid'),
        ('money', 'paid', 'refund_part', 'partly_refunded'),
        ('money', 'partly_paid', 'refund_part', 'partly_refunded'),
        ('money', 'partly_refunded', 'refund_part', 'partly_refunded'),
        ('money', 'paid', 'refund_rest', 'refunded'),
        ('money', 'partly_paid', 'refund_rest', 'refunded'),
        ('money', 'partly_refunded', 'refund_rest', 'refunded'),
        ('fulfilment', 'unfulfilled', 'ship_part', 'partly_shipped'),
        ('fulfilment', 'partly_shipped', 'ship_part', 'partly_shipped'),
        ('fulfilment', 'unfulfilled', 'ship', 'shipped'),
        ('fulfilment', 'partly_shipped', 'ship', 'shipped'),
        ('fulfilment', 'shipped', 'deliver', 'delivered'),
        ('fulfilment', 'partly_shipped', 'lose_part', 'partly_shipped'),
        ('fulfilment', 'shipped', 'lose_part', 'partly_shipped'),
        ('fulfilment', 'partly_shipped', 'lose_all', 'unfulfilled'),
        ('fulfilment', 'shipped', 'lose_all', 'unfulfilled'),
        ('parcel', '', 'pack', 'packed'),
        ('parcel', 'packed', 'ship', 'shipped'),
        ('parcel', 'packed', 'unpack', 'cancelled'),
        ('parcel', 'shipped', 'deliver', 'delivered'),
        ('parcel', 'shipped', 'lose', 'lost'),
        ('parcel', 'shipped', 'come_back', 'returned'),
        ('return', '', 'request', 'requested'),
        ('return', 'requested', 'approve', 'approved'),
        ('return', 'requested', 'refuse', 'refused'),
        ('return', 'requested', 'withdraw', 'withdrawn'),
        ('return', 'approved', 'withdraw', 'withdrawn'),
        ('return', 'approved', 'receive', 'received'),
        ('return', 'received', 'close', 'closed')));
