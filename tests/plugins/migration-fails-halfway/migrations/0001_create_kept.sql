CREATE TABLE migration_fails_halfway.kept (id bigint PRIMARY KEY);
