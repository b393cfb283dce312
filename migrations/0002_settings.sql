-- Settings by owner: a plugin's id, "core", "theme:NAME". A row without value and sealed text stands for "as declared": rows are
-- never deleted by saving, so that the sum of the versions changes with every save and nodes see that something did.

CREATE SEQUENCE core.settings_version;

CREATE TABLE core.settings (
    owner      text NOT NULL,
    key        text NOT NULL,
    value      jsonb,
    -- nonce and box of XSalsa20-Poly1305, see core/settings/sealed_box.hpp
    sealed     bytea,
    version    bigint NOT NULL DEFAULT nextval('core.settings_version'),
    updated_at timestamptz NOT NULL,
    updated_by text NOT NULL DEFAULT '',
    PRIMARY KEY (owner, key),
    CONSTRAINT settings_value_or_sealed CHECK (value IS NULL OR sealed IS NULL)
);
