#include "list_view.hpp"
#include "pages.hpp"
#include "product_view.hpp"
#include "texts.hpp"

#include <charconv>

namespace hurtrock::catalog::api {
namespace {

constexpr std::int64_t per_page_default = 24;
constexpr std::int64_t per_page_max = 100;
constexpr std::int64_t page_max = 10'000;

/// A positive number of the query string, or a Problem that names it.
Result<std::int64_t> number_of(const Request& request, std::string_view name, std::int64_t fallback, std::int64_t max)
{
    const auto typed = request.query(name);
    if (!typed) return fallback;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(typed->data(), typed->data() + typed->size(), number);
    if (error != std::errc{} || end != typed->data() + typed->size() || number < 1 || number > max)
        return Problem{.code = "catalog.number_invalid",
                       .field = std::string{name},
                       .arguments = {{"name", name}, {"max", max}},
                       .status = 400};
    return number;
}

Value item_of(const Value& card, const Request& request, const CardRow& row)
{
    auto item = card;
    item.erase("picture_hover");
    item.erase("stock_left");
    item.set("slug", row.slug.in(request.locale()));
    item.set("price_max", Money{row.price_max}.to_value());
    return item;
}

} // namespace

Response products(const Request& request, CatalogService& service)
{
    const auto page = number_of(request, "page", 1, page_max);
    if (!page) return problem(page.problem());
    const auto per_page = number_of(request, "per_page", per_page_default, per_page_max);
    if (!per_page) return problem(per_page.problem());

    auto& database = service.host().database();
    auto list = ListRequest::read(request, repository::categories(database), nullptr);
    if (!list.brands.empty()) list.query.brands = repository::brands_of_slugs(database, list.brands);
    std::string terms;
    if (!list.query.text.empty()) terms = repository::search_terms(database, list.query.text);
    const bool nothing = !list.query.text.empty() && terms.empty();

    auto items = Value::list();
    const auto total = nothing ? 0 : repository::facets(database, list.query, terms).total;
    if (total > 0) {
        const CardMaker maker{service.host(), request};
        for (const auto& row :
             repository::cards(database, list.query, terms, request.locale(), *per_page, (*page - 1) * *per_page))
            items.push(item_of(maker.card(row), request, row));
    }
    return json({{"items", std::move(items)},
                 {"page", *page},
                 {"per_page", *per_page},
                 {"pages", (total + *per_page - 1) / *per_page},
                 {"total", total}})
        .cache(CatalogService::tags_of_lists());
}

Response product(const Request& request, CatalogService& service)
{
    auto& database = service.host().database();
    const auto product = repository::product_by_slug(database, request.path("slug"), request.locale());
    if (!product || !product->draft.active || product->trail.empty()) return not_found();
    const auto available = service.available(database, *product);
    const auto chosen = chosen_variant(product->draft, available, request.query("variant").value_or(""));
    if (!chosen) return not_found();

    auto view = product_page(service, request, *product, available, *chosen)["product"];
    view.erase("json_ld");
    view.set("slug", product->draft.slug.in(request.locale()));
    view.set("description", product->draft.description.in(request.locale()));
    return json(view).cache(tags_of_product(*product));
}

} // namespace hurtrock::catalog::api
