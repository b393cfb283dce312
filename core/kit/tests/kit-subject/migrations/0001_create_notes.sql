CREATE TABLE kit_subject.notes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    text text NOT NULL,
    seen integer NOT NULL DEFAULT 0,
    written_at timestamptz NOT NULL
);
