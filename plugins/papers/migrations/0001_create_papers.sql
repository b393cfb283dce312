-- The last number given, by kind and year. Numbered in the transaction that makes the paper, so that no number is left out.
CREATE TABLE papers.counters (
    kind text    NOT NULL CHECK (kind IN ('invoice', 'credit')),
    year integer NOT NULL,
    last bigint  NOT NULL CHECK (last > 0),
    PRIMARY KEY (kind, year)
);

-- Papers as they were issued. facts holds all that is printed; nothing of it changes afterwards.
CREATE TABLE papers.issued (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind            text NOT NULL CHECK (kind IN ('invoice', 'credit')),
    year            integer NOT NULL,
    sequence        bigint NOT NULL CHECK (sequence > 0),
    number          text NOT NULL UNIQUE,
    order_public_id text NOT NULL,
    -- 0 for an invoice; 1, 2 … for an order's credit notes.
    part            integer NOT NULL DEFAULT 0 CHECK ((kind = 'invoice') = (part = 0)),
    facts           jsonb NOT NULL,
    issued_at       timestamptz NOT NULL,
    UNIQUE (kind, year, sequence),
    UNIQUE (order_public_id, kind, part)
);

CREATE FUNCTION papers.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'issued papers do not change' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER issued_never_changes BEFORE UPDATE OR DELETE ON papers.issued
    FOR EACH ROW EXECUTE FUNCTION papers.refuse_change();
