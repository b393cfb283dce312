-- One default address per user is kept now; the table is ready for several.
CREATE TABLE customers.addresses (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id     bigint NOT NULL,
    is_default  boolean NOT NULL DEFAULT true,
    recipient   text NOT NULL DEFAULT '',
    phone       text NOT NULL DEFAULT '',
    street      text NOT NULL DEFAULT '',
    village     text NOT NULL DEFAULT '',
    district    text NOT NULL DEFAULT '',
    city        text NOT NULL DEFAULT '',
    province    text NOT NULL DEFAULT '',
    postal_code text NOT NULL DEFAULT '',
    created_at  timestamptz NOT NULL DEFAULT now(),
    changed_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX addresses_of_user ON customers.addresses (user_id);
CREATE UNIQUE INDEX addresses_one_default ON customers.addresses (user_id) WHERE is_default;

-- The browser an account was asked for in: there the mailed link alone confirms, elsewhere the password is asked too.
CREATE TABLE customers.registrations (
    user_id       bigint PRIMARY KEY,
    guest         text NOT NULL CHECK (length(guest) = 64),
    registered_at timestamptz NOT NULL
);

-- How many mails of a kind a user was sent in the current window, so that nobody's mailbox can be flooded from here.
CREATE TABLE customers.mail_counts (
    user_id           bigint NOT NULL,
    kind              text NOT NULL CHECK (kind IN ('confirm', 'already_registered', 'reset')),
    window_started_at timestamptz NOT NULL,
    sent              integer NOT NULL CHECK (sent > 0),
    PRIMARY KEY (user_id, kind)
);
CREATE INDEX mail_counts_by_window ON customers.mail_counts (window_started_at);
