-- Several addresses a customer: each has a name of its own and an id that may stand in a page's address.
ALTER TABLE customers.addresses ADD COLUMN label text NOT NULL DEFAULT '' CHECK (length(label) <= 40);
ALTER TABLE customers.addresses ADD COLUMN public_id text;
UPDATE customers.addresses SET public_id = substr(replace(gen_random_uuid()::text, '-', ''), 1, 22);
ALTER TABLE customers.addresses ALTER COLUMN public_id SET NOT NULL;
ALTER TABLE customers.addresses ADD CONSTRAINT addresses_public_id UNIQUE (public_id);
ALTER TABLE customers.addresses ALTER COLUMN is_default SET DEFAULT false;
