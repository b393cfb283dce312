-- What is on hand and what of it is promised. The CHECK is the last guard against overselling.
CREATE TABLE inventory.levels (
    variant_id bigint PRIMARY KEY,
    on_hand    bigint NOT NULL DEFAULT 0,
    reserved   bigint NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT levels_never_oversold CHECK (0 <= reserved AND reserved <= on_hand)
);
CREATE INDEX levels_available ON inventory.levels ((on_hand - reserved), variant_id);

-- One row for each variant a holder (an order's public id) asked for. held -> sold or released; sold -> returned;
-- released -> sold when the money came after all and stock allowed it.
CREATE TABLE inventory.reservations (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    holder     text NOT NULL CHECK (length(holder) BETWEEN 1 AND 100),
    variant_id bigint NOT NULL REFERENCES inventory.levels,
    quantity   bigint NOT NULL CHECK (quantity > 0),
    state      text NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'sold', 'released', 'returned')),
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (holder, variant_id)
);
CREATE INDEX reservations_held ON inventory.reservations (expires_at) WHERE state = 'held';

-- Every change, for ever. Written by the statement that changed the level.
CREATE TABLE inventory.movements (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    variant_id      bigint NOT NULL REFERENCES inventory.levels,
    on_hand_change  bigint NOT NULL,
    reserved_change bigint NOT NULL,
    on_hand         bigint NOT NULL,
    reserved        bigint NOT NULL,
    reason          text NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
    actor           text NOT NULL DEFAULT '',
    holder          text,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX movements_of_variant ON inventory.movements (variant_id, id DESC);

CREATE FUNCTION inventory.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'inventory.movements is append-only';
END
$$;
CREATE TRIGGER movements_append_only BEFORE UPDATE OR DELETE ON inventory.movements
    FOR EACH ROW EXECUTE FUNCTION inventory.refuse_change();
