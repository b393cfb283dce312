-- Events on their way to listeners that run after the commit: one row per event and listener, written in the transaction that
-- raised the event, deleted when the listener succeeded.

CREATE TABLE core.outbox (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event       text NOT NULL,
    -- Events of one aggregate reach a listener in the order of their ids.
    aggregate   text NOT NULL,
    payload     jsonb NOT NULL,
    plugin      text NOT NULL,
    listener    text NOT NULL,
    -- dead: all tries failed; a person decides
    state       text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'dead')),
    tries       integer NOT NULL DEFAULT 0,
    -- also the lease: a dispatcher moves it ahead before it calls
    next_try_at timestamptz NOT NULL,
    last_error  text NOT NULL DEFAULT '',
    raised_at   timestamptz NOT NULL
);
CREATE INDEX outbox_due ON core.outbox (next_try_at) WHERE state = 'pending';
CREATE INDEX outbox_order ON core.outbox (plugin, listener, aggregate, id) WHERE state = 'pending';
CREATE INDEX outbox_dead ON core.outbox (id) WHERE state = 'dead';
