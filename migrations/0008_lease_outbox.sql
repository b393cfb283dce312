-- With the id the index gives the rows in the order in which they are taken, so that the first is found without sorting all.
DROP INDEX core.outbox_due;
CREATE INDEX outbox_due ON core.outbox (next_try_at, id) WHERE state = 'pending';

-- Takes the event that is due first, by the indexes alone. The table is nearly always empty, and that is when a prepared statement
-- is planned: it would read the whole table for every row once a rush has filled it.
--
-- The lease need not outlive a crash of the database: a row whose lease is lost is due again, and whoever had it is gone too.
CREATE FUNCTION core.lease_outbox(due timestamptz, lease_until timestamptz) RETURNS SETOF core.outbox
LANGUAGE plpgsql
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET enable_sort = off
SET enable_incremental_sort = off
AS $$
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    RETURN QUERY
    UPDATE core.outbox o
       SET tries = o.tries + 1, next_try_at = lease_until
     WHERE o.id = (SELECT c.id FROM core.outbox c
                    WHERE c.state = 'pending' AND c.next_try_at <= due
                      AND NOT EXISTS (SELECT FROM core.outbox e
                                       WHERE e.plugin = c.plugin AND e.listener = c.listener AND e.aggregate = c.aggregate
                                         AND e.state = 'pending' AND e.id < c.id)
                    ORDER BY c.next_try_at, c.id
                    LIMIT 1
                      FOR UPDATE SKIP LOCKED)
    RETURNING o.*;
END
$$;
