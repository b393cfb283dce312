-- A line is in the cart, saved for later, or just taken out (kept for a while, so that it can be put back).
ALTER TABLE cart.lines
    ADD COLUMN place text NOT NULL DEFAULT 'cart' CHECK (place IN ('cart', 'saved', 'removed')),
    ADD COLUMN moved_at timestamptz,
    DROP CONSTRAINT lines_cart_id_variant_id_key,
    ADD CONSTRAINT lines_once_a_place UNIQUE (cart_id, variant_id, place);
CREATE INDEX lines_removed ON cart.lines (moved_at) WHERE place = 'removed';

-- Codes the visitor typed; what they are worth is asked of the promotions at every view.
CREATE TABLE cart.coupons (
    cart_id  bigint NOT NULL REFERENCES cart.carts ON DELETE CASCADE,
    code     text NOT NULL CHECK (length(code) BETWEEN 1 AND 40),
    added_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (cart_id, code)
);
