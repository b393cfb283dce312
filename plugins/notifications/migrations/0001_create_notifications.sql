-- What was written to whom, once. A mail is stored in the transaction that adds its row, so neither is without the other.
CREATE TABLE notifications.sent (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_public_id text NOT NULL,
    kind            text NOT NULL,
    -- Which parcel, return, attempt or refund; empty where there is one of a kind.
    part            text NOT NULL DEFAULT '',
    recipient       text NOT NULL,
    created_at      timestamptz NOT NULL,
    UNIQUE (order_public_id, kind, part, recipient)
);

-- Variants that ran low since the last digest.
CREATE TABLE notifications.low_stock (
    variant_id bigint PRIMARY KEY,
    available  bigint NOT NULL,
    minimum    bigint NOT NULL,
    noted_at   timestamptz NOT NULL
);
CREATE TABLE notifications.digests (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    variants   integer NOT NULL CHECK (variants > 0),
    created_at timestamptz NOT NULL
);
