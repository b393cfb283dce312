-- A cart belongs to a user or to a guest's hashed cookie, never to both.
CREATE TABLE cart.carts (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    bigint UNIQUE,
    guest      text UNIQUE CHECK (length(guest) = 64),
    revision   bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT carts_one_owner CHECK (num_nonnulls(user_id, guest) = 1)
);
CREATE INDEX carts_of_guests ON cart.carts (changed_at) WHERE guest IS NOT NULL;

-- price is what the visitor saw when the line was put in: only to tell them when it changes, never what they pay.
CREATE TABLE cart.lines (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cart_id    bigint NOT NULL REFERENCES cart.carts ON DELETE CASCADE,
    variant_id bigint NOT NULL,
    quantity   integer NOT NULL CHECK (quantity BETWEEN 1 AND 99),
    price      bigint NOT NULL CHECK (price >= 0),
    added_at   timestamptz NOT NULL DEFAULT now(),
    UNIQUE (cart_id, variant_id)
);
