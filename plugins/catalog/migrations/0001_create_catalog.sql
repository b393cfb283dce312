-- Typing mistakes in the search box are forgiven by trigrams. The extension ships with PostgreSQL and is trusted, so the
-- owner of the database may create it; where not even that is allowed, say what the administrator has to do.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'the catalog needs the extension pg_trgm and may not create it'
        USING HINT = 'Let the administrator run this once in the database: CREATE EXTENSION pg_trgm SCHEMA public';
END $$;
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
                    WHERE extname = 'pg_trgm' AND nspname = 'public') THEN
        RAISE EXCEPTION 'the extension pg_trgm is installed outside the schema public'
            USING HINT = 'Move it: ALTER EXTENSION pg_trgm SET SCHEMA public';
    END IF;
END $$;

-- The text in a language, or in Indonesian where there is no other.
CREATE FUNCTION catalog.localised(texts jsonb, locale text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(nullif(texts ->> locale, ''), texts ->> 'id', '');

CREATE TABLE catalog.categories (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key         text NOT NULL UNIQUE CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 100),
    parent_id   bigint REFERENCES catalog.categories (id),
    name        jsonb NOT NULL CHECK (coalesce(name ->> 'id', '') <> ''),
    description jsonb NOT NULL DEFAULT '{}',
    position    integer NOT NULL DEFAULT 0,
    active      boolean NOT NULL DEFAULT true,
    picture     text NOT NULL DEFAULT '',
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    CHECK (parent_id <> id)
);
CREATE INDEX categories_parent ON catalog.categories (parent_id);

-- Every slug a category or product ever had, per language; the one in use is current, the others lead to it.
CREATE TABLE catalog.category_slugs (
    locale      text NOT NULL CHECK (locale IN ('id', 'en')),
    slug        text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 150),
    category_id bigint NOT NULL REFERENCES catalog.categories (id) ON DELETE CASCADE,
    current     boolean NOT NULL DEFAULT true,
    PRIMARY KEY (locale, slug)
);
CREATE UNIQUE INDEX category_slugs_current ON catalog.category_slugs (category_id, locale) WHERE current;

CREATE TABLE catalog.brands (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL CHECK (name <> ''),
    slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
);
CREATE UNIQUE INDEX brands_name ON catalog.brands (lower(name));

CREATE TABLE catalog.products (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        jsonb NOT NULL CHECK (coalesce(name ->> 'id', '') <> ''),
    description jsonb NOT NULL DEFAULT '{}',
    warranty    jsonb NOT NULL DEFAULT '{}',
    category_id bigint NOT NULL REFERENCES catalog.categories (id),
    brand_id    bigint REFERENCES catalog.brands (id),
    model       text NOT NULL DEFAULT '',
    supplier    text NOT NULL DEFAULT '',
    featured    boolean NOT NULL DEFAULT false,
    active      boolean NOT NULL DEFAULT true,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX products_category ON catalog.products (category_id);
CREATE INDEX products_brand ON catalog.products (brand_id);
CREATE INDEX products_created ON catalog.products (created_at DESC, id DESC);

CREATE TABLE catalog.product_slugs (
    locale     text NOT NULL CHECK (locale IN ('id', 'en')),
    slug       text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 150),
    product_id bigint NOT NULL REFERENCES catalog.products (id) ON DELETE CASCADE,
    current    boolean NOT NULL DEFAULT true,
    PRIMARY KEY (locale, slug)
);
CREATE UNIQUE INDEX product_slugs_current ON catalog.product_slugs (product_id, locale) WHERE current;

-- What a product's variants differ in ("Colour"), and the values it comes in ("Sunburst"). Known by their places.
CREATE TABLE catalog.options (
    product_id bigint NOT NULL REFERENCES catalog.products (id) ON DELETE CASCADE,
    place      smallint NOT NULL CHECK (place BETWEEN 1 AND 3),
    name       jsonb NOT NULL CHECK (coalesce(name ->> 'id', '') <> ''),
    PRIMARY KEY (product_id, place)
);
CREATE TABLE catalog.option_values (
    product_id bigint NOT NULL,
    option     smallint NOT NULL,
    place      smallint NOT NULL CHECK (place BETWEEN 1 AND 100),
    name       jsonb NOT NULL CHECK (coalesce(name ->> 'id', '') <> ''),
    swatch     text NOT NULL DEFAULT '',
    PRIMARY KEY (product_id, option, place),
    FOREIGN KEY (product_id, option) REFERENCES catalog.options (product_id, place) ON DELETE CASCADE
);

CREATE TABLE catalog.variants (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id bigint NOT NULL REFERENCES catalog.products (id) ON DELETE CASCADE,
    -- Deferrable so that one statement may swap the SKUs of two variants.
    sku        text NOT NULL UNIQUE DEFERRABLE CHECK (sku ~ '^[A-Z0-9][A-Z0-9._/-]*$' AND length(sku) <= 64),
    price      bigint NOT NULL CHECK (price >= 0),
    compare_at bigint CHECK (compare_at > price),
    weight_g   bigint NOT NULL DEFAULT 0 CHECK (weight_g >= 0),
    length_mm  bigint NOT NULL DEFAULT 0 CHECK (length_mm >= 0),
    width_mm   bigint NOT NULL DEFAULT 0 CHECK (width_mm >= 0),
    height_mm  bigint NOT NULL DEFAULT 0 CHECK (height_mm >= 0),
    active     boolean NOT NULL DEFAULT true,
    place      integer NOT NULL DEFAULT 0,
    UNIQUE (product_id, id)
);
CREATE INDEX variants_product ON catalog.variants (product_id, place, id);

CREATE TABLE catalog.variant_values (
    variant_id bigint NOT NULL,
    product_id bigint NOT NULL,
    option     smallint NOT NULL,
    value      smallint NOT NULL,
    PRIMARY KEY (variant_id, option),
    FOREIGN KEY (product_id, variant_id) REFERENCES catalog.variants (product_id, id) ON DELETE CASCADE,
    FOREIGN KEY (product_id, option, value) REFERENCES catalog.option_values (product_id, option, place) ON DELETE CASCADE
);
CREATE INDEX variant_values_value ON catalog.variant_values (product_id, option, value);

CREATE TABLE catalog.specifications (
    product_id bigint NOT NULL REFERENCES catalog.products (id) ON DELETE CASCADE,
    place      integer NOT NULL,
    heading    jsonb NOT NULL DEFAULT '{}',
    name       jsonb NOT NULL CHECK (coalesce(name ->> 'id', '') <> ''),
    value      jsonb NOT NULL CHECK (coalesce(value ->> 'id', '') <> ''),
    PRIMARY KEY (product_id, place)
);

-- variant_id is null for a picture that shows every variant.
CREATE TABLE catalog.pictures (
    product_id bigint NOT NULL REFERENCES catalog.products (id) ON DELETE CASCADE,
    place      integer NOT NULL,
    picture    text NOT NULL CHECK (picture <> ''),
    variant_id bigint,
    alt        jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (product_id, place),
    FOREIGN KEY (product_id, variant_id) REFERENCES catalog.variants (product_id, id) ON DELETE CASCADE
);
CREATE INDEX pictures_variant ON catalog.pictures (variant_id, place);

-- What inventory last said can be bought of each variant, for lists; the truth is inventory's.
CREATE TABLE catalog.stock (
    variant_id bigint PRIMARY KEY REFERENCES catalog.variants (id) ON DELETE CASCADE,
    available  bigint NOT NULL
);

-- Each category's ancestors, the root first and itself last. The depth is bounded by the service (6 levels).
CREATE VIEW catalog.category_paths AS
WITH RECURSIVE paths AS (
    SELECT id AS category_id, ARRAY[id] AS path FROM catalog.categories WHERE parent_id IS NULL
    UNION ALL
    SELECT c.id, paths.path || c.id FROM catalog.categories c JOIN paths ON c.parent_id = paths.category_id
)
SELECT category_id, path FROM paths;
