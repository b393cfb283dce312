#include "requests.hpp"

#include "status.hpp"

#include <algorithm>
#include <set>

namespace hurtrock::midtrans {
namespace {

// Lengths in characters; those of addresses as the official PHP client cuts them.
constexpr std::size_t item_text_max = 50;
constexpr std::size_t name_max = 255;
constexpr std::size_t address_max = 255;
constexpr std::size_t city_max = 255;
constexpr std::size_t postal_code_max = 10;
constexpr std::size_t phone_max = 19;
// Of page_expiry.
constexpr std::int64_t page_minutes_min = 5;
constexpr std::int64_t page_minutes_max = 7 * 24 * 60;

/// Alfamart's printers take '|' for the end of a field.
std::string item_text(std::string_view text)
{
    auto made = shortened(text, item_text_max);
    std::replace(made.begin(), made.end(), '|', '/');
    return made;
}

/// Akulaku asks for different ids in one order.
std::string distinct(std::string id, std::set<std::string>& taken)
{
    auto made = id;
    for (int number = 2; !taken.insert(made).second; ++number) {
        const auto tail = "-" + std::to_string(number);
        made = shortened(id, item_text_max - tail.size()) + tail;
    }
    return made;
}

Value address_of(const shop::PaymentRequest& payment)
{
    const auto& address = payment.shipping_address;
    auto street = address.street;
    for (const auto* part : {&address.village, &address.district})
        if (!part->empty()) street += ", " + *part;
    Value made{
        {"first_name", shortened(address.recipient.empty() ? payment.customer_name : address.recipient, name_max)},
        {"address", shortened(street, address_max)},
        {"city", shortened(address.city, city_max)},
        {"postal_code", shortened(address.postal_code, postal_code_max)},
        {"country_code", "IDN"}};
    const auto& phone = address.phone.empty() ? payment.customer_phone : address.phone;
    if (!phone.empty()) made.set("phone", shortened(phone, phone_max));
    return made;
}

Value customer_of(const shop::PaymentRequest& payment)
{
    Value made{{"first_name", shortened(payment.customer_name, name_max)}};
    if (!payment.customer_email.empty()) made.set("email", payment.customer_email);
    if (!payment.customer_phone.empty()) made.set("phone", shortened(payment.customer_phone, phone_max));
    if (payment.shipping_address.empty()) return made;
    made.set("billing_address", address_of(payment));
    made.set("shipping_address", address_of(payment));
    return made;
}

std::int64_t minutes_left(const shop::PaymentRequest& payment, Time now)
{
    return std::max<std::int64_t>(1, std::chrono::floor<std::chrono::minutes>(payment.expires_at - now).count());
}

Value common(const shop::PaymentRequest& payment)
{
    return {{"transaction_details", {{"order_id", payment.attempt_id}, {"gross_amount", payment.amount.units()}}},
            {"item_details", items_of(payment)},
            {"customer_details", customer_of(payment)},
            {"custom_field1", shortened(payment.order_number, 255)}};
}

} // namespace

std::string shortened(std::string_view utf8, std::size_t length)
{
    std::size_t at = 0;
    for (std::size_t count = 0; at < utf8.size() && count < length; ++count) {
        ++at;
        while (at < utf8.size() && (static_cast<unsigned char>(utf8[at]) & 0xC0U) == 0x80U)
            ++at;
    }
    return std::string{utf8.substr(0, at)};
}

Value items_of(const shop::PaymentRequest& payment)
{
    auto items = Value::list();
    std::set<std::string> taken;
    std::int64_t sum = 0;
    for (const auto& line : payment.lines) {
        // Says nothing about the sum, and is refused by some ways to pay.
        if (line.price.is_zero() || line.quantity <= 0) continue;
        sum += (line.price * line.quantity).units();
        items.push({{"id", distinct(item_text(line.id.empty() ? "item" : line.id), taken)},
                    {"price", line.price.units()},
                    {"quantity", line.quantity},
                    {"name", item_text(line.name.empty() ? line.id : line.name)}});
    }
    if (sum == payment.amount.units() && !items.empty()) return items;
    auto one = Value::list();
    one.push({{"id", item_text(payment.order_number)},
              {"price", payment.amount.units()},
              {"quantity", 1},
              {"name", item_text(payment.order_number)}});
    return one;
}

Value snap_body(const shop::PaymentRequest& payment, const Config& config, Time now)
{
    const auto minutes = minutes_left(payment, now);
    auto body = common(payment);
    body.set("credit_card", {{"secure", true}});
    body.set("callbacks", {{"finish", payment.return_url}});
    body.set("expiry", {{"start_time", time_text(now)}, {"unit", "minutes"}, {"duration", minutes}});
    body.set("page_expiry",
             {{"duration", std::clamp(minutes, page_minutes_min, page_minutes_max)}, {"unit", "minutes"}});
    if (!config.enabled_payments.empty()) {
        auto names = Value::list();
        for (const auto& name : config.enabled_payments)
            names.push(name);
        body.set("enabled_payments", std::move(names));
    }
    return body;
}

Value charge_body(const shop::PaymentRequest& payment, const Channel& channel, Time now)
{
    auto body = common(payment);
    body.set("payment_type", channel.payment_type);
    body.set("custom_expiry",
             {{"order_time", time_text(now)}, {"expiry_duration", minutes_left(payment, now)}, {"unit", "minute"}});
    if (channel.payment_type == "bank_transfer") body.set("bank_transfer", {{"bank", channel.bank}});
    if (channel.payment_type == "echannel")
        body.set("echannel", {{"bill_info1", "Payment:"}, {"bill_info2", shortened(payment.order_number, 30)}});
    if (channel.payment_type == "qris") body.set("qris", {{"acquirer", "gopay"}});
    if (channel.payment_type == "gopay")
        body.set("gopay", {{"enable_callback", true}, {"callback_url", payment.return_url}});
    if (channel.payment_type == "shopeepay") body.set("shopeepay", {{"callback_url", payment.return_url}});
    return body;
}

} // namespace hurtrock::midtrans
