-- Work outside requests. A row is deleted when its job succeeded.

CREATE TABLE core.jobs (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    plugin     text NOT NULL,
    name       text NOT NULL,
    payload    jsonb NOT NULL,
    -- dead: all tries failed; a person decides
    state      text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'dead')),
    tries      integer NOT NULL DEFAULT 0,
    -- also the lease: whoever runs the job keeps moving it ahead
    run_at     timestamptz NOT NULL,
    last_error text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL
);
CREATE INDEX jobs_due ON core.jobs (run_at) WHERE state = 'pending';
CREATE INDEX jobs_dead ON core.jobs (id) WHERE state = 'dead';

CREATE TABLE core.job_schedules (
    plugin       text NOT NULL,
    name         text NOT NULL,
    next_run_at  timestamptz NOT NULL,
    -- until then the schedule is running somewhere
    leased_until timestamptz NOT NULL,
    runs         bigint NOT NULL DEFAULT 0,
    last_error   text NOT NULL DEFAULT '',
    PRIMARY KEY (plugin, name)
);
