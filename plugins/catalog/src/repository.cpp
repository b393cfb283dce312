#include "repository.hpp"

#include "texts.hpp"

namespace hurtrock::catalog::repository {
namespace {

std::vector<Option> options_from(const Value& list)
{
    std::vector<Option> options;
    for (const auto& item : list.items()) {
        Option option{Localised::from_value(item["name"]), {}};
        for (const auto& value : item["values"].items())
            option.values.push_back({Localised::from_value(value["name"]), std::string{value["swatch"].text()}});
        options.push_back(std::move(option));
    }
    return options;
}

Variant variant_from(const Value& item)
{
    Variant variant;
    variant.id = item["id"].integer();
    variant.sku = item["sku"].text();
    variant.price = item["price"].integer();
    if (!item["compare_at"].is_null()) variant.compare_at = item["compare_at"].integer();
    variant.weight_g = item["weight_g"].integer();
    variant.length_mm = item["length_mm"].integer();
    variant.width_mm = item["width_mm"].integer();
    variant.height_mm = item["height_mm"].integer();
    variant.active = item["active"].boolean();
    for (const auto& value : item["values"].items())
        variant.values.push_back(value.integer());
    return variant;
}

std::int64_t index_of_variant(const std::vector<Variant>& variants, const Value& id)
{
    for (std::size_t index = 0; index < variants.size(); ++index)
        if (!id.is_null() && variants[index].id == id.integer()) return static_cast<std::int64_t>(index);
    return -1;
}

Product product_from(const Row& row)
{
    Product product;
    auto& draft = product.draft;
    product.id = row.id<ProductId>("id");
    draft.name = Localised::from_value(row.json("name"));
    draft.slug = Localised::from_value(row.json("slug"));
    draft.description = Localised::from_value(row.json("description"));
    draft.warranty = Localised::from_value(row.json("warranty"));
    draft.brand = row.text("brand");
    product.brand_slug = row.text("brand_slug");
    draft.model = row.text("model");
    draft.supplier = row.text("supplier");
    draft.category = row.integer("category_id");
    draft.featured = row.boolean("featured");
    draft.active = row.boolean("active");
    draft.backorder = row.boolean("backorder");
    draft.expected_on = row.text("expected_on");
    product.created_at = row.time("created_at");
    product.updated_at = row.time("updated_at");
    // Named, because what items() answers lives in them.
    const auto trail = row.json("trail"), variants = row.json("variants"), specifications = row.json("specifications"),
               pictures = row.json("pictures");
    for (const auto& step : trail.items())
        product.trail.push_back({step["id"].integer(), Localised::from_value(step["name"]),
                                 Localised::from_value(step["slug"]), step["active"].boolean()});
    draft.options = options_from(row.json("options"));
    for (const auto& item : variants.items()) {
        draft.variants.push_back(variant_from(item));
        product.available.push_back(item["available"].integer());
    }
    for (const auto& item : specifications.items())
        draft.specifications.push_back({Localised::from_value(item["heading"]), Localised::from_value(item["name"]),
                                        Localised::from_value(item["value"])});
    for (const auto& item : pictures.items())
        draft.pictures.push_back({std::string{item["key"].text()}, Localised::from_value(item["alt"]),
                                  index_of_variant(draft.variants, item["variant"])});
    return product;
}

std::optional<Product> first_product(const Rows& rows)
{
    if (rows.empty()) return std::nullopt;
    return product_from(rows.front());
}

} // namespace

const Query product_by_id{"catalog.product", R"(
    SELECT * FROM catalog.details WHERE id = $1::bigint)"};

std::optional<Product> product(Reader& reader, ProductId id) { return first_product(reader.run(product_by_id, {id})); }

const Query product_by_any_slug{"catalog.product_by_slug", R"(
    SELECT * FROM catalog.details
     WHERE id = (SELECT product_id FROM catalog.product_slugs WHERE slug = $1
                  ORDER BY (locale = $2) DESC, current DESC LIMIT 1))"};

std::optional<Product> product_by_slug(Reader& reader, std::string_view slug, std::string_view locale)
{
    if (!is_slug(slug)) return std::nullopt;
    return first_product(reader.run(product_by_any_slug, {slug, locale}));
}

const Query product_id_of_slugs{"catalog.product_of_slugs", R"(
    SELECT product_id FROM catalog.product_slugs
     WHERE (locale = 'id' AND slug = $1) OR (locale = 'en' AND slug = $2 AND $2 <> '')
     ORDER BY (locale = 'id') DESC LIMIT 1)"};

std::optional<ProductId> product_of_slugs(Reader& reader, const Localised& slug)
{
    const auto rows = reader.run(product_id_of_slugs, {slug.id, slug.en});
    if (rows.empty()) return std::nullopt;
    return rows.front().id<ProductId>("product_id");
}

const Query product_id_of_sku{"catalog.product_of_sku", R"(
    SELECT product_id FROM catalog.variants WHERE sku = $1)"};

std::optional<ProductId> product_of_sku(Reader& reader, std::string_view sku)
{
    const auto rows = reader.run(product_id_of_sku, {sku});
    if (rows.empty()) return std::nullopt;
    return rows.front().id<ProductId>("product_id");
}

const Query products_in_order{"catalog.products_after", R"(
    SELECT * FROM catalog.details WHERE id > $1::bigint ORDER BY id LIMIT $2::bigint)"};

std::vector<Product> products_after(Reader& reader, std::int64_t after, std::int64_t limit)
{
    std::vector<Product> products;
    for (const auto row : reader.run(products_in_order, {after, limit}))
        products.push_back(product_from(row));
    return products;
}

// A day is expected from its first hour in the shop's zone on.
const Query variants_by_id{"catalog.variants", R"(
    WITH paths AS MATERIALIZED (SELECT category_id, array_to_json(path) AS path FROM catalog.category_paths)
    SELECT v.id, v.product_id, v.sku, v.price, v.compare_at, v.weight_g, v.length_mm, v.width_mm, v.height_mm,
           v.active AND p.active AS active, catalog.localised(p.name, $2) AS product_name,
           coalesce(b.name, '') AS brand, paths.path AS categories, p.backorder,
           p.expected_on::timestamp AT TIME ZONE 'Asia/Jakarta' AS expected_at,
           (SELECT slug FROM catalog.product_slugs s WHERE s.product_id = p.id AND s.current AND s.locale = $2) AS slug,
           (SELECT string_agg(catalog.localised(o.name, $2), ', ' ORDER BY x.option)
              FROM catalog.variant_values x
              JOIN catalog.option_values o ON o.product_id = x.product_id AND o.option = x.option AND o.place = x.value
             WHERE x.variant_id = v.id) AS variant_name,
           (SELECT i.picture FROM catalog.pictures i WHERE i.product_id = p.id
             ORDER BY (i.variant_id = v.id) DESC NULLS LAST, (i.variant_id IS NULL) DESC, i.place LIMIT 1) AS picture
      FROM catalog.variants v JOIN catalog.products p ON p.id = v.product_id
      LEFT JOIN catalog.brands b ON b.id = p.brand_id
      LEFT JOIN paths ON paths.category_id = p.category_id
     WHERE v.id = ANY ($1::bigint[]))"};

std::vector<shop::VariantView> variants(Reader& reader, const std::vector<VariantId>& ids, std::string_view locale)
{
    std::vector<std::int64_t> numbers;
    for (const auto id : ids)
        numbers.push_back(id.value);
    std::vector<shop::VariantView> views;
    if (numbers.empty()) return views;
    for (const auto row : reader.run(variants_by_id, {numbers, locale})) {
        shop::VariantView view;
        view.id = row.id<VariantId>("id");
        view.product = row.id<ProductId>("product_id");
        view.sku = row.text("sku");
        view.product_name = row.text("product_name");
        view.variant_name = row.text("variant_name");
        view.path = "/products/" + std::string{row.text("slug")};
        view.price = row.money("price");
        if (!row.is_null("compare_at")) view.compare_at = row.money("compare_at");
        view.weight_g = row.integer("weight_g");
        view.length_mm = row.integer("length_mm");
        view.width_mm = row.integer("width_mm");
        view.height_mm = row.integer("height_mm");
        view.active = row.boolean("active");
        view.picture = row.text("picture");
        view.brand = row.text("brand");
        const auto path = row.json("categories");
        for (const auto& category : path.items())
            view.categories.insert(view.categories.begin(), category.integer());
        view.backorder = row.boolean("backorder");
        if (!row.is_null("expected_at")) view.expected_at = row.time("expected_at");
        views.push_back(std::move(view));
    }
    return views;
}

const Query variant_id_of_sku{"catalog.variant_by_sku", R"(
    SELECT id FROM catalog.variants WHERE sku = upper($1))"};

std::optional<VariantId> variant_of_sku(Reader& reader, std::string_view sku)
{
    const auto rows = reader.run(variant_id_of_sku, {sku});
    if (rows.empty()) return std::nullopt;
    return rows.front().id<VariantId>("id");
}

const Query all_brands{"catalog.brand_names", R"(
    SELECT name FROM catalog.brands ORDER BY lower(name) LIMIT 1000)"};

std::vector<std::string> brand_names(Reader& reader)
{
    std::vector<std::string> names;
    for (const auto row : reader.run(all_brands))
        names.emplace_back(row.text("name"));
    return names;
}

const Query count_active{"catalog.active_count", R"(
    SELECT count(*) AS total FROM catalog.search WHERE active)"};

std::int64_t active_count(Reader& reader) { return reader.run(count_active).front().integer("total"); }

const Query sitemap_page{"catalog.sitemap", R"(
    SELECT * FROM (
        SELECT 1 AS kind, c.id, c.updated_at, '/categories/' AS folder,
               (SELECT jsonb_object_agg(l.locale, l.slug) FROM catalog.category_slugs l
                 WHERE l.category_id = c.id AND l.current) AS slug
          FROM catalog.categories c WHERE c.active
        UNION ALL
        SELECT 2, p.id, p.updated_at, '/products/',
               (SELECT jsonb_object_agg(l.locale, l.slug) FROM catalog.product_slugs l
                 WHERE l.product_id = p.id AND l.current)
          FROM catalog.search s JOIN catalog.products p ON p.id = s.product_id WHERE s.active) entry
     ORDER BY kind, id OFFSET $1::bigint LIMIT $2::bigint)"};

std::vector<shop::SitemapEntry> sitemap(Reader& reader, std::int64_t offset, std::int64_t limit)
{
    std::vector<shop::SitemapEntry> entries;
    for (const auto row : reader.run(sitemap_page, {offset, limit})) {
        const auto slug = row.json("slug");
        auto paths = Value::map();
        for (const auto locale : locales)
            paths.set(locale, std::string{row.text("folder")} + std::string{slug[locale].text()});
        entries.push_back({std::move(paths), row.time("updated_at")});
    }
    return entries;
}

} // namespace hurtrock::catalog::repository
