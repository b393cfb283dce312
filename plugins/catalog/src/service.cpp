#include "service.hpp"

#include "cards.hpp"
#include "repository_write.hpp"
#include "texts.hpp"

#include <hurtrock/shop/events.hpp>

#include <stdexcept>

namespace hurtrock::catalog {
namespace {

constexpr std::chrono::seconds tree_age_max{5};

} // namespace

CatalogService::CatalogService(Host& host) : host_{host} {}

std::vector<shop::VariantView> CatalogService::variants(Reader& reader, const std::vector<VariantId>& ids,
                                                        std::string_view locale)
{
    return repository::variants(reader, ids, locale);
}

std::optional<VariantId> CatalogService::variant_by_sku(Reader& reader, std::string_view sku)
{
    return repository::variant_of_sku(reader, sku);
}

std::vector<shop::CategoryChoice> CatalogService::categories(Reader& reader, std::string_view locale)
{
    std::vector<shop::CategoryChoice> choices;
    std::vector<std::string> trail;
    for (const auto& category : repository::categories(reader)) {
        trail.resize(static_cast<std::size_t>(category.depth));
        trail.emplace_back(category.draft.name.in(locale));
        std::string name;
        for (const auto& step : trail)
            name += (name.empty() ? "" : " / ") + step;
        choices.push_back({category.id, std::move(name)});
    }
    return choices;
}

std::vector<std::string> CatalogService::brands(Reader& reader) { return repository::brand_names(reader); }

std::int64_t CatalogService::count(Reader& reader) { return repository::active_count(reader); }

std::vector<shop::SitemapEntry> CatalogService::sitemap(Reader& reader, std::int64_t offset, std::int64_t limit)
{
    return repository::sitemap(reader, std::max<std::int64_t>(offset, 0), std::clamp<std::int64_t>(limit, 1, 10'000));
}

Value CatalogService::home_lists(Reader& reader, const Request& request)
{
    constexpr std::int64_t cards_per_list = 8, brands_shown = 24;
    for (const auto& tag : tags_of_lists()) request.depends_on(tag);
    const CardMaker cards{host_, request};
    auto lists =
        Value{{"hero", nullptr}, {"featured", Value::list()}, {"newest", Value::list()}, {"on_sale", Value::list()}};
    for (const auto& row : repository::home_cards(reader, cards_per_list))
        lists.at(row.list).push(cards.card(row));
    if (!lists["featured"].empty()) lists.set("hero", lists["featured"].items().front());

    auto categories = Value::list();
    for (const auto& category : repository::categories(reader)) {
        if (category.depth > 0 || !category.draft.active || category.count == 0) continue;
        const auto name = category.draft.name.in(request.locale());
        categories.push(
            {{"name", name},
             {"slug", category.draft.key},
             {"url", request.url_for("/categories/" + std::string{category.draft.slug.in(request.locale())})},
             {"count", category.count},
             {"picture",
              category.draft.picture.empty() ? Value{} : host_.pictures().view(category.draft.picture, name)}});
    }
    auto brands = Value::list();
    for (const auto& brand : repository::brands(reader, brands_shown))
        brands.push({{"name", brand.name}, {"url", request.url_for("/products?brand=" + brand.value)}});
    return lists.set("categories", std::move(categories)).set("brands", std::move(brands));
}

Result<SaveOutcome> CatalogService::save(Transaction& tx, ProductId id, ProductDraft draft, bool refresh,
                                         std::optional<Time> created_at)
{
    auto good = checked(std::move(draft));
    if (!good) return good.problem();
    draft = std::move(*good);

    std::optional<Product> before;
    if (id) {
        repository::lock_product(tx, id);
        before = repository::product(tx, id);
        if (!before) return Problem{.code = "catalog.not_found", .status = 404};
        // A variant is known by its id, or by its SKU where the caller has none; ids of other products are nobody's.
        for (auto& variant : draft.variants) {
            const auto& known = before->draft.variants;
            const auto same = std::find_if(known.begin(), known.end(), [&](const Variant& each) {
                return variant.id != 0 ? each.id == variant.id : each.sku == variant.sku;
            });
            variant.id = same == known.end() ? 0 : same->id;
        }
        if (draft == before->draft) {
            SaveOutcome outcome{id, Saved::unchanged, {}};
            for (const auto& variant : draft.variants)
                outcome.variant_ids.push_back(variant.id);
            return outcome;
        }
    }
    if (const auto taken = repository::slug_in_use(tx, id, draft.slug); !taken.empty())
        return Problem{.code = "catalog.slug_taken",
                       .field = taken == draft.slug.id ? "slug_id" : "slug_en",
                       .arguments = {{"slug", taken}}};
    std::vector<std::string> skus;
    for (const auto& variant : draft.variants)
        skus.push_back(variant.sku);
    if (const auto taken = repository::sku_in_use(tx, id, skus); !taken.empty()) {
        const auto index = std::find(skus.begin(), skus.end(), taken) - skus.begin();
        return Problem{.code = "catalog.sku_taken",
                       .field = "variant-" + std::to_string(index) + "-sku",
                       .arguments = {{"sku", taken}}};
    }
    auto outcome = store(tx, id, draft, before ? &*before : nullptr, created_at);
    if (outcome && refresh) repository::refresh_search(tx, {outcome->id.value});
    return outcome;
}

Result<SaveOutcome> CatalogService::store(Transaction& tx, ProductId id, const ProductDraft& draft,
                                          const Product* before, std::optional<Time> created_at)
{
    const auto brand = repository::ensure_brand(tx, draft.brand, slug_of(draft.brand));
    SaveOutcome outcome{id, before ? Saved::changed : Saved::created, {}};
    if (before)
        repository::update_product(tx, id, draft, brand);
    else
        outcome.id = id = repository::insert_product(tx, draft, brand, created_at);

    if (!before || before->draft.slug != draft.slug) repository::put_slugs(tx, id, draft.slug);
    if (!before || before->draft.options != draft.options) repository::put_options(tx, id, draft.options);
    outcome.variant_ids = repository::put_variants(tx, id, draft.variants);
    if (!before || before->draft.specifications != draft.specifications)
        repository::put_specifications(tx, id, draft.specifications);
    repository::put_pictures(tx, id, draft.pictures, outcome.variant_ids);
    forget_tree_after(tx);

    const auto raised = tx.raise(shop::ProductChanged{id});
    if (!raised) return raised.problem();
    return outcome;
}

Result<Done> CatalogService::set_active(Transaction& tx, ProductId id, bool active)
{
    if (!repository::set_active(tx, id, active)) return Problem{.code = "catalog.not_found", .status = 404};
    repository::refresh_search(tx, {id.value});
    forget_tree_after(tx);
    return tx.raise(shop::ProductChanged{id});
}

Result<Done> CatalogService::remove(Transaction& tx, ProductId id)
{
    if (!repository::delete_product(tx, id)) return Problem{.code = "catalog.not_found", .status = 404};
    forget_tree_after(tx);
    return tx.raise(shop::ProductChanged{id});
}

std::vector<std::int64_t> CatalogService::available(Reader& reader, const Product& product)
{
    const auto inventory = host_.services().find<shop::Inventory>();
    if (!inventory) return product.available;
    std::vector<VariantId> ids;
    for (const auto& variant : product.draft.variants)
        ids.push_back({variant.id});
    auto levels = inventory->available(reader, ids);
    std::vector<std::int64_t> available;
    for (const auto id : ids)
        available.push_back(levels[id]);
    return available;
}

Result<std::int64_t> CatalogService::put_on_hand(Transaction& tx,
                                                 std::vector<std::pair<std::int64_t, std::int64_t>> counts,
                                                 std::string_view reason, std::string_view actor)
{
    if (counts.empty()) return std::int64_t{0};
    const Service<shop::Inventory> inventory{host_.services()};
    // In order of variant id: the lock order of stock.
    std::sort(counts.begin(), counts.end());
    std::vector<VariantId> ids;
    std::vector<std::int64_t> numbers, available;
    for (const auto& [id, count] : counts) {
        ids.push_back({id});
        numbers.push_back(id);
    }
    auto shelf = inventory->on_hand(tx, ids);
    std::int64_t changed = 0;
    for (const auto& [id, count] : counts) {
        if (shelf[VariantId{id}] == count) continue;
        const auto put = inventory->set_on_hand(tx, {id}, count, reason, actor);
        if (!put) return put.problem();
        ++changed;
    }
    auto levels = inventory->available(tx, ids);
    for (const auto id : ids)
        available.push_back(levels[id]);
    put_stock(tx, numbers, available);
    return changed;
}

Result<Done> CatalogService::note_stock(VariantId variant, std::int64_t available)
{
    return host_.database().transaction("catalog.note_stock", [&](Transaction& tx) -> Result<Done> {
        put_stock(tx, {variant.value}, {available});
        return Done{};
    });
}

void CatalogService::put_stock(Transaction& tx, const std::vector<std::int64_t>& variants, const std::vector<std::int64_t>& available)
{
    // Cards say how many are left when few are.
    if (repository::put_stock(tx, variants, available, host_.settings().integer("low_stock") + 1)) lists_change(tx);
}

void CatalogService::lists_change(Transaction& tx)
{
    if (const auto heard = tx.raise(ListsChanged{}); !heard)
        throw std::runtime_error{"a listener refused what lists show: " + heard.problem().code};
}

std::vector<std::string> CatalogService::tags_of_lists() { return {shop::ProductChanged::event_name, ListsChanged::event_name}; }

std::shared_ptr<const std::vector<Category>> CatalogService::menu_tree()
{
    std::uint64_t changes = 0;
    {
        const std::lock_guard lock{tree_mutex_};
        if (tree_ && std::chrono::steady_clock::now() - tree_read_at_ < tree_age_max) return tree_;
        changes = tree_changes_;
    }
    const auto started = std::chrono::steady_clock::now();
    auto fresh = std::make_shared<const std::vector<Category>>(repository::categories(host_.database()));
    const std::lock_guard lock{tree_mutex_};
    if (changes == tree_changes_) {
        tree_ = fresh;
        tree_read_at_ = started;
    }
    return fresh;
}

void CatalogService::forget_tree_after(Transaction& tx)
{
    lists_change(tx);
    tx.after_commit([this] {
        const std::lock_guard lock{tree_mutex_};
        tree_.reset();
        ++tree_changes_;
    });
}

} // namespace hurtrock::catalog
