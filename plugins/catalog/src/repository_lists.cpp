#include "repository.hpp"

namespace hurtrock::catalog::repository {
namespace {

/// What a list keeps: $1 terms, $2 categories, $3 brands, $4 and $5 prices, $6 only what is in stock.
#define CATALOG_KEEPS_WORDS_AND_PRICES                                                                                 \
    " s.active AND ($1::text = '' OR s.document @@ $1::tsquery)"                                                       \
    " AND s.price_min BETWEEN $4::bigint AND $5::bigint AND (NOT $6::boolean OR s.in_stock) "
#define CATALOG_KEEPS_CATEGORIES " (cardinality($2::bigint[]) = 0 OR s.category_ids && $2::bigint[]) "
#define CATALOG_KEEPS_BRANDS " (cardinality($3::bigint[]) = 0 OR s.brand_id = ANY ($3::bigint[])) "
/// The list's page of ids first, so that cards are made for these alone. $7 limit, $8 offset, $9 locale.
#define CATALOG_CARD_PAGE(order)                                                                                       \
    "WITH found AS (SELECT s.product_id, row_number() OVER (ORDER BY " order ") AS place FROM catalog.search s"        \
    " WHERE" CATALOG_KEEPS_WORDS_AND_PRICES "AND" CATALOG_KEEPS_CATEGORIES "AND" CATALOG_KEEPS_BRANDS                  \
    " AND $9::text IS NOT NULL ORDER BY " order " LIMIT $7::bigint OFFSET $8::bigint)"                                 \
    " SELECT c.*, '' AS list FROM found JOIN catalog.cards c USING (product_id) ORDER BY found.place"

std::vector<Param> parameters(const ListQuery& query, std::string_view terms)
{
    return {terms, query.categories, query.brands, query.price_min, query.price_max, query.in_stock};
}

CardRow card_from(const Row& row)
{
    CardRow card;
    card.id = row.integer("product_id");
    card.name = Localised::from_value(row.json("name"));
    card.slug = Localised::from_value(row.json("slug"));
    card.brand = row.text("brand");
    card.category = Localised::from_value(row.json("category"));
    card.price_min = row.integer("price_min");
    card.price_max = row.integer("price_max");
    if (!row.is_null("compare_at")) card.compare_at = row.integer("compare_at");
    card.in_stock = row.boolean("in_stock");
    card.available = row.integer("available");
    card.featured = row.boolean("featured");
    card.created_at = row.time("created_at");
    if (!row.is_null("pictures")) card.pictures = row.json("pictures");
    if (!row.is_null("variant_id")) card.variant_id = row.integer("variant_id");
    card.list = row.text("list");
    return card;
}

std::vector<CardRow> cards_from(const Rows& rows)
{
    std::vector<CardRow> cards;
    cards.reserve(rows.size());
    for (const auto row : rows)
        cards.push_back(card_from(row));
    return cards;
}

} // namespace

const Query understand{"catalog.search_terms", R"(
    SELECT CASE WHEN exact IS NULL THEN ''
                WHEN EXISTS (SELECT FROM catalog.search WHERE active AND document @@ exact) THEN exact::text
                ELSE catalog.near_query($1)::text END AS terms
      FROM catalog.exact_query($1) AS exact)"};

std::string search_terms(Reader& reader, std::string_view typed)
{
    return std::string{reader.run(understand, {typed}).front().text("terms")};
}

const Query count_facets{"catalog.facets", R"(
    WITH kept AS MATERIALIZED (
        SELECT s.brand_id, s.category_ids,)" CATALOG_KEEPS_CATEGORIES "AS in_categories," CATALOG_KEEPS_BRANDS
                                           R"(AS in_brands
          FROM catalog.search s WHERE)" CATALOG_KEEPS_WORDS_AND_PRICES R"()
    SELECT 'total' AS facet, 0 AS id, count(*) AS total, '' AS name, '' AS value
      FROM kept WHERE in_categories AND in_brands
    UNION ALL
    SELECT 'brand', b.id, counted.total, b.name, b.slug
      FROM (SELECT brand_id, count(*) AS total FROM kept WHERE in_categories AND brand_id IS NOT NULL GROUP BY brand_id) counted
      JOIN catalog.brands b ON b.id = counted.brand_id
    UNION ALL
    SELECT 'category', category, count(*), '', '' FROM kept, unnest(category_ids) AS category WHERE in_brands GROUP BY category
     ORDER BY facet, total DESC, name)"};

Facets facets(Reader& reader, const ListQuery& query, std::string_view terms)
{
    Facets facets;
    for (const auto row : reader.run(count_facets, parameters(query, terms))) {
        FacetCount count{row.integer("id"), std::string{row.text("name")}, std::string{row.text("value")},
                         row.integer("total")};
        if (row.text("facet") == "total")
            facets.total = count.count;
        else
            (row.text("facet") == "brand" ? facets.brands : facets.categories).push_back(std::move(count));
    }
    return facets;
}

const Query cards_by_relevance{"catalog.cards_by_relevance",
                               CATALOG_CARD_PAGE("CASE WHEN $1::text = '' THEN 0 ELSE ts_rank_cd(s.document, "
                                                 "$1::tsquery) END DESC, s.in_stock DESC, s.featured DESC,"
                                                 " s.created_at DESC, s.product_id DESC")};
const Query cards_by_newest{"catalog.cards_by_newest", CATALOG_CARD_PAGE("s.created_at DESC, s.product_id DESC")};
const Query cards_by_price{"catalog.cards_by_price", CATALOG_CARD_PAGE("s.price_min, s.product_id")};
const Query cards_by_price_desc{"catalog.cards_by_price_desc",
                                CATALOG_CARD_PAGE("s.price_min DESC, s.product_id DESC")};
const Query cards_by_name{"catalog.cards_by_name",
                          CATALOG_CARD_PAGE("lower(catalog.localised(s.name, $9)), s.product_id")};

std::vector<CardRow> cards(Reader& reader, const ListQuery& query, std::string_view terms, std::string_view locale,
                           std::int64_t limit, std::int64_t offset)
{
    const auto& statement = [&]() -> const Query& {
        switch (query.sort) {
        case Sort::relevance:
            return cards_by_relevance;
        case Sort::price:
            return cards_by_price;
        case Sort::price_desc:
            return cards_by_price_desc;
        case Sort::name:
            return cards_by_name;
        case Sort::newest:
            break;
        }
        return cards_by_newest;
    }();
    auto values = parameters(query, terms);
    values.insert(values.end(), {limit, offset, locale});
    return cards_from(reader.run(statement, values));
}

const Query cards_like{"catalog.related", R"(
    WITH found AS (
        SELECT s.product_id, row_number() OVER (ORDER BY (s.category_ids @> ARRAY[$2::bigint]) DESC, s.in_stock DESC,
                                                         abs(s.price_min - $4::bigint), s.product_id) AS place
          FROM catalog.search s
         WHERE s.active AND s.product_id <> $1::bigint AND s.category_ids && ARRAY[$3::bigint]
         ORDER BY place LIMIT $5::bigint)
    SELECT c.*, '' AS list FROM found JOIN catalog.cards c USING (product_id) ORDER BY found.place)"};

std::vector<CardRow> related(Reader& reader, const Product& product, std::int64_t limit)
{
    const auto root = product.trail.empty() ? product.draft.category : product.trail.front().id;
    const auto price = product.draft.variants.empty() ? 0 : product.draft.variants.front().price;
    return cards_from(reader.run(cards_like, {product.id, product.draft.category, root, price, limit}));
}

const Query cards_of_home{"catalog.home_cards", R"(
    WITH found AS (
        (SELECT product_id, 'featured' AS list, row_number() OVER (ORDER BY in_stock DESC, created_at DESC, product_id DESC) AS place
           FROM catalog.search WHERE active AND featured ORDER BY place LIMIT $1::bigint)
        UNION ALL
        (SELECT product_id, 'newest', row_number() OVER (ORDER BY created_at DESC, product_id DESC) AS place
           FROM catalog.search WHERE active AND in_stock AND NOT featured ORDER BY place LIMIT $1::bigint)
        UNION ALL
        (SELECT product_id, 'on_sale', row_number() OVER (ORDER BY compare_at - price_min DESC, product_id DESC) AS place
           FROM catalog.search WHERE active AND in_stock AND compare_at IS NOT NULL ORDER BY place LIMIT $1::bigint))
    SELECT c.*, found.list FROM found JOIN catalog.cards c USING (product_id) ORDER BY found.list, found.place)"};

std::vector<CardRow> home_cards(Reader& reader, std::int64_t limit)
{
    return cards_from(reader.run(cards_of_home, {limit}));
}

const Query whole_tree{"catalog.categories", R"(
    WITH RECURSIVE tree AS (
        SELECT c.*, 0 AS depth, ARRAY[c.position, c.id] AS place FROM catalog.categories c WHERE c.parent_id IS NULL
        UNION ALL
        SELECT c.*, tree.depth + 1, tree.place || c.position::bigint || c.id
          FROM catalog.categories c JOIN tree ON c.parent_id = tree.id),
    counted AS (SELECT category, count(*) AS total FROM catalog.search, unnest(category_ids) AS category WHERE active
                 GROUP BY category)
    SELECT tree.*, coalesce(counted.total, 0) AS total,
           (SELECT jsonb_object_agg(l.locale, l.slug) FROM catalog.category_slugs l
             WHERE l.category_id = tree.id AND l.current) AS slug
      FROM tree LEFT JOIN counted ON counted.category = tree.id
     ORDER BY tree.place)"};

std::vector<Category> categories(Reader& reader)
{
    std::vector<Category> tree;
    for (const auto row : reader.run(whole_tree)) {
        Category category;
        category.id = row.integer("id");
        category.draft = {std::string{row.text("key")},
                          row.integer("parent_id"),
                          Localised::from_value(row.json("name")),
                          Localised::from_value(row.json("slug")),
                          Localised::from_value(row.json("description")),
                          row.integer("position"),
                          row.boolean("active"),
                          std::string{row.text("picture")}};
        category.count = row.integer("total");
        category.depth = row.integer("depth");
        tree.push_back(std::move(category));
    }
    return tree;
}

const Query category_id_of_slug{"catalog.category_of_slug", R"(
    SELECT category_id FROM catalog.category_slugs WHERE slug = $1
     ORDER BY (locale = $2) DESC, current DESC LIMIT 1)"};

std::int64_t category_of_slug(Reader& reader, std::string_view slug, std::string_view locale)
{
    const auto rows = reader.run(category_id_of_slug, {slug, locale});
    return rows.empty() ? 0 : rows.front().integer("category_id");
}

const Query brand_ids{"catalog.brands_of_slugs", R"(
    SELECT id FROM catalog.brands WHERE slug = ANY ($1::text[]))"};

std::vector<std::int64_t> brands_of_slugs(Reader& reader, const std::vector<std::string>& slugs)
{
    std::vector<std::int64_t> ids;
    for (const auto row : reader.run(brand_ids, {slugs}))
        ids.push_back(row.integer("id"));
    return ids;
}

const Query visible_brands{"catalog.brands", R"(
    SELECT b.id, b.name, b.slug, count(*) AS total
      FROM catalog.search s JOIN catalog.brands b ON b.id = s.brand_id
     WHERE s.active GROUP BY b.id ORDER BY total DESC, b.name LIMIT $1::bigint)"};

std::vector<FacetCount> brands(Reader& reader, std::int64_t limit)
{
    std::vector<FacetCount> brands;
    for (const auto row : reader.run(visible_brands, {limit}))
        brands.push_back(
            {row.integer("id"), std::string{row.text("name")}, std::string{row.text("slug")}, row.integer("total")});
    return brands;
}

const Query products_for_admin{"catalog.admin_products", R"(
    WITH found AS (
        SELECT p.id, count(*) OVER () AS total,
               row_number() OVER (ORDER BY CASE WHEN $5 = 'name' THEN lower(p.name ->> 'id') END,
                                           CASE WHEN $5 = 'price' THEN s.price_min END,
                                           CASE WHEN $5 = 'updated' THEN p.updated_at END DESC,
                                           p.created_at DESC, p.id DESC) AS place
          FROM catalog.products p LEFT JOIN catalog.search s ON s.product_id = p.id
         WHERE ($1::text = '' OR s.document @@ catalog.exact_query($1)
                OR EXISTS (SELECT FROM catalog.variants v WHERE v.product_id = p.id AND v.sku = upper($1)))
           AND ($2::bigint = 0 OR s.category_ids && ARRAY[$2::bigint])
           AND ($3::text = '' OR p.active = ($3 = 'yes'))
           AND ($4::text = '' OR coalesce(s.in_stock, false) = ($4 = 'in'))
         ORDER BY place LIMIT $6::bigint OFFSET $7::bigint)
    SELECT p.id, p.name, p.active, p.featured, p.updated_at, b.name AS brand, c.name AS category, found.total,
           (SELECT jsonb_object_agg(l.locale, l.slug) FROM catalog.product_slugs l
             WHERE l.product_id = p.id AND l.current) AS slug,
           v.skus, v.variant_count, v.price_min, v.price_max, v.available,
           (SELECT i.picture FROM catalog.pictures i WHERE i.product_id = p.id ORDER BY i.place LIMIT 1) AS picture
      FROM found
      JOIN catalog.products p ON p.id = found.id
      JOIN catalog.categories c ON c.id = p.category_id
      LEFT JOIN catalog.brands b ON b.id = p.brand_id
      LEFT JOIN LATERAL (SELECT count(*) AS variant_count, min(x.price) AS price_min, max(x.price) AS price_max,
                                (array_agg(x.sku ORDER BY x.place))[1] AS skus, sum(coalesce(k.available, 0)) AS available
                           FROM catalog.variants x LEFT JOIN catalog.stock k ON k.variant_id = x.id
                          WHERE x.product_id = p.id) v ON true
     ORDER BY found.place)"};

std::vector<AdminRow> admin_products(Reader& reader, const AdminFilter& filter, std::int64_t limit, std::int64_t offset)
{
    std::vector<AdminRow> products;
    for (const auto row : reader.run(products_for_admin, {filter.text, filter.category, filter.active, filter.stock,
                                                          filter.sort, limit, offset})) {
        products.push_back({row.integer("id"), Localised::from_value(row.json("name")),
                            Localised::from_value(row.json("slug")), std::string{row.text("brand")},
                            Localised::from_value(row.json("category")), std::string{row.text("skus")},
                            row.integer("variant_count"), row.integer("price_min"), row.integer("price_max"),
                            row.integer("available"), row.boolean("active"), row.boolean("featured"),
                            std::string{row.text("picture")}, row.time("updated_at"), row.integer("total")});
    }
    return products;
}

} // namespace hurtrock::catalog::repository
