#include "promotion_form.hpp"

#include <algorithm>
#include <charconv>

namespace hurtrock::promotions {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t amount_max = 1'000'000'000'000;
constexpr std::int64_t uses_max = 1'000'000'000;
constexpr std::size_t skus_max = 50;
constexpr auto wib = 7h;

std::vector<std::string> words_of(std::string_view text)
{
    constexpr std::string_view between = " ,;\t\r\n";
    std::vector<std::string> words;
    for (auto start = text.find_first_not_of(between); start != std::string_view::npos;
         start = text.find_first_not_of(between, start)) {
        const auto end = std::min(text.find_first_of(between, start), text.size());
        words.emplace_back(text.substr(start, end - start));
        start = end;
    }
    return words;
}

void read_products(FormReader& form, Reader& reader, shop::Catalog& catalog, Promotion& promotion)
{
    const auto skus = words_of(form.text("skus", {.length_max = 4000, .multiline = true}));
    if (skus.size() > skus_max)
        return form.refuse({.code = "promotions.too_many_skus", .field = "skus", .arguments = {{"most", skus_max}}});
    for (const auto& sku : skus) {
        const auto variant = catalog.variant_by_sku(reader, sku);
        const auto views = variant ? catalog.variants(reader, {*variant}, "id") : std::vector<shop::VariantView>{};
        if (views.empty())
            return form.refuse({.code = "promotions.sku_unknown", .field = "skus", .arguments = {{"sku", sku}}});
        promotion.targets.push_back({TargetKind::product, views.front().product.value, views.front().sku});
    }
}

void read_groups(FormReader& form, Reader& reader, shop::Catalog& catalog, Promotion& promotion,
                 std::string_view locale)
{
    for (const auto& category : catalog.categories(reader, locale))
        if (form.checkbox("category_" + std::to_string(category.id)))
            promotion.targets.push_back({TargetKind::category, category.id, category.name});
    const auto brands = catalog.brands(reader);
    for (std::size_t place = 0; place < brands.size(); ++place)
        if (form.checkbox("brand_" + brands[place])) promotion.targets.push_back({TargetKind::brand, 0, brands[place]});
}

std::optional<Time> read_time(FormReader& form, const char* field)
{
    const auto typed = form.text(field, {.length_max = 30});
    if (typed.empty()) return std::nullopt;
    const auto time = wib_time(typed);
    if (!time) form.refuse({.code = "promotions.time_form", .field = field});
    return time;
}

/// An empty field or 0 means no limit.
std::optional<std::int64_t> read_limit(FormReader& form, const char* field, std::int64_t max)
{
    const auto number = form.integer(field, {.required = false, .max = max});
    return number > 0 ? std::optional{number} : std::nullopt;
}

void read_benefit(FormReader& form, Promotion& promotion)
{
    const auto percent = form.integer("percent", {.required = false, .max = 100});
    const auto amount = Money{form.integer("amount", {.required = false, .max = amount_max})};
    const auto buy = form.integer("buy_quantity", {.required = false, .max = 99});
    const auto get = form.integer("get_quantity", {.required = false, .max = 99});
    const auto need = [&](bool given, const char* field) {
        if (!given) form.refuse({.code = "form.required", .field = field});
    };
    if (promotion.kind == Kind::percentage || promotion.kind == Kind::buy_x_get_y) {
        promotion.percent = percent;
        need(percent > 0, "percent");
    }
    if (promotion.kind == Kind::fixed) {
        promotion.amount = amount;
        need(!amount.is_zero(), "amount");
    }
    if (promotion.kind == Kind::buy_x_get_y) {
        promotion.buy_quantity = buy;
        promotion.get_quantity = get;
        need(buy > 0, "buy_quantity");
        need(get > 0, "get_quantity");
    }
}

} // namespace

std::optional<Time> wib_time(std::string_view text)
{
    // "2026-11-21T09:00", seconds ignored.
    if (text.size() < 16 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != ' ') || text[13] != ':')
        return std::nullopt;
    bool digits = true;
    const auto number = [&](std::size_t from, std::size_t count) {
        unsigned value = 0;
        const auto* const begin = text.data() + from;
        digits = digits && std::from_chars(begin, begin + count, value).ptr == begin + count;
        return value;
    };
    const auto year = number(0, 4), month = number(5, 2), day = number(8, 2), hour = number(11, 2),
               minute = number(14, 2);
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(year)}, std::chrono::month{month},
                                           std::chrono::day{day}};
    if (!digits || !date.ok() || year < 2000 || hour > 23 || minute > 59) return std::nullopt;
    return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} - wib;
}

std::string wib_text(std::optional<Time> time) { return time ? to_rfc3339(*time + wib).substr(0, 16) : std::string{}; }

Promotion read_promotion_form(FormReader& form, Reader& reader, shop::Catalog& catalog, const Promotion& before,
                              std::string_view locale)
{
    Promotion promotion;
    promotion.id = before.id;
    promotion.public_id = before.public_id;
    promotion.name_id = form.text("name_id", {.required = true, .length_max = 120});
    promotion.name_en = form.text("name_en", {.length_max = 120});
    std::vector<std::string> kind_names;
    for (const auto kind : kinds)
        kind_names.emplace_back(name_of(kind));
    const auto kind_name = form.choice("kind", kind_names);
    for (const auto kind : kinds)
        if (name_of(kind) == kind_name) promotion.kind = kind;
    promotion.automatic = form.choice("brought_by", {"itself", "code"}) != "code";
    promotion.active = form.checkbox("active");
    read_benefit(form, promotion);
    if (const auto most = read_limit(form, "max_discount", amount_max)) promotion.max_discount = Money{*most};
    promotion.min_spend = Money{form.integer("min_spend", {.required = false, .max = amount_max})};
    promotion.min_quantity = form.integer("min_quantity", {.required = false, .max = 10'000});
    promotion.starts_at = read_time(form, "starts_at");
    promotion.ends_at = read_time(form, "ends_at");
    if (promotion.starts_at && promotion.ends_at && *promotion.ends_at <= *promotion.starts_at)
        form.refuse({.code = "promotions.ends_first", .field = "ends_at"});
    promotion.uses_max = read_limit(form, "uses_max", uses_max);
    promotion.uses_per_customer = read_limit(form, "uses_per_customer", uses_max);
    promotion.priority = form.integer("priority", {.required = false, .max = 1'000'000});
    promotion.exclusive = form.checkbox("exclusive");
    read_products(form, reader, catalog, promotion);
    read_groups(form, reader, catalog, promotion, locale);
    return promotion;
}

Value to_values(const Promotion& promotion)
{
    const auto or_empty = [](std::int64_t number) { return number == 0 ? Value{""} : Value{number}; };
    std::string skus;
    auto targets = Value::list();
    for (const auto& target : promotion.targets) {
        if (target.kind == TargetKind::product) skus += (skus.empty() ? "" : "\n") + target.label;
        targets.push(std::string{name_of(target.kind)} + " " + target.label);
    }
    return {{"name_id", promotion.name_id},
            {"name_en", promotion.name_en},
            {"kind", name_of(promotion.kind)},
            {"brought_by", promotion.automatic ? "itself" : "code"},
            {"active", promotion.active},
            {"percent", or_empty(promotion.percent)},
            {"amount", or_empty(promotion.amount.units())},
            {"max_discount", or_empty(promotion.max_discount.value_or(Money{}).units())},
            {"buy_quantity", or_empty(promotion.buy_quantity)},
            {"get_quantity", or_empty(promotion.get_quantity)},
            {"min_spend", or_empty(promotion.min_spend.units())},
            {"min_quantity", or_empty(promotion.min_quantity)},
            {"starts_at", wib_text(promotion.starts_at)},
            {"ends_at", wib_text(promotion.ends_at)},
            {"uses_max", or_empty(promotion.uses_max.value_or(0))},
            {"uses_per_customer", or_empty(promotion.uses_per_customer.value_or(0))},
            {"priority", promotion.priority},
            {"exclusive", promotion.exclusive},
            {"skus", skus},
            {"targets", std::move(targets)}};
}

} // namespace hurtrock::promotions
