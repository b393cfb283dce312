CREATE TABLE sample_thing.notes (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    text       text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 200),
    written_at timestamptz NOT NULL DEFAULT now()
);
