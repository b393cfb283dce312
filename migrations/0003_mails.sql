-- Mails, written in the transaction that causes them and sent after it has committed.

CREATE TABLE core.mails (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Fixed here, so that a mail sent twice is recognised as one.
    message_id   text NOT NULL UNIQUE,
    from_address text NOT NULL,
    from_name    text NOT NULL,
    to_address   text NOT NULL,
    to_name      text NOT NULL,
    template     text NOT NULL,
    locale       text NOT NULL,
    subject      text NOT NULL,
    text_body    text NOT NULL,
    html_body    text NOT NULL,
    -- kept: there was no server to send it to
    state        text NOT NULL CHECK (state IN ('pending', 'sent', 'failed', 'kept')),
    tries        integer NOT NULL DEFAULT 0,
    -- also the lease: a sender moves it ahead before it starts
    next_try_at  timestamptz NOT NULL,
    last_error   text NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL,
    sent_at      timestamptz,
    CONSTRAINT mails_sent_at CHECK ((state = 'sent') = (sent_at IS NOT NULL))
);
CREATE INDEX mails_due ON core.mails (next_try_at) WHERE state = 'pending';
CREATE INDEX mails_state ON core.mails (state, id);
CREATE INDEX mails_created_at ON core.mails (created_at);
