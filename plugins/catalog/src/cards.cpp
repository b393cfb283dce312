#include "cards.hpp"

namespace hurtrock::catalog {

CardMaker::CardMaker(Host& host, const Request& request)
    : host_{host}, request_{request}, new_days_{host.settings().integer("new_days")},
      low_stock_{host.settings().integer("low_stock")}, now_{host.clock().now()}
{
}

Value CardMaker::badges(Time created_at, bool on_sale, bool featured) const
{
    auto badges = Value::list();
    const auto add = [&](const char* kind, const char* text) {
        badges.push({{"kind", kind}, {"text", request_.translate(text)}});
    };
    if (on_sale) add("sale", "Sale");
    if (created_at > now_ - std::chrono::hours{24 * new_days_}) add("new", "New");
    if (featured) add("featured", "Featured");
    return badges;
}

Value CardMaker::stock_left(std::int64_t available) const
{
    return available > 0 && available <= low_stock_ ? Value{available} : Value{};
}

Value CardMaker::card(const CardRow& row) const
{
    const auto name = row.name.in(request_.locale());
    const auto picture = [&](std::size_t index) -> Value {
        if (index >= row.pictures.size()) return {};
        const auto& shot = row.pictures.items()[index];
        const auto alt = Localised::from_value(shot["alt"]);
        return host_.pictures().view(shot["key"].text(), alt.id.empty() ? name : alt.in(request_.locale()));
    };
    return {{"id", row.id},
            {"name", name},
            {"url", request_.url_for("/products/" + std::string{row.slug.in(request_.locale())})},
            {"brand", row.brand},
            {"category", row.category.in(request_.locale())},
            {"price", Money{row.price_min}.to_value()},
            {"price_from", row.price_min != row.price_max},
            {"compare_at", money_or_none(row.compare_at)},
            {"picture", picture(0)},
            {"picture_hover", picture(1)},
            {"in_stock", row.in_stock},
            {"stock_left", stock_left(row.available)},
            {"badges", badges(row.created_at, row.compare_at.has_value(), row.featured)},
            {"variant_id", row.variant_id ? Value{*row.variant_id} : Value{}}};
}

Value CardMaker::cards(const std::vector<CardRow>& rows) const
{
    auto list = Value::list();
    for (const auto& row : rows)
        list.push(card(row));
    return list;
}

std::string grouped_number(std::int64_t number, std::string_view locale)
{
    auto digits = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), 1, locale == "en" ? ',' : '.');
    return digits;
}

std::string weight_text(std::int64_t weight_g, std::string_view locale)
{
    if (weight_g <= 0) return {};
    if (weight_g < 1000) return std::to_string(weight_g) + " g";
    const auto tenths = (weight_g + 50) / 100;
    auto text = std::to_string(tenths / 10);
    if (tenths % 10 != 0) text.append(locale == "en" ? "." : ",").append(std::to_string(tenths % 10));
    return text + " kg";
}

Value money_or_none(const std::optional<std::int64_t>& units)
{
    return units ? Money{*units}.to_value() : Value{};
}

Value alternates(Host& host, std::string_view folder, const Localised& slug)
{
    auto list = Value::list();
    for (const auto locale : locales)
        list.push({{"locale", locale},
                   {"url", host.absolute_url(locale, std::string{folder} + std::string{slug.in(locale)})}});
    return list;
}

} // namespace hurtrock::catalog
