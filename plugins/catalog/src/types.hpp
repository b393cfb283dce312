#pragma once
/// What the catalog is made of. Plain data; the rules are in service.hpp.

#include <hurtrock/database.hpp>

#include <array>

namespace hurtrock::catalog {

inline constexpr std::array<std::string_view, 2> locales{"id", "en"};

/// A text in the shop's two languages; Indonesian stands in where English is missing.
struct Localised {
    std::string id;
    std::string en;

    std::string_view in(std::string_view locale) const noexcept { return locale == "en" && !en.empty() ? en : id; }
    Value to_value() const { return {{"id", id}, {"en", en}}; }
    static Localised from_value(const Value& value)
    {
        return {std::string{value["id"].text()}, std::string{value["en"].text()}};
    }
    friend bool operator==(const Localised&, const Localised&) = default;
};

struct OptionValue {
    Localised name;
    /// One of swatches() or empty.
    std::string swatch;
    friend bool operator==(const OptionValue&, const OptionValue&) = default;
};

struct Option {
    Localised name;
    std::vector<OptionValue> values;
    friend bool operator==(const Option&, const Option&) = default;
};

struct Variant {
    /// 0 for one that is not stored yet.
    std::int64_t id{0};
    std::string sku;
    std::int64_t price{0};
    std::optional<std::int64_t> compare_at{};
    std::int64_t weight_g{0};
    std::int64_t length_mm{0}, width_mm{0}, height_mm{0};
    bool active{true};
    /// For each option of the product the place of the value, counted from 1.
    std::vector<std::int64_t> values;
    friend bool operator==(const Variant&, const Variant&) = default;
};

struct Specification {
    Localised heading;
    Localised name;
    Localised value;
    friend bool operator==(const Specification&, const Specification&) = default;
};

struct ProductPicture {
    /// For Pictures::view.
    std::string key;
    Localised alt;
    /// The variant it shows, as an index into the product's variants; -1 shows every variant.
    std::int64_t variant{-1};
    friend bool operator==(const ProductPicture&, const ProductPicture&) = default;
};

/// All of a product that people edit; what admin, import and seed hand to CatalogService::save.
struct ProductDraft {
    Localised name;
    /// Left empty, they are made from the names.
    Localised slug;
    /// Markdown.
    Localised description;
    Localised warranty;
    std::string brand;
    std::string model;
    std::string supplier;
    std::int64_t category{0};
    bool featured{false};
    bool active{true};
    /// May be ordered when there are too few; and the day more are expected, "2026-12-24" or empty.
    bool backorder{false};
    std::string expected_on;
    std::vector<Option> options;
    std::vector<Variant> variants;
    std::vector<Specification> specifications;
    std::vector<ProductPicture> pictures;
    friend bool operator==(const ProductDraft&, const ProductDraft&) = default;
};

struct TrailStep {
    std::int64_t id{0};
    Localised name;
    Localised slug;
    bool active{true};
};

/// A stored product.
struct Product {
    ProductId id{};
    ProductDraft draft;
    std::string brand_slug;
    /// Its category's ancestors, the root first and the category itself last.
    std::vector<TrailStep> trail;
    /// Per variant, as lists know it (see catalog.stock).
    std::vector<std::int64_t> available;
    Time created_at{};
    Time updated_at{};
};

struct CategoryDraft {
    /// Left empty, it is made from the Indonesian name.
    std::string key;
    std::int64_t parent{0};
    Localised name;
    Localised slug;
    Localised description;
    std::int64_t position{0};
    bool active{true};
    std::string picture;
    friend bool operator==(const CategoryDraft&, const CategoryDraft&) = default;
};

struct Category {
    std::int64_t id{0};
    CategoryDraft draft;
    /// Products in it or below it that shoppers can see.
    std::int64_t count{0};
    /// 0 for a root.
    std::int64_t depth{0};
};

enum class Sort { relevance, newest, price, price_desc, name };

/// What a list is asked for; every field is already within its limits.
struct ListQuery {
    std::string text;
    std::vector<std::int64_t> categories;
    std::vector<std::int64_t> brands;
    std::int64_t price_min{0};
    std::int64_t price_max{INT64_MAX};
    bool in_stock{false};
    Sort sort{Sort::newest};
};

struct FacetCount {
    std::int64_t id{0};
    std::string name;
    std::string value;
    std::int64_t count{0};
};

struct Facets {
    std::int64_t total{0};
    std::vector<FacetCount> brands;
    /// By category id; names are the caller's.
    std::vector<FacetCount> categories;
};

struct CardRow {
    std::int64_t id{0};
    Localised name;
    Localised slug;
    std::string brand;
    Localised category;
    std::int64_t price_min{0}, price_max{0};
    std::optional<std::int64_t> compare_at{};
    bool in_stock{false};
    std::int64_t available{0};
    bool featured{false};
    Time created_at{};
    /// [{key, alt}], at most two.
    Value pictures;
    std::optional<std::int64_t> variant_id{};
    /// Which list of the home page it belongs to, where asked.
    std::string list;
};

enum class Saved { created, changed, unchanged };

struct SaveOutcome {
    ProductId id{};
    Saved saved{Saved::unchanged};
    /// In the draft's order.
    std::vector<std::int64_t> variant_ids;
};

} // namespace hurtrock::catalog
