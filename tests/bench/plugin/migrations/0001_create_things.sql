CREATE TABLE bench.things (
    id     bigint PRIMARY KEY,
    name   text   NOT NULL,
    amount bigint NOT NULL
);
INSERT INTO bench.things SELECT id, 'Thing ' || id, id * 1000 FROM generate_series(1, 1000) AS id;
