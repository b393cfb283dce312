-- Amounts that transfers are told apart by. An amount is nobody else's until a week after its payment's end, so that a late
-- transfer still names one order.
CREATE TABLE bank_transfer.expected_amounts (
    attempt_id text PRIMARY KEY,
    amount     bigint NOT NULL UNIQUE CHECK (amount > 0),
    code       integer NOT NULL CHECK (code BETWEEN 1 AND 999),
    free_after timestamptz NOT NULL
);
CREATE INDEX expected_amounts_free ON bank_transfer.expected_amounts (free_after);
