#include "list_view.hpp"
#include "pages.hpp"
#include "product_view.hpp"

#include <hurtrock/shop/events.hpp>

namespace hurtrock::catalog {

std::vector<std::string> tags_of_product(const Product& product)
{
    auto tags = CatalogService::tags_of_lists(); // of the related products' cards
    for (const auto& variant : product.draft.variants)
        tags.push_back(shop::StockChanged{{variant.id}}.aggregate());
    return tags;
}

namespace shop_pages {
namespace {

constexpr std::int64_t suggestions_shown = 6;

const Category* find_category(const std::vector<Category>& tree, std::int64_t id)
{
    const auto found = std::find_if(tree.begin(), tree.end(), [&](const Category& each) { return each.id == id; });
    return found == tree.end() ? nullptr : &*found;
}

} // namespace

Response list(const Request& request, CatalogService& service)
{
    const auto tree = repository::categories(service.host().database());
    return page("catalog/list.html", list_page(service, request, tree, nullptr)).cache(CatalogService::tags_of_lists());
}

Response category(const Request& request, CatalogService& service)
{
    auto& database = service.host().database();
    const auto slug = request.path("slug");
    const auto tree = repository::categories(database);
    const auto current = std::find_if(
        tree.begin(), tree.end(), [&](const Category& each) { return each.draft.slug.in(request.locale()) == slug; });
    if (current != tree.end() && current->draft.active)
        return page("catalog/list.html", list_page(service, request, tree, &*current)).cache(CatalogService::tags_of_lists());

    const auto* moved = find_category(tree, repository::category_of_slug(database, slug, request.locale()));
    if (moved == nullptr || !moved->draft.active || moved->draft.slug.in(request.locale()) == slug) return not_found();
    return redirect_permanently("/categories/" + std::string{moved->draft.slug.in(request.locale())});
}

Response product(const Request& request, CatalogService& service)
{
    auto& database = service.host().database();
    const auto slug = request.path("slug");
    const auto product = repository::product_by_slug(database, slug, request.locale());
    if (!product || !product->draft.active || product->trail.empty()) return not_found();

    const auto sku = request.query("variant").value_or("");
    const auto current = product->draft.slug.in(request.locale());
    if (current != slug) {
        const bool known = std::any_of(product->draft.variants.begin(), product->draft.variants.end(),
                                       [&](const Variant& each) { return each.sku == sku; });
        return redirect_permanently("/products/" + std::string{current} +
                                    (known ? "?variant=" + std::string{sku} : ""));
    }
    const auto available = service.available(database, *product);
    const auto chosen = chosen_variant(product->draft, available, sku);
    if (!chosen) return not_found();
    return page("catalog/product.html", product_page(service, request, *product, available, *chosen))
        .cache(tags_of_product(*product));
}

Response suggest(const Request& request, CatalogService& service)
{
    auto& database = service.host().database();
    const auto text = search_text(request.query("q").value_or(""));
    auto items = Value::list();
    std::int64_t total = 0;
    const auto terms = text.empty() ? std::string{} : repository::search_terms(database, text);
    if (!terms.empty()) {
        ListQuery query;
        query.sort = Sort::relevance;
        total = repository::facets(database, query, terms).total;
        const CardMaker maker{service.host(), request};
        for (const auto& row : repository::cards(database, query, terms, request.locale(), suggestions_shown, 0)) {
            const auto card = maker.card(row);
            items.push({{"name", card["name"]},
                        {"url", card["url"]},
                        {"brand", card["brand"]},
                        {"price_text", card["price"]["text"]},
                        {"picture_src", card["picture"]["src"]}});
        }
    }
    return json({{"query", text},
                 {"items", std::move(items)},
                 {"total", total},
                 {"more_url", Address{request, "/products"}.add("q", text).text()}});
}

Value navigation(const Request& request, CatalogService& service)
{
    for (const auto& tag : CatalogService::tags_of_lists()) request.depends_on(tag);
    auto entries = Value::list();
    const auto tree = service.menu_tree();
    for (const auto& category : *tree) {
        if (category.depth > 0 || !category.draft.active) continue;
        const auto path = "/categories/" + std::string{category.draft.slug.in(request.locale())};
        entries.push({{"name", category.draft.name.in(request.locale())},
                      {"url", request.url_for(path)},
                      {"current", request.path() == path}});
    }
    return {{"categories", std::move(entries)}};
}

} // namespace shop_pages
} // namespace hurtrock::catalog
