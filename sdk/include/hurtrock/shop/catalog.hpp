#pragma once
/// Catalog: products and their variants, as other plugins see them. Provided by the catalog plugin.

#include <hurtrock/request.hpp>

namespace hurtrock::shop {

/// One sellable variant, in one language. Prices include tax.
struct VariantView {
    VariantId id{};
    ProductId product{};
    std::string sku;
    /// "Garuda Strat Pro", and "Sunburst" or empty when the product has one variant.
    std::string product_name;
    std::string variant_name;
    /// Path without language prefix: "/products/garuda-strat-pro".
    std::string path;
    Money price{};
    std::optional<Money> compare_at{};
    std::int64_t weight_g{0};
    std::int64_t length_mm{0}, width_mm{0}, height_mm{0};
    /// False when the product or variant cannot be bought any more.
    bool active{false};
    /// Key for Pictures::view; may be empty.
    std::string picture;
    /// Empty when the product has none.
    std::string brand{};
    /// The product's category first, then all above it up to the root, public slugs left aside: for rules that name one.
    std::vector<std::int64_t> categories{};
    /// When there are too few: may the rest follow once it arrives (backorder), or be left out (partial)? And when it is
    /// expected, if that is known.
    bool backorder{false};
    std::optional<Time> expected_at{};
};

/// A category as rules and forms name it.
struct CategoryChoice {
    std::int64_t id{0};
    /// "Guitars / Electric guitars", in the language asked for.
    std::string name;
};

/// One page of the shop for the sitemap.
struct SitemapEntry {
    /// {"id": "/products/gitar-x", "en": "/products/guitar-x"}: paths per language, without language prefix.
    Value paths;
    Time changed_at{};
};

class Catalog {
public:
    static constexpr const char* interface_name = "hurtrock.catalog/1";

    /// In no particular order; unknown ids are left out. One statement.
    virtual std::vector<VariantView> variants(Reader& reader, const std::vector<VariantId>& ids,
                                              std::string_view locale) = 0;
    virtual std::optional<VariantId> variant_by_sku(Reader& reader, std::string_view sku) = 0;
    /// Every category in the order of the tree, and every brand, for forms that choose some. One statement each.
    virtual std::vector<CategoryChoice> categories(Reader&, std::string_view /*locale*/) { return {}; }
    virtual std::vector<std::string> brands(Reader&) { return {}; }
    /// Active products, for the dashboard.
    virtual std::int64_t count(Reader& reader) = 0;

    /// What the home page shows, in the visitor's language: {hero (card or null), featured, newest, on_sale (lists of cards),
    /// categories (list of {name, slug, url, count, picture}), brands (list of {name, url})}; cards as the theme's README
    /// says. A constant number of statements.
    virtual Value home_lists(Reader& reader, const Request& request) = 0;
    /// Active categories, then active products, in a stable order; fewer than limit (at most 10,000) means the end.
    virtual std::vector<SitemapEntry> sitemap(Reader& reader, std::int64_t offset, std::int64_t limit) = 0;

protected:
    ~Catalog() = default;
};

} // namespace hurtrock::shop
