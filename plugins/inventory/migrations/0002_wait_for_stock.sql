-- Below which number a variant is running out, where it is not the shop's; and whether that was already said.
ALTER TABLE inventory.levels
    ADD COLUMN minimum bigint CHECK (minimum >= 0),
    ADD COLUMN low boolean NOT NULL DEFAULT false;

-- quantity: allotted to the holder. waiting: what it is to get once it arrives. returned: of what was sold, what came back.
ALTER TABLE inventory.reservations
    DROP CONSTRAINT reservations_quantity_check,
    ADD CONSTRAINT reservations_quantity_check CHECK (quantity >= 0),
    ADD COLUMN waiting bigint NOT NULL DEFAULT 0 CHECK (waiting >= 0),
    ADD COLUMN returned bigint NOT NULL DEFAULT 0,
    ADD CONSTRAINT reservations_returned_inside CHECK (returned BETWEEN 0 AND quantity);
CREATE INDEX reservations_waiting ON inventory.reservations (variant_id, id) WHERE waiting > 0;
