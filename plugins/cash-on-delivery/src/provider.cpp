#include "provider.hpp"

#include <algorithm>

namespace hurtrock::cash_on_delivery {
namespace {

/// Lower case, single spaces, without the kind of city in front.
std::string plain(std::string_view name)
{
    std::string text;
    for (const unsigned char letter : name) {
        const bool space = letter == ' ' || letter == '\t' || letter == '\r';
        if (space && (text.empty() || text.back() == ' ')) continue;
        text += space ? ' ' : static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter + 32 : letter);
    }
    if (!text.empty() && text.back() == ' ') text.pop_back();
    for (const std::string_view kind : {"kota ", "kabupaten ", "kab. ", "kab "})
        if (text.starts_with(kind)) return text.substr(kind.size());
    return text;
}

} // namespace

bool lies_in(std::string_view areas, const shop::Address& address)
{
    const auto city = plain(address.city), province = plain(address.province);
    bool any = false;
    while (!areas.empty()) {
        const auto end = areas.find('\n');
        const auto area = plain(areas.substr(0, end));
        areas = end == std::string_view::npos ? std::string_view{} : areas.substr(end + 1);
        if (area.empty()) continue;
        any = true;
        if (area == city || area == province) return true;
    }
    return !any;
}

shop::Capabilities CashProvider::capabilities() const
{
    return {.refunds = shop::Refunds::manual,
            .on_delivery = true,
            .icon = "cash",
            .time_to_pay = std::chrono::hours{24 * host_.settings().integer("days_to_deliver")}};
}

std::string CashProvider::description(std::string_view locale) const
{
    return host_.translate(locale, "Pay the courier in cash when your parcel arrives, up to %(max)s.",
                           {{"max", Money{host_.settings().integer("amount_max")}.text()}});
}

std::string CashProvider::unavailable_reason() const
{
    const bool upside_down = host_.settings().integer("amount_max") < host_.settings().integer("amount_min");
    return upside_down ? "the largest amount is below the smallest" : "";
}

std::string CashProvider::unfit_reason(const shop::PaymentContext& context, std::string_view locale) const
{
    const Money min{host_.settings().integer("amount_min")}, max{host_.settings().integer("amount_max")};
    if (context.pickup) return host_.translate(locale, "Only for parcels: in the store you pay at the counter.");
    if (context.amount < min) return host_.translate(locale, "Only from %(amount)s.", {{"amount", min.text()}});
    if (max < context.amount) return host_.translate(locale, "Only up to %(amount)s.", {{"amount", max.text()}});
    if (!context.address.city.empty() && !lies_in(host_.settings().text("areas"), context.address))
        return host_.translate(locale, "Not offered at this address.");
    return {};
}

shop::StartResult CashProvider::start(const shop::PaymentRequest& payment)
{
    const auto text = [&](std::string_view message, const Value& arguments = {}) {
        return host_.translate(payment.locale, message, arguments);
    };
    auto rows = Value::list();
    rows.push({{"label", text("To pay at the door")},
               {"value", payment.amount.text()},
               {"copy", Value{}},
               {"note", text("In cash. Please have it ready; couriers carry little change.")}});
    const auto note = text("We send your order now.") + "\n" +
                      text("Pay %(amount)s to the courier when it arrives.", {{"amount", payment.amount.text()}});
    return shop::PayByInstructions{.rows = std::move(rows), .note = note, .amount = payment.amount};
}

} // namespace hurtrock::cash_on_delivery
