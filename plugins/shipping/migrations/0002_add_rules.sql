-- From how much in goods the service costs nothing, and how heavy it carries; 0: never, any weight.
ALTER TABLE shipping.services ADD COLUMN free_from bigint NOT NULL DEFAULT 0 CHECK (free_from >= 0);
ALTER TABLE shipping.services ADD COLUMN kg_max bigint NOT NULL DEFAULT 0 CHECK (kg_max BETWEEN 0 AND 100000);
ALTER TABLE shipping.services ADD CONSTRAINT services_kg_in_order CHECK (kg_max = 0 OR kg_max >= kg_min);
