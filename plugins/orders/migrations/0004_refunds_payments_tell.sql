-- Money that went back without having been asked for here: from the payment's page or in the gateway's own pages.
ALTER TABLE orders.refunds DROP CONSTRAINT refunds_cause_check,
    ADD CONSTRAINT refunds_cause_check CHECK (cause IN ('staff', 'return', 'edit', 'payment'));
