-- Who changed what in admin; only ever added to.

CREATE TABLE core.audit_log (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- The name is kept beside the id: the line must stay true when the user is renamed or gone.
    actor_id   bigint,
    actor_name text NOT NULL,
    address    text NOT NULL,
    action     text NOT NULL,
    subject    text NOT NULL,
    before     jsonb,
    after      jsonb,
    at         timestamptz NOT NULL
);
CREATE INDEX audit_log_actor ON core.audit_log (actor_id, id);
CREATE INDEX audit_log_subject ON core.audit_log (subject, id);
CREATE INDEX audit_log_action ON core.audit_log (action text_pattern_ops, id);
CREATE INDEX audit_log_at ON core.audit_log (at);

CREATE FUNCTION core.refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is only ever added to';
END
$$;
CREATE TRIGGER audit_log_is_append_only BEFORE UPDATE ON core.audit_log
    FOR EACH ROW EXECUTE FUNCTION core.refuse_audit_change();
