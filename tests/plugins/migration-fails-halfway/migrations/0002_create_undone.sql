CREATE TABLE migration_fails_halfway.undone (id bigint PRIMARY KEY);
INSERT INTO migration_fails_halfway.nowhere VALUES (1);
