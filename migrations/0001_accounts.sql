-- Users, what they may do, where they are signed in.

CREATE TABLE core.users (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id     text NOT NULL UNIQUE,
    email         text NOT NULL,
    name          text NOT NULL DEFAULT '',
    phone         text NOT NULL DEFAULT '',
    -- Argon2id in the PHC string format.
    password_hash text NOT NULL,
    confirmed_at  timestamptz,
    active        boolean NOT NULL DEFAULT true,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    CONSTRAINT users_email_key UNIQUE (email),
    CONSTRAINT users_email_is_lower_case CHECK (email = lower(email COLLATE "C"))
);

CREATE TABLE core.roles (
    name             text PRIMARY KEY,
    -- Holds every permission, also those of plugins enabled later.
    all_permissions  boolean NOT NULL DEFAULT false
);
INSERT INTO core.roles (name, all_permissions) VALUES ('admin', true), ('staff', false);

CREATE TABLE core.role_permissions (
    role       text NOT NULL REFERENCES core.roles (name) ON DELETE CASCADE,
    permission text NOT NULL CHECK (permission ~ '^[a-z0-9_-]+(\.[a-z0-9_-]+)+$'),
    PRIMARY KEY (role, permission)
);

-- Whoever holds a role is staff; customers hold none.
CREATE TABLE core.user_roles (
    user_id bigint NOT NULL REFERENCES core.users (id) ON DELETE CASCADE,
    role    text NOT NULL REFERENCES core.roles (name) ON DELETE CASCADE,
    PRIMARY KEY (user_id, role)
);

CREATE TABLE core.sessions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- SHA-256 of the cookie in hex: a leaked copy of this table opens no door.
    token_hash   text NOT NULL UNIQUE CHECK (length(token_hash) = 64),
    user_id      bigint NOT NULL REFERENCES core.users (id) ON DELETE CASCADE,
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    address      text NOT NULL DEFAULT '',
    user_agent   text NOT NULL DEFAULT ''
);
CREATE INDEX sessions_user_id ON core.sessions (user_id);
CREATE INDEX sessions_expires_at ON core.sessions (expires_at);

CREATE TABLE core.user_tokens (
    token_hash text PRIMARY KEY CHECK (length(token_hash) = 64),
    user_id    bigint NOT NULL REFERENCES core.users (id) ON DELETE CASCADE,
    purpose    text NOT NULL CHECK (purpose IN ('confirm_email', 'reset_password')),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX user_tokens_user_id ON core.user_tokens (user_id, purpose);
CREATE INDEX user_tokens_expires_at ON core.user_tokens (expires_at);

-- Failed logins by hashed origin; see core/auth/login_throttle.hpp.
CREATE TABLE core.login_attempts (
    origin_hash     text PRIMARY KEY CHECK (length(origin_hash) = 64),
    attempts        integer NOT NULL CHECK (attempts > 0),
    last_attempt_at timestamptz NOT NULL,
    blocked_until   timestamptz NOT NULL
);
CREATE INDEX login_attempts_last_attempt_at ON core.login_attempts (last_attempt_at);
