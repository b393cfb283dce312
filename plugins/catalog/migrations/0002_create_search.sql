-- Words as the search compares them: lower case, Latin letters without accents, everything else a space.
CREATE FUNCTION catalog.normalised(words text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN btrim(regexp_replace(lower(translate(words,
        'ÀÁÂÃÄÅàáâãäåĀāĂăĄąÇçĆćČčĎďĐđÈÉÊËèéêëĒēĘęĚěÌÍÎÏìíîïĪīŁłÑñŃńŇňÒÓÔÕÖØòóôõöøŌōŐőŘřŚśŠšŤťÙÚÛÜùúûüŪūŮůŰűÝýÿŹźŻżŽž',
        'AAAAAAaaaaaaAaAaAaCcCcCcDdDdEEEEeeeeEeEeEeIIIIiiiiIiLlNnNnNnOOOOOOooooooOoOoRrSsSsTtUUUUuuuuUuUuUuYyyZzZzZz')),
        '[^a-z0-9\u00df-\u00f6\u00f8-\u1fff\u3040-\ud7ff]+', ' ', 'g'));

-- Everything a list filters and sorts by, one row a product; kept current by the service, so that a list reads this table
-- and then only the cards of its own page.
CREATE TABLE catalog.search (
    product_id   bigint PRIMARY KEY REFERENCES catalog.products (id) ON DELETE CASCADE,
    document     tsvector NOT NULL,
    name         jsonb NOT NULL,
    brand_id     bigint,
    category_ids bigint[] NOT NULL,
    price_min    bigint NOT NULL,
    price_max    bigint NOT NULL,
    compare_at   bigint,
    in_stock     boolean NOT NULL,
    available    bigint NOT NULL,
    -- The product is active and has a variant that can be bought.
    active       boolean NOT NULL,
    featured     boolean NOT NULL,
    created_at   timestamptz NOT NULL
);
CREATE INDEX search_document ON catalog.search USING gin (document);
CREATE INDEX search_categories ON catalog.search USING gin (category_ids);
CREATE INDEX search_newest ON catalog.search (created_at DESC, product_id DESC) WHERE active;
CREATE INDEX search_price ON catalog.search (price_min, product_id) WHERE active;
CREATE INDEX search_brand ON catalog.search (brand_id) WHERE active;

-- Every word of every document: where a typing mistake finds the word that was meant. Words no document holds any more
-- stay; they find nothing.
CREATE TABLE catalog.words (word text PRIMARY KEY);
CREATE INDEX words_trigrams ON catalog.words USING gin (word public.gin_trgm_ops);

-- Every word typed, as the beginning of a word; null when there is none. Words hold no character that means anything to
-- tsquery.
CREATE FUNCTION catalog.exact_query(typed text) RETURNS tsquery
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT string_agg('''' || word || ''':*', ' & ')::tsquery
              FROM unnest(string_to_array(catalog.normalised(typed), ' ')) AS word WHERE word <> '');

-- The same, each word also as the six words of the catalog that look most like it.
CREATE FUNCTION catalog.near_query(typed text) RETURNS tsquery
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SELECT string_agg('(''' || part || ''':*' || coalesce(' | ' || near.words, '') || ')', ' & ')::tsquery
              FROM unnest(string_to_array(catalog.normalised(typed), ' ')) AS part
              LEFT JOIN LATERAL (
                  SELECT string_agg('''' || likely.word || '''', ' | ') AS words
                    FROM (SELECT w.word FROM catalog.words w
                           WHERE length(part) > 3 AND w.word OPERATOR(public.%) part
                           ORDER BY public.similarity(w.word, part) DESC, w.word LIMIT 6) likely) near ON true
             WHERE part <> '');

-- A product as lists show it.
CREATE VIEW catalog.cards AS
SELECT s.product_id, p.name, s.price_min, s.price_max, s.compare_at, s.in_stock, s.available, s.active, s.featured,
       s.created_at, b.name AS brand, b.slug AS brand_slug, c.name AS category,
       (SELECT jsonb_object_agg(l.locale, l.slug) FROM catalog.product_slugs l
         WHERE l.product_id = p.id AND l.current) AS slug,
       (SELECT jsonb_agg(jsonb_build_object('key', shot.picture, 'alt', shot.alt) ORDER BY shot.place)
          FROM (SELECT picture, alt, place FROM catalog.pictures WHERE product_id = p.id ORDER BY place LIMIT 2) shot)
           AS pictures,
       (SELECT CASE WHEN count(*) = 1 THEN min(v.id) END FROM catalog.variants v
         WHERE v.product_id = p.id AND v.active) AS variant_id
  FROM catalog.search s
  JOIN catalog.products p ON p.id = s.product_id
  JOIN catalog.categories c ON c.id = p.category_id
  LEFT JOIN catalog.brands b ON b.id = p.brand_id;

-- A product with everything it is made of, in one row.
CREATE VIEW catalog.details AS
SELECT p.*, coalesce(b.name, '') AS brand, coalesce(b.slug, '') AS brand_slug,
       (SELECT jsonb_object_agg(l.locale, l.slug) FROM catalog.product_slugs l
         WHERE l.product_id = p.id AND l.current) AS slug,
       (SELECT jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'active', c.active, 'slug',
                   (SELECT jsonb_object_agg(l.locale, l.slug) FROM catalog.category_slugs l
                     WHERE l.category_id = c.id AND l.current)) ORDER BY array_position(t.path, c.id))
          FROM catalog.category_paths t JOIN catalog.categories c ON c.id = ANY (t.path)
         WHERE t.category_id = p.category_id) AS trail,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('name', o.name, 'values',
                   (SELECT coalesce(jsonb_agg(jsonb_build_object('name', v.name, 'swatch', v.swatch) ORDER BY v.place), '[]')
                      FROM catalog.option_values v WHERE v.product_id = o.product_id AND v.option = o.place))
                   ORDER BY o.place), '[]')
          FROM catalog.options o WHERE o.product_id = p.id) AS options,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'sku', v.sku, 'price', v.price, 'compare_at', v.compare_at,
                   'weight_g', v.weight_g, 'length_mm', v.length_mm, 'width_mm', v.width_mm, 'height_mm', v.height_mm,
                   'active', v.active, 'available', coalesce(s.available, 0), 'values',
                   (SELECT coalesce(jsonb_agg(x.value ORDER BY x.option), '[]') FROM catalog.variant_values x
                     WHERE x.variant_id = v.id)) ORDER BY v.place, v.id), '[]')
          FROM catalog.variants v LEFT JOIN catalog.stock s ON s.variant_id = v.id
         WHERE v.product_id = p.id) AS variants,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('heading', s.heading, 'name', s.name, 'value', s.value)
                   ORDER BY s.place), '[]')
          FROM catalog.specifications s WHERE s.product_id = p.id) AS specifications,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('key', i.picture, 'alt', i.alt, 'variant', i.variant_id)
                   ORDER BY i.place), '[]')
          FROM catalog.pictures i WHERE i.product_id = p.id) AS pictures
  FROM catalog.products p
  LEFT JOIN catalog.brands b ON b.id = p.brand_id;
