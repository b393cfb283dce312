-- The language a person works in (null: what the browser asks for), and whether a session outlives its browser.

ALTER TABLE core.users ADD COLUMN locale text CONSTRAINT users_locale_is_known CHECK (locale IN ('id', 'en'));
ALTER TABLE core.sessions ADD COLUMN remembered boolean NOT NULL DEFAULT true;
