#include "repository_write.hpp"

namespace hurtrock::catalog::repository {

// Names weigh most, then brand and model, then the categories above, then the description. The words go to the
// vocabulary that typing mistakes are held against.
const Query make_search_rows{"catalog.refresh_search", R"(
    WITH texts AS (
        SELECT p.id, p.name, p.brand_id, paths.path, p.featured, p.created_at, p.active AND coalesce(v.any_active, false) AS active,
               coalesce(v.price_min, 0) AS price_min, coalesce(v.price_max, 0) AS price_max, v.compare_at,
               coalesce(v.available, 0) AS available,
               setweight(to_tsvector('simple', catalog.normalised(concat_ws(' ', p.name ->> 'id', p.name ->> 'en'))), 'A')
               || setweight(to_tsvector('simple', catalog.normalised(concat_ws(' ', b.name, p.model, v.skus))), 'B')
               || setweight(to_tsvector('simple', catalog.normalised(
                      (SELECT string_agg(concat_ws(' ', c.name ->> 'id', c.name ->> 'en'), ' ')
                         FROM catalog.categories c WHERE c.id = ANY (paths.path)))), 'C')
               || setweight(to_tsvector('simple', catalog.normalised(
                      concat_ws(' ', p.description ->> 'id', p.description ->> 'en'))), 'D') AS document
          FROM catalog.products p
          JOIN catalog.category_paths paths ON paths.category_id = p.category_id
          LEFT JOIN catalog.brands b ON b.id = p.brand_id
          LEFT JOIN LATERAL (
              SELECT bool_or(x.active) AS any_active, string_agg(x.sku, ' ') AS skus,
                     min(x.price) FILTER (WHERE x.active) AS price_min, max(x.price) FILTER (WHERE x.active) AS price_max,
                     (array_agg(x.compare_at ORDER BY x.price, x.compare_at DESC NULLS LAST) FILTER (WHERE x.active))[1] AS compare_at,
                     sum(greatest(coalesce(k.available, 0), 0)) FILTER (WHERE x.active) AS available
                FROM catalog.variants x LEFT JOIN catalog.stock k ON k.variant_id = x.id
               WHERE x.product_id = p.id) v ON true
         WHERE p.id = ANY ($1::bigint[])),
    stored AS (
        INSERT INTO catalog.search (product_id, document, name, brand_id, category_ids, price_min, price_max, compare_at, in_stock,
                                    available, active, featured, created_at)
        SELECT id, document, name, brand_id, path, price_min, price_max, compare_at, available > 0, available, active, featured,
               created_at
          FROM texts
        ON CONFLICT (product_id) DO UPDATE
           SET document = excluded.document, name = excluded.name, brand_id = excluded.brand_id,
               category_ids = excluded.category_ids, price_min = excluded.price_min, price_max = excluded.price_max,
               compare_at = excluded.compare_at, in_stock = excluded.in_stock, available = excluded.available,
               active = excluded.active, featured = excluded.featured, created_at = excluded.created_at)
    INSERT INTO catalog.words (word)
    SELECT DISTINCT word FROM texts, unnest(tsvector_to_array(document)) AS word ORDER BY word
    ON CONFLICT DO NOTHING)"};

void refresh_search(Transaction& tx, const std::vector<std::int64_t>& products)
{
    if (!products.empty()) tx.run(make_search_rows, {products});
}

const Query ids_below{"catalog.products_below", R"(
    SELECT p.id FROM catalog.products p JOIN catalog.category_paths t ON t.category_id = p.category_id
     WHERE $1::bigint = ANY (t.path) ORDER BY p.id)"};

std::vector<std::int64_t> products_below(Reader& reader, std::int64_t category)
{
    std::vector<std::int64_t> ids;
    for (const auto row : reader.run(ids_below, {category}))
        ids.push_back(row.integer("id"));
    return ids;
}

const Query store_stock{"catalog.put_stock", R"(
    INSERT INTO catalog.stock (variant_id, available)
    SELECT v.id, n.available
      FROM unnest($1::bigint[], $2::bigint[]) AS n (variant_id, available)
      JOIN catalog.variants v ON v.id = n.variant_id
     ORDER BY v.id
    ON CONFLICT (variant_id) DO UPDATE SET available = excluded.available)"};
// The rows are locked in order, so that two listeners cannot wait for each other.
const Query store_in_stock{"catalog.put_in_stock", R"(
    WITH touched AS (
        SELECT s.product_id, s.available FROM catalog.search s
         WHERE s.product_id IN (SELECT product_id FROM catalog.variants WHERE id = ANY ($1::bigint[]))
         ORDER BY s.product_id FOR UPDATE),
    counted AS (
        SELECT v.product_id, coalesce(sum(greatest(k.available, 0)) FILTER (WHERE v.active), 0) AS available
          FROM catalog.variants v LEFT JOIN catalog.stock k ON k.variant_id = v.id
         WHERE v.product_id IN (SELECT product_id FROM touched)
         GROUP BY v.product_id)
    UPDATE catalog.search s SET in_stock = counted.available > 0, available = counted.available
      FROM counted JOIN touched USING (product_id)
     WHERE s.product_id = counted.product_id AND s.available IS DISTINCT FROM counted.available
    RETURNING least(touched.available, $2::bigint) <> least(counted.available, $2::bigint) AS shows)"};

bool put_stock(Transaction& tx, const std::vector<std::int64_t>& variants, const std::vector<std::int64_t>& available,
               std::int64_t shown_below)
{
    if (variants.empty()) return false;
    tx.run(store_stock, {variants, available});
    bool shows = false;
    for (const auto row : tx.run(store_in_stock, {variants, shown_below}))
        shows = row.boolean("shows") || shows;
    return shows;
}

// The tree is small and changes rarely: one lock keeps two moves from making a circle together.
const Query lock_tree{"catalog.lock_categories", R"(
    SELECT pg_advisory_xact_lock(hashtextextended('catalog.categories', 0)))"};

void lock_categories(Transaction& tx)
{
    tx.run(lock_tree);
}

const Query other_category_with_slug{"catalog.category_slug_in_use", R"(
    SELECT slug FROM catalog.category_slugs
     WHERE current AND category_id <> $1::bigint AND ((locale = 'id' AND slug = $2) OR (locale = 'en' AND slug = $3)) LIMIT 1)"};

std::string category_slug_in_use(Reader& reader, std::int64_t self, const Localised& slug)
{
    const auto rows = reader.run(other_category_with_slug, {self, slug.id, slug.en});
    return rows.empty() ? std::string{} : std::string{rows.front().text("slug")};
}

const Query other_category_with_key{"catalog.category_key_in_use", R"(
    SELECT id FROM catalog.categories WHERE key = $2 AND id <> $1::bigint)"};

bool category_key_in_use(Reader& reader, std::int64_t self, std::string_view key)
{
    return !reader.run(other_category_with_key, {self, key}).empty();
}

const Query add_category{"catalog.insert_category", R"(
    INSERT INTO catalog.categories (key, parent_id, name, description, position, active, picture)
    VALUES ($1, nullif($2::bigint, 0), $3::jsonb, $4::jsonb, $5::integer, $6::boolean, $7)
    RETURNING id)"};

std::int64_t insert_category(Transaction& tx, const CategoryDraft& draft)
{
    return tx
        .run(add_category, {draft.key, draft.parent, draft.name.to_value(), draft.description.to_value(),
                            draft.position, draft.active, draft.picture})
        .front()
        .integer("id");
}

const Query change_category{"catalog.update_category", R"(
    UPDATE catalog.categories
       SET key = $2, parent_id = nullif($3::bigint, 0), name = $4::jsonb, description = $5::jsonb, position = $6::integer,
           active = $7::boolean, picture = $8, updated_at = now()
     WHERE id = $1::bigint)"};

void update_category(Transaction& tx, std::int64_t id, const CategoryDraft& draft)
{
    tx.run(change_category, {id, draft.key, draft.parent, draft.name.to_value(), draft.description.to_value(),
                             draft.position, draft.active, draft.picture});
}

const Query retire_category_slugs{"catalog.retire_category_slugs", R"(
    UPDATE catalog.category_slugs SET current = false
     WHERE category_id = $1::bigint AND current AND slug <> CASE locale WHEN 'id' THEN $2 ELSE $3 END)"};
const Query make_category_slugs_current{"catalog.put_category_slugs", R"(
    INSERT INTO catalog.category_slugs (locale, slug, category_id) VALUES ('id', $2, $1::bigint), ('en', $3, $1::bigint)
    ON CONFLICT (locale, slug) DO UPDATE SET category_id = excluded.category_id, current = true
     WHERE NOT category_slugs.current)"};

void put_category_slugs(Transaction& tx, std::int64_t id, const Localised& slug)
{
    tx.run(retire_category_slugs, {id, slug.id, slug.en});
    tx.run(make_category_slugs_current, {id, slug.id, slug.en});
}

} // namespace hurtrock::catalog::repository
