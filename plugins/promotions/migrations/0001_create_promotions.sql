-- What is taken off, when and for whom. NULL means no limit. "uses" is kept for promotions with a limit in total only: the
-- others would make every checkout wait for the one before it.
CREATE TABLE promotions.promotions (
    id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id          text NOT NULL UNIQUE CHECK (length(public_id) = 22),
    name               jsonb NOT NULL CHECK (coalesce(name ->> 'id', '') <> ''),
    kind               text NOT NULL CHECK (kind IN ('percentage', 'fixed', 'free_shipping', 'buy_x_get_y')),
    automatic          boolean NOT NULL,
    active             boolean NOT NULL DEFAULT true,
    percent            bigint NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
    amount             bigint NOT NULL DEFAULT 0 CHECK (amount >= 0),
    max_discount       bigint CHECK (max_discount > 0),
    buy_quantity       bigint NOT NULL DEFAULT 0 CHECK (buy_quantity BETWEEN 0 AND 99),
    get_quantity       bigint NOT NULL DEFAULT 0 CHECK (get_quantity BETWEEN 0 AND 99),
    min_spend          bigint NOT NULL DEFAULT 0 CHECK (min_spend >= 0),
    min_quantity       bigint NOT NULL DEFAULT 0 CHECK (min_quantity >= 0),
    starts_at          timestamptz,
    ends_at            timestamptz,
    uses_max           bigint CHECK (uses_max > 0),
    uses_per_customer  bigint CHECK (uses_per_customer > 0),
    uses               bigint NOT NULL DEFAULT 0 CHECK (uses >= 0),
    priority           bigint NOT NULL DEFAULT 0,
    exclusive          boolean NOT NULL DEFAULT false,
    created_at         timestamptz NOT NULL DEFAULT now(),
    changed_at         timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT promotions_never_overused CHECK (uses_max IS NULL OR uses <= uses_max),
    CONSTRAINT promotions_in_order CHECK (starts_at IS NULL OR ends_at IS NULL OR starts_at < ends_at),
    CONSTRAINT promotions_take_something CHECK (
        CASE kind WHEN 'percentage' THEN percent > 0
                  WHEN 'fixed' THEN amount > 0
                  WHEN 'buy_x_get_y' THEN percent > 0 AND buy_quantity > 0 AND get_quantity > 0
                  ELSE true END)
);
CREATE INDEX promotions_automatic ON promotions.promotions (priority DESC, id) WHERE automatic AND active;

-- What a promotion is for; none: the whole cart. "number" is the catalog's id of a product or category, "label" what the
-- owner typed or chose (a SKU, a category's name, a brand).
CREATE TABLE promotions.targets (
    promotion_id bigint NOT NULL REFERENCES promotions.promotions ON DELETE CASCADE,
    kind         text NOT NULL CHECK (kind IN ('product', 'category', 'brand')),
    number       bigint NOT NULL DEFAULT 0,
    label        text NOT NULL,
    CHECK ((kind = 'brand') = (number = 0)),
    PRIMARY KEY (promotion_id, kind, number, label)
);

-- The codes that bring a promotion. A code can have a limit of its own: 1 for codes that are handed out one by one.
CREATE TABLE promotions.coupons (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    promotion_id bigint NOT NULL REFERENCES promotions.promotions ON DELETE CASCADE,
    code         text NOT NULL UNIQUE CHECK (code ~ '^[A-Z0-9]([A-Z0-9-]{1,38}[A-Z0-9])$'),
    uses_max     bigint CHECK (uses_max > 0),
    uses         bigint NOT NULL DEFAULT 0 CHECK (uses >= 0),
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT coupons_never_overused CHECK (uses_max IS NULL OR uses <= uses_max)
);
CREATE INDEX coupons_of ON promotions.coupons (promotion_id, id);

-- One row a promotion and order: what was taken off, and whether the order gave its use back. No foreign key on coupons:
-- a deleted code leaves the history as it was.
CREATE TABLE promotions.uses (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    promotion_id  bigint NOT NULL REFERENCES promotions.promotions,
    order_id      text NOT NULL,
    coupon        text NOT NULL DEFAULT '',
    customers     text[] NOT NULL DEFAULT '{}',
    amount        bigint NOT NULL CHECK (amount >= 0),
    used_at       timestamptz NOT NULL,
    given_back_at timestamptz,
    UNIQUE (order_id, promotion_id)
);
CREATE INDEX uses_of ON promotions.uses (promotion_id, id);

-- How often each customer ("user:7", "mail:budi@example.com") used a promotion, for limits per customer.
CREATE TABLE promotions.customer_uses (
    promotion_id bigint NOT NULL REFERENCES promotions.promotions ON DELETE CASCADE,
    customer     text NOT NULL,
    uses         bigint NOT NULL CHECK (uses >= 0),
    PRIMARY KEY (promotion_id, customer)
);
