#include "repository_write.hpp"

#include <unordered_map>

namespace hurtrock::catalog::repository {
namespace {

Param reference(std::int64_t id) { return id == 0 ? Param{nullptr} : Param{id}; }

} // namespace

const Query lock_one_product{"catalog.lock_product", R"(
    SELECT FROM catalog.products WHERE id = $1::bigint FOR UPDATE)"};

void lock_product(Transaction& tx, ProductId id) { tx.run(lock_one_product, {id}); }

const Query insert_brand{"catalog.ensure_brand", R"(
    WITH made AS (
        INSERT INTO catalog.brands (name, slug)
        SELECT $1, CASE WHEN EXISTS (SELECT FROM catalog.brands WHERE slug = $2) THEN $2 || '-' || md5($1) ELSE $2 END
         WHERE NOT EXISTS (SELECT FROM catalog.brands WHERE lower(name) = lower($1))
        ON CONFLICT DO NOTHING RETURNING id)
    SELECT id FROM made UNION ALL SELECT id FROM catalog.brands WHERE lower(name) = lower($1))"};

std::int64_t ensure_brand(Transaction& tx, std::string_view name, std::string_view slug)
{
    if (name.empty()) return 0;
    auto rows = tx.run(insert_brand, {name, slug});
    // Another transaction made it after this statement began: a second look sees it.
    if (rows.empty()) rows = tx.run(insert_brand, {name, slug});
    return rows.front().integer("id");
}

const Query other_with_slug{"catalog.slug_in_use", R"(
    SELECT slug FROM catalog.product_slugs
     WHERE current AND product_id <> $1::bigint AND ((locale = 'id' AND slug = $2) OR (locale = 'en' AND slug = $3)) LIMIT 1)"};

std::string slug_in_use(Reader& reader, ProductId self, const Localised& slug)
{
    const auto rows = reader.run(other_with_slug, {self, slug.id, slug.en});
    return rows.empty() ? std::string{} : std::string{rows.front().text("slug")};
}

const Query other_with_sku{"catalog.sku_in_use", R"(
    SELECT sku FROM catalog.variants WHERE product_id <> $1::bigint AND sku = ANY ($2::text[]) ORDER BY sku LIMIT 1)"};

std::string sku_in_use(Reader& reader, ProductId self, const std::vector<std::string>& skus)
{
    const auto rows = reader.run(other_with_sku, {self, skus});
    return rows.empty() ? std::string{} : std::string{rows.front().text("sku")};
}

const Query add_product{"catalog.insert_product", R"(
    INSERT INTO catalog.products (name, description, warranty, category_id, brand_id, model, supplier, featured, active, created_at,
                                  backorder, expected_on)
    VALUES ($1::jsonb, $2::jsonb, $3::jsonb, $4::bigint, $5::bigint, $6, $7, $8::boolean, $9::boolean,
            coalesce($10::timestamptz, now()), $11::boolean, nullif($12, '')::date)
    RETURNING id)"};

ProductId insert_product(Transaction& tx, const ProductDraft& draft, std::int64_t brand, std::optional<Time> created_at)
{
    return tx
        .run(add_product, {draft.name.to_value(), draft.description.to_value(), draft.warranty.to_value(),
                           draft.category, reference(brand), draft.model, draft.supplier, draft.featured, draft.active,
                           created_at, draft.backorder, draft.expected_on})
        .front()
        .id<ProductId>("id");
}

const Query change_product{"catalog.update_product", R"(
    UPDATE catalog.products
       SET name = $2::jsonb, description = $3::jsonb, warranty = $4::jsonb, category_id = $5::bigint, brand_id = $6::bigint,
           model = $7, supplier = $8, featured = $9::boolean, active = $10::boolean,
           backorder = $11::boolean, expected_on = nullif($12, '')::date, updated_at = now()
     WHERE id = $1::bigint)"};

void update_product(Transaction& tx, ProductId id, const ProductDraft& draft, std::int64_t brand)
{
    tx.run(change_product, {id, draft.name.to_value(), draft.description.to_value(), draft.warranty.to_value(),
                            draft.category, reference(brand), draft.model, draft.supplier, draft.featured, draft.active,
                            draft.backorder, draft.expected_on});
}

// A slug that was the product's own once becomes current again; one that another product gave up changes hands.
const Query retire_slugs{"catalog.retire_slugs", R"(
    UPDATE catalog.product_slugs SET current = false
     WHERE product_id = $1::bigint AND current AND slug <> CASE locale WHEN 'id' THEN $2 ELSE $3 END)"};
const Query make_slugs_current{"catalog.put_slugs", R"(
    INSERT INTO catalog.product_slugs (locale, slug, product_id) VALUES ('id', $2, $1::bigint), ('en', $3, $1::bigint)
    ON CONFLICT (locale, slug) DO UPDATE SET product_id = excluded.product_id, current = true
     WHERE NOT product_slugs.current)"};

void put_slugs(Transaction& tx, ProductId id, const Localised& slug)
{
    tx.run(retire_slugs, {id, slug.id, slug.en});
    tx.run(make_slugs_current, {id, slug.id, slug.en});
}

const Query delete_options{"catalog.delete_options", R"(
    DELETE FROM catalog.options WHERE product_id = $1::bigint)"};
const Query insert_options{"catalog.insert_options", R"(
    INSERT INTO catalog.options (product_id, place, name)
    SELECT $1::bigint, item.place, item.option -> 'name'
      FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS item (option, place))"};
const Query insert_option_values{"catalog.insert_option_values", R"(
    INSERT INTO catalog.option_values (product_id, option, place, name, swatch)
    SELECT $1::bigint, item.place, entry.place, entry.value -> 'name', entry.value ->> 'swatch'
      FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS item (option, place),
           jsonb_array_elements(item.option -> 'values') WITH ORDINALITY AS entry (value, place))"};

void put_options(Transaction& tx, ProductId id, const std::vector<Option>& options)
{
    tx.run(delete_options, {id});
    if (options.empty()) return;
    auto list = Value::list();
    for (const auto& option : options) {
        auto values = Value::list();
        for (const auto& value : option.values)
            values.push({{"name", value.name.to_value()}, {"swatch", value.swatch}});
        list.push({{"name", option.name.to_value()}, {"values", std::move(values)}});
    }
    tx.run(insert_options, {id, list});
    tx.run(insert_option_values, {id, list});
}

const Query delete_variants{"catalog.delete_variants", R"(
    DELETE FROM catalog.variants WHERE product_id = $1::bigint AND id <> ALL ($2::bigint[]))"};
const Query change_variants{"catalog.update_variants", R"(
    UPDATE catalog.variants v
       SET sku = n.sku, price = n.price, compare_at = n.compare_at, weight_g = n.weight_g, length_mm = n.length_mm,
           width_mm = n.width_mm, height_mm = n.height_mm, active = n.active, place = n.place
      FROM jsonb_to_recordset($2::jsonb) AS n (id bigint, sku text, price bigint, compare_at bigint, weight_g bigint,
               length_mm bigint, width_mm bigint, height_mm bigint, active boolean, place integer)
     WHERE v.id = n.id AND v.product_id = $1::bigint)"};
const Query insert_variants{"catalog.insert_variants", R"(
    INSERT INTO catalog.variants (product_id, sku, price, compare_at, weight_g, length_mm, width_mm, height_mm, active, place)
    SELECT $1::bigint, n.sku, n.price, n.compare_at, n.weight_g, n.length_mm, n.width_mm, n.height_mm, n.active, n.place
      FROM jsonb_to_recordset($2::jsonb) AS n (id bigint, sku text, price bigint, compare_at bigint, weight_g bigint,
               length_mm bigint, width_mm bigint, height_mm bigint, active boolean, place integer)
     WHERE n.id = 0
    RETURNING id, sku)"};
const Query insert_variant_values{"catalog.put_variant_values", R"(
    INSERT INTO catalog.variant_values (variant_id, product_id, option, value)
    SELECT v.id, v.product_id, choice.option, choice.value::smallint
      FROM jsonb_to_recordset($2::jsonb) AS n (sku text, "values" jsonb)
      JOIN catalog.variants v ON v.product_id = $1::bigint AND v.sku = n.sku,
           jsonb_array_elements_text(n."values") WITH ORDINALITY AS choice (value, option)
    ON CONFLICT (variant_id, option) DO UPDATE SET value = excluded.value)"};

std::vector<std::int64_t> put_variants(Transaction& tx, ProductId id, const std::vector<Variant>& variants)
{
    auto list = Value::list();
    std::vector<std::int64_t> ids, kept;
    bool has_new = false;
    for (const auto& variant : variants) {
        auto values = Value::list();
        for (const auto value : variant.values)
            values.push(value);
        list.push({{"id", variant.id},
                   {"sku", variant.sku},
                   {"price", variant.price},
                   {"compare_at", variant.compare_at ? Value{*variant.compare_at} : Value{}},
                   {"weight_g", variant.weight_g},
                   {"length_mm", variant.length_mm},
                   {"width_mm", variant.width_mm},
                   {"height_mm", variant.height_mm},
                   {"active", variant.active},
                   {"place", ids.size() + 1},
                   {"values", std::move(values)}});
        ids.push_back(variant.id);
        if (variant.id != 0) kept.push_back(variant.id);
        has_new = has_new || variant.id == 0;
    }
    tx.run(delete_variants, {id, kept});
    if (!kept.empty()) tx.run(change_variants, {id, list});
    if (has_new) {
        std::unordered_map<std::string, std::int64_t> made;
        for (const auto row : tx.run(insert_variants, {id, list}))
            made.emplace(row.text("sku"), row.integer("id"));
        for (std::size_t index = 0; index < variants.size(); ++index)
            if (ids[index] == 0) ids[index] = made.at(variants[index].sku);
    }
    tx.run(insert_variant_values, {id, list});
    return ids;
}

const Query delete_specifications{"catalog.delete_specifications", R"(
    DELETE FROM catalog.specifications WHERE product_id = $1::bigint)"};
const Query insert_specifications{"catalog.insert_specifications", R"(
    INSERT INTO catalog.specifications (product_id, place, heading, name, value)
    SELECT $1::bigint, item.place, item.entry -> 'heading', item.entry -> 'name', item.entry -> 'value'
      FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS item (entry, place))"};

void put_specifications(Transaction& tx, ProductId id, const std::vector<Specification>& specifications)
{
    tx.run(delete_specifications, {id});
    if (specifications.empty()) return;
    auto list = Value::list();
    for (const auto& each : specifications)
        list.push(
            {{"heading", each.heading.to_value()}, {"name", each.name.to_value()}, {"value", each.value.to_value()}});
    tx.run(insert_specifications, {id, list});
}

const Query delete_pictures{"catalog.delete_pictures", R"(
    DELETE FROM catalog.pictures WHERE product_id = $1::bigint)"};
const Query insert_pictures{"catalog.insert_pictures", R"(
    INSERT INTO catalog.pictures (product_id, place, picture, variant_id, alt)
    SELECT $1::bigint, item.place, item.entry ->> 'key', (item.entry ->> 'variant')::bigint, item.entry -> 'alt'
      FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS item (entry, place))"};

void put_pictures(Transaction& tx, ProductId id, const std::vector<ProductPicture>& pictures,
                  const std::vector<std::int64_t>& variant_ids)
{
    tx.run(delete_pictures, {id});
    if (pictures.empty()) return;
    auto list = Value::list();
    for (const auto& each : pictures) {
        const auto index = static_cast<std::size_t>(each.variant);
        const bool of_variant = each.variant >= 0 && index < variant_ids.size();
        list.push({{"key", each.key},
                   {"alt", each.alt.to_value()},
                   {"variant", of_variant ? Value{variant_ids[index]} : Value{}}});
    }
    tx.run(insert_pictures, {id, list});
}

const Query change_active{"catalog.set_active", R"(
    UPDATE catalog.products SET active = $2::boolean, updated_at = now() WHERE id = $1::bigint)"};

bool set_active(Transaction& tx, ProductId id, bool active)
{
    return tx.run(change_active, {id, active}).affected() == 1;
}

const Query remove_product{"catalog.delete_product", R"(
    DELETE FROM catalog.products WHERE id = $1::bigint)"};

bool delete_product(Transaction& tx, ProductId id) { return tx.run(remove_product, {id}).affected() == 1; }

} // namespace hurtrock::catalog::repository
