#pragma once
/// The catalog's rules. Knows neither HTTP nor SQL text. Functions that take a Transaction take part in the caller's.
/// Thread-safe.

#include "repository.hpp"

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/inventory.hpp>

#include <algorithm>
#include <mutex>

namespace hurtrock::catalog {

/// Together with the rows of admin's form these stay below the 1,000 fields that the host takes of one form.
inline constexpr std::size_t variants_max = 50;
inline constexpr std::size_t options_max = 3;
inline constexpr std::size_t pictures_max = 40;
inline constexpr std::size_t specifications_max = 80;
inline constexpr std::int64_t category_depth_max = 6;
inline constexpr std::int64_t price_max = 1'000'000'000'000;

/// Lists, cards and menus show something else: categories, brands, or what lists know of the stock. Nobody listens; pages that
/// are kept depend on it.
struct ListsChanged {
    static constexpr const char* event_name = "catalog.lists_changed";

    std::string aggregate() const { return "catalog"; }
    Value to_value() const { return Value::map(); }
    static ListsChanged from_value(const Value&) { return {}; }
};

class CatalogService final : public shop::Catalog
{
public:
    explicit CatalogService(Host& host);

    // shop::Catalog
    std::vector<shop::VariantView> variants(Reader& reader, const std::vector<VariantId>& ids,
                                            std::string_view locale) override;
    std::optional<VariantId> variant_by_sku(Reader& reader, std::string_view sku) override;
    std::vector<shop::CategoryChoice> categories(Reader& reader, std::string_view locale) override;
    std::vector<std::string> brands(Reader& reader) override;
    std::int64_t count(Reader& reader) override;
    Value home_lists(Reader& reader, const Request& request) override;
    std::vector<shop::SitemapEntry> sitemap(Reader& reader, std::int64_t offset, std::int64_t limit) override;

    /// Fills in what may be left out (slugs, English texts stay empty) and checks every rule; all problems at once,
    /// with `field` as in the admin form ("name_id", "variant-0-sku").
    Result<ProductDraft> checked(ProductDraft draft) const;
    /// Creates the product, or changes it where `id` is given; nothing happens when nothing differs. Raises
    /// ProductChanged. Call refresh_search afterwards unless `refresh` is true. Problems of checked(),
    /// "catalog.slug_taken", "catalog.sku_taken", "catalog.not_found".
    Result<SaveOutcome> save(Transaction& tx, ProductId id, ProductDraft draft, bool refresh = true,
                             std::optional<Time> created_at = std::nullopt);
    Result<Done> set_active(Transaction& tx, ProductId id, bool active);
    Result<Done> remove(Transaction& tx, ProductId id);

    /// Creates (id 0) or changes a category. Problems per field; "catalog.category_circle", "catalog.category_depth".
    Result<std::int64_t> save_category(Transaction& tx, std::int64_t id, CategoryDraft draft);

    /// What inventory says can be bought; variants' cached numbers where there is no inventory.
    std::vector<std::int64_t> available(Reader& reader, const Product& product);
    /// Puts what is on the shelf of these variants (id, count) where it differs, and what lists know of it. Answers how
    /// many differed. Problems of Inventory::set_on_hand; ServiceUnavailable without inventory.
    Result<std::int64_t> put_on_hand(Transaction& tx, std::vector<std::pair<std::int64_t, std::int64_t>> counts,
                                     std::string_view reason, std::string_view actor);
    /// The listener of StockChanged.
    Result<Done> note_stock(VariantId variant, std::int64_t available);

    /// What a page with cards was made from (Response::cache).
    static std::vector<std::string> tags_of_lists();

    /// The tree for menus, at most 5 s old (at once after a change made here).
    std::shared_ptr<const std::vector<Category>> menu_tree();

    Host& host() const noexcept { return host_; }

private:
    Result<SaveOutcome> store(Transaction& tx, ProductId id, const ProductDraft& draft, const Product* before,
                              std::optional<Time> created_at);
    void forget_tree_after(Transaction& tx);
    void put_stock(Transaction& tx, const std::vector<std::int64_t>& variants, const std::vector<std::int64_t>& available);
    void lists_change(Transaction& tx);

    Host& host_;
    std::mutex tree_mutex_;
    std::shared_ptr<const std::vector<Category>> tree_;
    std::chrono::steady_clock::time_point tree_read_at_{};
    /// Counts changes, so that a read that began before one is not kept after it.
    std::uint64_t tree_changes_{0};
};

} // namespace hurtrock::catalog
