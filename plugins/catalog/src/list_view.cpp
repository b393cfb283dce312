#include "list_view.hpp"

#include <hurtrock/pagination.hpp>

namespace hurtrock::catalog {
namespace {

/// A tsquery that no document answers, for searches made of signs alone.
constexpr std::string_view terms_of_nothing = "'||'";
constexpr std::int64_t suggestions_shown = 4;

std::string path_of(const Category& category, std::string_view locale)
{
    return "/categories/" + std::string{category.draft.slug.in(locale)};
}

Address address_of(const ListRequest& list, const Request& request, std::string path)
{
    Address address{request, std::move(path)};
    address.add("q", list.query.text);
    for (const auto* category : list.categories)
        address.add("category", category->draft.slug.in(request.locale()));
    for (const auto& brand : list.brands)
        address.add("brand", brand);
    if (list.price_min) address.add("min_price", std::to_string(*list.price_min));
    if (list.price_max) address.add("max_price", std::to_string(*list.price_max));
    if (list.query.in_stock) address.add("in_stock", "1");
    if (const auto sort = request.query("sort"); sort && list.sort == *sort) address.add("sort", list.sort);
    return address;
}

Value active_filters(const ListRequest& list, const Request& request, const Address& address, const Facets& facets)
{
    auto filters = Value::list();
    const auto locale = request.locale();
    const auto add = [&](std::string_view text, std::string url) {
        filters.push({{"text", text}, {"url", std::move(url)}});
    };
    if (!list.query.text.empty()) add("\"" + list.query.text + "\"", address.without("q"));
    for (const auto* category : list.categories)
        add(category->draft.name.in(locale), address.without("category", category->draft.slug.in(locale)));
    for (const auto& slug : list.brands) {
        const auto known = std::find_if(facets.brands.begin(), facets.brands.end(),
                                        [&](const auto& each) { return each.value == slug; });
        add(known == facets.brands.end() ? slug : known->name, address.without("brand", slug));
    }
    if (list.price_min)
        add(request.translate("From %(price)s", {{"price", Money{*list.price_min}.text()}}),
            address.without("min_price"));
    if (list.price_max)
        add(request.translate("Up to %(price)s", {{"price", Money{*list.price_max}.text()}}),
            address.without("max_price"));
    if (list.query.in_stock) add(request.translate("In stock"), address.without("in_stock"));
    return filters;
}

/// The level below the page's category, and what is chosen deeper down.
Value category_choices(const std::vector<Category>& tree, const Category* page, const ListRequest& list,
                       const Facets& facets, std::string_view locale)
{
    auto choices = Value::list();
    for (const auto& category : tree) {
        if (!category.draft.active) continue;
        const bool selected =
            std::find(list.categories.begin(), list.categories.end(), &category) != list.categories.end();
        const bool next_level = category.draft.parent == (page == nullptr ? 0 : page->id);
        const bool below_chosen = std::any_of(list.categories.begin(), list.categories.end(),
                                              [&](const Category* each) { return category.draft.parent == each->id; });
        const auto found = std::find_if(facets.categories.begin(), facets.categories.end(),
                                        [&](const FacetCount& each) { return each.id == category.id; });
        const auto count = found == facets.categories.end() ? 0 : found->count;
        if (!selected && (count == 0 || (!next_level && !below_chosen))) continue;
        choices.push({{"name", category.draft.name.in(locale)},
                      {"value", category.draft.slug.in(locale)},
                      {"count", count},
                      {"selected", selected}});
    }
    return choices;
}

Value brand_choices(const ListRequest& list, const Facets& facets)
{
    auto choices = Value::list();
    for (const auto& brand : facets.brands) {
        const bool selected = std::find(list.brands.begin(), list.brands.end(), brand.value) != list.brands.end();
        choices.push({{"name", brand.name}, {"value", brand.value}, {"count", brand.count}, {"selected", selected}});
    }
    return choices;
}

Value sort_choices(const ListRequest& list, const Request& request)
{
    auto choices = Value::list();
    const auto add = [&](const char* value, const char* text) {
        choices.push({{"value", value}, {"text", request.translate(text)}, {"selected", list.sort == value}});
    };
    if (!list.query.text.empty()) add("relevance", "Best match");
    add("newest", "Newest");
    add("price", "Price: low to high");
    add("price_desc", "Price: high to low");
    add("name", "Name");
    return choices;
}

Value breadcrumbs(const std::vector<Category>& tree, const Category* category, const Request& request)
{
    std::vector<Value> steps;
    for (const auto* step = category; step != nullptr;) {
        auto crumb = Value{{"name", step->draft.name.in(request.locale())}};
        if (step != category) crumb.set("url", request.url_for(path_of(*step, request.locale())));
        steps.insert(steps.begin(), std::move(crumb));
        const auto parent =
            std::find_if(tree.begin(), tree.end(), [&](const Category& each) { return each.id == step->draft.parent; });
        step = parent == tree.end() ? nullptr : &*parent;
    }
    if (category == nullptr) steps.push_back({{"name", request.translate("All products")}});
    return Value{std::move(steps)};
}

Value category_view(const std::vector<Category>& tree, const Category* category, const Request& request)
{
    if (category == nullptr) return {};
    auto children = Value::list();
    for (const auto& child : tree)
        if (child.draft.parent == category->id && child.draft.active)
            children.push({{"name", child.draft.name.in(request.locale())},
                           {"url", request.url_for(path_of(child, request.locale()))},
                           {"count", child.count}});
    return {{"name", category->draft.name.in(request.locale())},
            {"slug", category->draft.slug.in(request.locale())},
            {"url", request.url_for(path_of(*category, request.locale()))},
            {"children", std::move(children)}};
}

std::string heading(const ListRequest& list, const Category* category, const Request& request)
{
    if (!list.query.text.empty()) return request.translate("Results for “%(query)s”", {{"query", list.query.text}});
    if (category != nullptr) return std::string{category->draft.name.in(request.locale())};
    if (list.categories.size() == 1) return std::string{list.categories.front()->draft.name.in(request.locale())};
    return request.translate("All products");
}

} // namespace

Value list_page(CatalogService& service, const Request& request, const std::vector<Category>& tree,
                const Category* category)
{
    auto& database = service.host().database();
    const auto locale = request.locale();
    auto list = ListRequest::read(request, tree, category);

    std::string terms;
    if (!list.query.text.empty()) {
        terms = repository::search_terms(database, list.query.text);
        if (terms.empty()) terms = terms_of_nothing;
    }
    if (!list.brands.empty()) {
        list.query.brands = repository::brands_of_slugs(database, list.brands);
        // Brands the shop has none of are ignored, as every other unknown filter.
        if (list.query.brands.empty()) list.brands.clear();
    }
    const auto facets = repository::facets(database, list.query, terms);
    auto slice = Slice::of(request, list_page_size);
    const auto pages = std::max<std::int64_t>((facets.total + slice.limit - 1) / slice.limit, 1);
    slice.page = std::min(slice.page, pages);

    const CardMaker maker{service.host(), request};
    const auto products =
        maker.cards(repository::cards(database, list.query, terms, locale, slice.limit, slice.offset()));
    Value suggestions = Value::list();
    if (products.empty()) {
        ListQuery anything;
        anything.in_stock = true;
        suggestions = maker.cards(repository::cards(database, anything, "", locale, suggestions_shown, 0));
    }

    const auto path = category == nullptr ? std::string{"/products"} : path_of(*category, locale);
    const auto address = address_of(list, request, path);
    const auto description = category == nullptr ? std::string_view{} : category->draft.description.in(locale);
    const auto price = [](const std::optional<std::int64_t>& each) { return each ? Value{*each} : Value{}; };
    auto page = Value{{"heading", heading(list, category, request)},
                      {"description", description.empty() ? Value{} : Value{description}},
                      {"query", list.query.text},
                      {"category", category_view(tree, category, request)},
                      {"products", products},
                      {"total", facets.total},
                      {"total_text", grouped_number(facets.total, locale)},
                      {"filters", Value{{"action", request.url_for(path)},
                                        {"categories", category_choices(tree, category, list, facets, locale)},
                                        {"brands", brand_choices(list, facets)},
                                        {"min_price", price(list.price_min)},
                                        {"max_price", price(list.price_max)},
                                        {"in_stock", list.query.in_stock}}},
                      {"active_filters", active_filters(list, request, address, facets)},
                      {"clear_url", request.url_for(path)},
                      {"sort", sort_choices(list, request)},
                      {"pagination", slice.links(request, facets.total)},
                      {"breadcrumbs", breadcrumbs(tree, category, request)},
                      {"suggestions", std::move(suggestions)}};
    if (category != nullptr) page.set("alternates", alternates(service.host(), "/categories/", category->draft.slug));
    return page;
}

} // namespace hurtrock::catalog
