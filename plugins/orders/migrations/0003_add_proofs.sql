-- A guest who named number and e-mail of a customer's order sees it for a while without logging in.
CREATE TABLE orders.proofs (
    guest     text NOT NULL CHECK (guest <> ''),
    order_id  bigint NOT NULL REFERENCES orders.orders ON DELETE CASCADE,
    proved_at timestamptz NOT NULL,
    PRIMARY KEY (guest, order_id)
);
CREATE INDEX proofs_by_time ON orders.proofs (proved_at);
