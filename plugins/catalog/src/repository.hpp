#pragma once
/// The catalog's SQL: reading. Each function is one statement unless it says otherwise. Writing is in
/// repository_write.hpp.

#include "types.hpp"

#include <hurtrock/shop/catalog.hpp>

namespace hurtrock::catalog::repository {

std::optional<Product> product(Reader& reader, ProductId id);
/// By a slug it has or had in any language; the visitor's language wins where two products share the word.
std::optional<Product> product_by_slug(Reader& reader, std::string_view slug, std::string_view locale);
std::optional<ProductId> product_of_slugs(Reader& reader, const Localised& slug);
std::optional<ProductId> product_of_sku(Reader& reader, std::string_view sku);
/// A page of all products in order of id, for exports.
std::vector<Product> products_after(Reader& reader, std::int64_t after, std::int64_t limit);

/// What the words typed mean to the index: as they are if that finds anything, else with the nearest known words; empty
/// when nothing of them can be searched for.
std::string search_terms(Reader& reader, std::string_view typed);
Facets facets(Reader& reader, const ListQuery& query, std::string_view terms);
std::vector<CardRow> cards(Reader& reader, const ListQuery& query, std::string_view terms, std::string_view locale,
                           std::int64_t limit, std::int64_t offset);
/// Products like this one: same category first, then the same main category.
std::vector<CardRow> related(Reader& reader, const Product& product, std::int64_t limit);
/// Three lists at once: CardRow::list is "featured", "newest" or "on_sale".
std::vector<CardRow> home_cards(Reader& reader, std::int64_t limit);

/// The whole tree, depth first.
std::vector<Category> categories(Reader& reader);
/// In alphabetical order, at most 1,000.
std::vector<std::string> brand_names(Reader& reader);
/// The category of a slug it has or had in any language, by id; 0 when unknown.
std::int64_t category_of_slug(Reader& reader, std::string_view slug, std::string_view locale);
/// Ids of brands by their slugs.
std::vector<std::int64_t> brands_of_slugs(Reader& reader, const std::vector<std::string>& slugs);
/// Brands with products shoppers can see: name and slug.
std::vector<FacetCount> brands(Reader& reader, std::int64_t limit);

std::vector<shop::VariantView> variants(Reader& reader, const std::vector<VariantId>& ids, std::string_view locale);
std::optional<VariantId> variant_of_sku(Reader& reader, std::string_view sku);
std::int64_t active_count(Reader& reader);
std::vector<shop::SitemapEntry> sitemap(Reader& reader, std::int64_t offset, std::int64_t limit);

/// Rows for admin's list.
struct AdminFilter {
    std::string text;
    std::int64_t category{0};
    /// "", "yes", "no"
    std::string active;
    /// "", "in", "out"
    std::string stock;
    /// "newest", "name", "price", "updated"
    std::string sort{"newest"};
};
struct AdminRow {
    std::int64_t id{0};
    Localised name;
    Localised slug;
    std::string brand;
    Localised category;
    std::string skus;
    std::int64_t variant_count{0};
    std::int64_t price_min{0}, price_max{0};
    std::int64_t available{0};
    bool active{false}, featured{false};
    std::string picture;
    Time updated_at{};
    /// Rows of the whole list.
    std::int64_t total{0};
};
std::vector<AdminRow> admin_products(Reader& reader, const AdminFilter& filter, std::int64_t limit,
                                     std::int64_t offset);

} // namespace hurtrock::catalog::repository
