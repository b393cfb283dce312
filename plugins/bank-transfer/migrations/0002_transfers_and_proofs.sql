-- Every transfer that was asked for, to find it on a bank statement by its amount or its order's number.
CREATE TABLE bank_transfer.transfers (
    attempt_id      text PRIMARY KEY,
    order_public_id text NOT NULL,
    order_number    text NOT NULL,
    customer_name   text NOT NULL,
    amount          bigint NOT NULL CHECK (amount > 0),
    created_at      timestamptz NOT NULL
);
CREATE INDEX transfers_by_amount ON bank_transfer.transfers (amount, created_at);
CREATE INDEX transfers_by_number ON bank_transfer.transfers (order_number);
CREATE INDEX transfers_by_order ON bank_transfer.transfers (order_public_id, created_at);

-- What customers send to show that they paid. Only they and staff may look.
CREATE TABLE bank_transfer.proofs (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id    text NOT NULL UNIQUE,
    attempt_id   text NOT NULL REFERENCES bank_transfer.transfers,
    content_type text NOT NULL CHECK (content_type IN ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')),
    bytes        bytea NOT NULL CHECK (length(bytes) <= 4194304),
    created_at   timestamptz NOT NULL
);
CREATE INDEX proofs_of_transfer ON bank_transfer.proofs (attempt_id, id);

-- Lines of bank statements that staff took as payments, so that the same line counts once.
CREATE TABLE bank_transfer.statement_lines (
    fact       text PRIMARY KEY,
    attempt_id text NOT NULL,
    amount     bigint NOT NULL,
    taken_at   timestamptz NOT NULL
);
