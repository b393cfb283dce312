#include "product_view.hpp"

#include "texts.hpp"

#include <hurtrock/json.hpp>

namespace hurtrock::catalog {
namespace {

constexpr std::int64_t related_shown = 4;
constexpr std::int64_t quantity_max = 99;
constexpr std::size_t excerpt_length = 160;

/// The first and last address of a srcset: the smallest and the largest picture there is.
std::pair<std::string, std::string> ends_of(std::string_view srcset)
{
    const auto address = [](std::string_view candidate) {
        const auto clean = trimmed(candidate);
        return clean.substr(0, clean.find(' '));
    };
    return {address(srcset.substr(0, srcset.find(','))),
            address(srcset.substr(srcset.rfind(',') == std::string_view::npos ? 0 : srcset.rfind(',') + 1))};
}

Value picture_view(Host& host, const Product& product, const ProductPicture& picture, std::string_view locale)
{
    auto alt = std::string{picture.alt.in(locale)};
    if (alt.empty()) {
        alt = product.draft.name.in(locale);
        if (picture.variant >= 0)
            if (const auto name = variant_name(
                    product.draft, product.draft.variants[static_cast<std::size_t>(picture.variant)], locale);
                !name.empty())
                alt += ", " + name;
    }
    auto view = host.pictures().view(picture.key, alt);
    if (view.is_null()) return view;
    const auto [thumb, large] = ends_of(view["srcset"].text());
    return view.set("thumb", thumb.empty() ? view["src"] : Value{thumb})
        .set("large", large.empty() ? view["src"] : Value{large});
}

/// The chosen variant's pictures and those of no variant; all of them when that leaves none.
Value gallery(Host& host, const Product& product, std::size_t chosen, std::string_view locale)
{
    auto pictures = Value::list();
    for (const bool any : {false, true}) {
        for (const auto& picture : product.draft.pictures) {
            const bool fits = picture.variant < 0 || picture.variant == static_cast<std::int64_t>(chosen);
            if (!any && !fits) continue;
            if (auto view = picture_view(host, product, picture, locale); !view.is_null())
                pictures.push(std::move(view));
        }
        if (!pictures.empty()) break;
    }
    return pictures;
}

std::string swatch_for(const ProductDraft& draft, const Variant& variant)
{
    for (std::size_t option = 0; option < variant.values.size() && option < draft.options.size(); ++option) {
        const auto& value = draft.options[option].values[static_cast<std::size_t>(variant.values[option] - 1)];
        if (!value.swatch.empty()) return value.swatch;
    }
    return {};
}

std::string variant_path(const Product& product, const Variant& variant, std::string_view locale)
{
    // SKUs hold no character that an address would have to encode.
    return "/products/" + std::string{product.draft.slug.in(locale)} + "?variant=" + variant.sku;
}

Value variant_view(const CardMaker& maker, const Request& request, const Product& product, std::size_t index,
                   std::int64_t available, bool selected)
{
    const auto& variant = product.draft.variants[index];
    auto name = variant_name(product.draft, variant, request.locale());
    const auto swatch = swatch_for(product.draft, variant);
    return {{"id", variant.id},
            {"name", name.empty() ? variant.sku : name},
            {"sku", variant.sku},
            {"price", Money{variant.price}.to_value()},
            {"compare_at", money_or_none(variant.compare_at)},
            {"in_stock", available > 0},
            {"can_buy", available > 0 || product.draft.backorder},
            {"stock_left", maker.stock_left(available)},
            {"selected", selected},
            {"swatch", swatch.empty() ? Value{} : Value{swatch}},
            {"url", request.url_for(variant_path(product, variant, request.locale()))}};
}

Value option_views(const ProductDraft& draft, std::string_view locale)
{
    auto list = Value::list();
    for (const auto& option : draft.options) {
        auto values = Value::list();
        for (const auto& value : option.values)
            values.push({{"name", value.name.in(locale)}, {"swatch", value.swatch}});
        list.push({{"name", option.name.in(locale)}, {"values", std::move(values)}});
    }
    return list;
}

Value specification_views(const ProductDraft& draft, std::string_view locale)
{
    std::vector<Value> groups;
    for (const auto& each : draft.specifications) {
        const auto heading = each.heading.in(locale);
        if (groups.empty() || groups.back()["name"].text() != heading)
            groups.push_back({{"name", heading}, {"rows", Value::list()}});
        groups.back().at("rows").push({{"name", each.name.in(locale)}, {"value", each.value.in(locale)}});
    }
    return Value{std::move(groups)};
}

Value breadcrumbs(const Product& product, const Request& request)
{
    auto crumbs = Value::list();
    for (const auto& step : product.trail)
        if (step.active)
            crumbs.push({{"name", step.name.in(request.locale())},
                         {"url", request.url_for("/categories/" + std::string{step.slug.in(request.locale())})}});
    crumbs.push({{"name", product.draft.name.in(request.locale())}});
    return crumbs;
}

/// "24 December 2026" of "2026-12-24".
std::string day_text(const Request& request, const std::string& day)
{
    constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                                "July",    "August",   "September", "October", "November", "December"};
    const auto month =
        static_cast<std::size_t>(std::clamp<std::int64_t>(whole_number(day.substr(5, 2)).value_or(1), 1, 12));
    return std::to_string(whole_number(day.substr(8, 2)).value_or(0)) + " " + request.translate(months[month - 1]) +
           " " + day.substr(0, 4);
}

/// What to tell about a product that is sold out and may be ordered all the same; null for the others.
Value backorder_note(const Request& request, const ProductDraft& draft, std::int64_t available)
{
    if (!draft.backorder || available > 0) return {};
    if (draft.expected_on.size() != 10)
        return request.translate("Sold out, but you can order it: we send it once it is in.");
    return request.translate("Sold out, but you can order it: expected on %(day)s.",
                             {{"day", day_text(request, draft.expected_on)}});
}

} // namespace

std::optional<std::size_t> chosen_variant(const ProductDraft& draft, const std::vector<std::int64_t>& available,
                                          std::string_view sku)
{
    std::optional<std::size_t> first, first_in_stock;
    for (std::size_t index = 0; index < draft.variants.size(); ++index) {
        if (!draft.variants[index].active) continue;
        if (!sku.empty() && same_ignoring_case(draft.variants[index].sku, sku)) return index;
        if (!first) first = index;
        if (!first_in_stock && index < available.size() && available[index] > 0) first_in_stock = index;
    }
    return first_in_stock ? first_in_stock : first;
}

Value json_ld(Host& host, const Request& request, const Product& product, const std::vector<std::int64_t>& available)
{
    const auto locale = request.locale();
    auto offers = Value::list();
    for (std::size_t index = 0; index < product.draft.variants.size(); ++index) {
        const auto& variant = product.draft.variants[index];
        if (!variant.active) continue;
        offers.push(
            {{"@type", "Offer"},
             {"sku", variant.sku},
             {"price", std::to_string(variant.price)},
             {"priceCurrency", "IDR"},
             {"itemCondition", "https://schema.org/NewCondition"},
             {"availability", available[index] > 0 ? "https://schema.org/InStock" : "https://schema.org/OutOfStock"},
             {"url", host.absolute_url(locale, variant_path(product, variant, locale))}});
    }
    auto pictures = Value::list();
    for (const auto& picture : product.draft.pictures) {
        const auto view = host.pictures().view(picture.key, "");
        const auto source = view["src"].text();
        // Picture addresses carry no language; the Indonesian root is the site's own.
        if (!source.empty())
            pictures.push(source.starts_with('/') ? Value{host.absolute_url("id", source)} : Value{source});
    }
    auto about = Value{{"@context", "https://schema.org"},
                       {"@type", "Product"},
                       {"name", product.draft.name.in(locale)},
                       {"description", excerpt(product.draft.description.in(locale), 500)},
                       {"image", std::move(pictures)},
                       {"sku", product.draft.variants.front().sku},
                       {"offers", std::move(offers)}};
    if (!product.draft.brand.empty()) about.set("brand", Value{{"@type", "Brand"}, {"name", product.draft.brand}});
    if (!product.draft.model.empty()) about.set("mpn", product.draft.model);

    // "</script>" and "<!--" must not end or change the element that holds this.
    std::string text;
    for (const char byte : to_json(about)) {
        if (byte == '<')
            text += "\\u003c";
        else
            text += byte;
    }
    return Value::safe(std::move(text));
}

Value product_page(CatalogService& service, const Request& request, const Product& product,
                   const std::vector<std::int64_t>& available, std::size_t chosen)
{
    auto& host = service.host();
    const CardMaker maker{host, request};
    const auto locale = request.locale();
    const auto& draft = product.draft;
    const auto& variant = draft.variants[chosen];

    auto variants = Value::list();
    Value selected;
    std::int64_t total = 0, cheapest = INT64_MAX, dearest = 0;
    for (std::size_t index = 0; index < draft.variants.size(); ++index) {
        if (!draft.variants[index].active) continue;
        auto view = variant_view(maker, request, product, index, available[index], index == chosen);
        if (index == chosen) selected = view;
        variants.push(std::move(view));
        total += std::max<std::int64_t>(available[index], 0);
        cheapest = std::min(cheapest, draft.variants[index].price);
        dearest = std::max(dearest, draft.variants[index].price);
    }
    const auto pictures = gallery(host, product, chosen, locale);
    const auto path = "/products/" + std::string{draft.slug.in(locale)};
    const auto& category = product.trail.back();
    const auto or_none = [](std::string_view text) { return text.empty() ? Value{} : Value{text}; };
    auto view = Value{
        {"id", product.id.value},
        {"name", draft.name.in(locale)},
        {"url", request.url_for(path)},
        {"brand", draft.brand},
        {"brand_url", draft.brand.empty() ? Value{} : Value{request.url_for("/products?brand=" + product.brand_slug)}},
        {"category", category.name.in(locale)},
        {"category_url",
         category.active ? Value{request.url_for("/categories/" + std::string{category.slug.in(locale)})} : Value{}},
        {"price", Money{cheapest}.to_value()},
        {"price_from", cheapest != dearest},
        {"compare_at", money_or_none(variant.compare_at)},
        {"picture", pictures.empty() ? Value{} : pictures.items().front()},
        {"pictures", pictures},
        {"in_stock", total > 0},
        {"can_buy", total > 0 || draft.backorder},
        {"stock_left", maker.stock_left(total)},
        {"badges", maker.badges(product.created_at, variant.compare_at.has_value(), draft.featured)},
        {"variant_id", variants.size() == 1 ? Value{variant.id} : Value{}},
        {"sku", variant.sku},
        {"model", draft.model},
        {"description_html", host.markdown(draft.description.in(locale))},
        {"short_description", or_none(excerpt(draft.description.in(locale), excerpt_length))},
        {"variants", std::move(variants)},
        {"options", option_views(draft, locale)},
        {"specifications", specification_views(draft, locale)},
        {"weight_text", or_none(weight_text(variant.weight_g, locale))},
        {"warranty", or_none(draft.warranty.in(locale))},
        {"max_quantity", draft.backorder ? quantity_max : std::clamp<std::int64_t>(available[chosen], 1, quantity_max)},
        {"preorder_note", backorder_note(request, draft, available[chosen])},
        {"json_ld", json_ld(host, request, product, available)}};
    return {{"product", std::move(view)},
            {"selected_variant", std::move(selected)},
            {"breadcrumbs", breadcrumbs(product, request)},
            {"related", maker.cards(repository::related(host.database(), product, related_shown))},
            {"alternates", alternates(host, "/products/", draft.slug)}};
}

} // namespace hurtrock::catalog
