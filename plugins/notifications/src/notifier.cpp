#include "notifier.hpp"

#include <hurtrock/shop/catalog.hpp>
#include <hurtrock/shop/store.hpp>

#include <algorithm>

namespace hurtrock::notifications {
namespace {

constexpr std::size_t owners_max = 10;

const shop::OrderLineDetail* line_of(const shop::OrderDetail& order, std::int64_t id)
{
    for (const auto& line : order.lines)
        if (line.id == id) return &line;
    return nullptr;
}

} // namespace

std::vector<std::string> addresses_in(std::string_view text)
{
    std::vector<std::string> addresses;
    std::string one;
    const auto finish = [&] {
        const bool known = std::find(addresses.begin(), addresses.end(), one) != addresses.end();
        if (!one.empty() && !known && addresses.size() < owners_max) addresses.push_back(one);
        one.clear();
    };
    for (const char letter : text) {
        if (letter == ',' || letter == ';' || letter == ' ' || letter == '\n' || letter == '\t' || letter == '\r')
            finish();
        else
            one += letter;
    }
    finish();
    return addresses;
}

bool Notifier::wants(std::string_view kind) const { return host_.settings().boolean("mail_" + std::string{kind}); }

std::vector<std::string> Notifier::owners() const
{
    auto addresses = addresses_in(host_.settings().text("owner_recipients"));
    if (!addresses.empty()) return addresses;
    const auto store = host_.services().find<shop::Store>();
    return store ? addresses_in(store->profile("id")["email"].text()) : addresses;
}

Value Notifier::order_view(const shop::OrderDetail& order, std::string_view locale) const
{
    auto lines = Value::list();
    for (const auto& line : order.lines)
        lines.push({{"name", line.product_name},
                    {"variant", line.variant_name},
                    {"quantity", line.quantity},
                    {"total", line.total.to_value()}});
    return {{"number", order.summary.number},
            {"name", order.summary.customer_name},
            {"total", order.total.to_value()},
            {"url", host_.absolute_url(locale, "/orders/" + order.summary.public_id)},
            {"lines", std::move(lines)}};
}

Result<Done> Notifier::send(Transaction& tx, const std::string& to, const std::string& name, const std::string& kind,
                            const std::string& locale, Value variables)
{
    const auto sent = host_.mail().send(tx, {.to = to,
                                             .to_name = name,
                                             .template_name = "notifications/mail/" + kind,
                                             .locale = locale,
                                             .variables = std::move(variables)});
    // An address that cannot be one stays so: trying again would not help.
    if (!sent) host_.log().warning("a notice has no address", {{"kind", kind}, {"reason", sent.problem().code}});
    return Done{};
}

void Notifier::translate_reason(Value& variables, std::string_view locale) const
{
    if (const std::string reason{variables["reason"].text()}; !reason.empty())
        variables.set("reason", host_.translate(locale, reason));
}

Result<Done> Notifier::tell_customer(const Notice& notice, Value extra)
{
    if (!wants(notice.kind)) return Done{};
    return host_.database().transaction("notifications.customer", [&](Transaction& tx) -> Result<Done> {
        const auto order = orders_->detail(tx, notice.order_public_id);
        if (!order) return Done{};
        const auto& to = order->summary.customer_email;
        if (!repository::claim(tx, notice, to, host_.clock().now())) return Done{};
        auto variables = extra;
        variables.set("order", order_view(*order, order->locale));
        translate_reason(variables, order->locale);
        return send(tx, to, order->summary.customer_name, notice.kind, order->locale, std::move(variables));
    });
}

Result<Done> Notifier::tell_owner(const Notice& notice, Value extra)
{
    if (!wants(notice.kind)) return Done{};
    const auto locale = host_.settings().text("owner_language");
    return host_.database().transaction("notifications.owner", [&](Transaction& tx) -> Result<Done> {
        const auto order = orders_->detail(tx, notice.order_public_id);
        if (!order) return Done{};
        auto variables = extra;
        variables.set("order", order_view(*order, locale));
        variables.set("admin_url", host_.absolute_url(locale, "/admin/orders/" + notice.order_public_id));
        for (const auto& to : owners())
            if (repository::claim(tx, notice, to, host_.clock().now()))
                if (auto sent = send(tx, to, "", notice.kind, locale, variables); !sent) return sent;
        return Done{};
    });
}

Result<Done> Notifier::parcel_left(const std::string& public_id, int number)
{
    const auto order = orders_->detail(host_.database(), public_id);
    if (!order) return Done{};
    // The earliest that left is what the order's own mail is about.
    const shop::OrderParcel* first = nullptr;
    const shop::OrderParcel* left = nullptr;
    for (const auto& parcel : order->parcels) {
        if (parcel.number == number) left = &parcel;
        if (parcel.shipped_at && (!first || *parcel.shipped_at < *first->shipped_at)) first = &parcel;
    }
    if (!left || left == first) return Done{};
    return tell_customer(
        {public_id, "parcel", std::to_string(number)},
        {{"parcel", {{"courier", left->courier}, {"tracking", left->tracking_number}, {"url", left->tracking_url}}}});
}

Result<Done> Notifier::about_return(const char* kind, const std::string& public_id, int number)
{
    const auto order = orders_->detail(host_.database(), public_id);
    if (!order) return Done{};
    for (const auto& returned : order->returns) {
        if (returned.number != number) continue;
        auto items = Value::list();
        for (const auto& part : returned.lines)
            if (const auto* line = line_of(*order, part.line))
                items.push({{"name", line->product_name}, {"quantity", part.quantity}});
        return tell_customer({public_id, kind, std::to_string(number)},
                             {{"items", std::move(items)}, {"reason", returned.answer}});
    }
    return Done{};
}

Result<Done> Notifier::payment_failed(const std::string& public_id, const std::string& attempt,
                                      const std::string& reason)
{
    const auto order = orders_->find(host_.database(), public_id);
    // Another attempt may have been paid meanwhile.
    if (!order || order->stage != shop::OrderStage::placed) return Done{};
    return tell_customer({public_id, "payment_failed", attempt}, {{"reason", reason}});
}

Result<Done> Notifier::owed_after_cancelling(const std::string& public_id)
{
    const auto owed = payments_->balance_of_order(host_.database(), public_id).owed;
    if (owed <= Money{}) return Done{};
    return tell_owner({public_id, "owner_money", "cancelled"}, {{"owed", owed.to_value()}});
}

std::optional<std::chrono::seconds> Notifier::time_to_remind(Reader& reader, const std::string& public_id)
{
    const auto order = orders_->find(reader, public_id);
    if (!order || order->stage != shop::OrderStage::placed) return std::nullopt;
    const auto payment = payments_->of_order(reader, public_id);
    const auto now = host_.clock().now();
    if (!payment || payment->on_delivery || payment->expires_at <= now) return std::nullopt;
    // A payment with little time is reminded of at half of it.
    const Time early = payment->expires_at - std::chrono::hours{host_.settings().integer("reminder_hours")};
    const Time half = order->placed_at + (payment->expires_at - order->placed_at) / 2;
    const auto wait = std::chrono::ceil<std::chrono::seconds>(std::max(early, half) - now);
    return std::max(wait, std::chrono::seconds{0});
}

void Notifier::remind_later(Transaction& tx, const std::string& public_id)
{
    if (const auto wait = time_to_remind(tx, public_id))
        host_.jobs().enqueue(tx, "notifications.remind", {{"order", public_id}}, *wait);
}

Result<Done> Notifier::remind(const std::string& public_id)
{
    const auto wait = time_to_remind(host_.database(), public_id);
    if (!wait) return Done{};
    if (*wait > std::chrono::minutes{1})
        // Another way to pay was chosen, which has more time.
        return host_.database().transaction("notifications.wait", [&](Transaction& tx) -> Result<Done> {
            remind_later(tx, public_id);
            return Done{};
        });
    const auto payment = payments_->of_order(host_.database(), public_id);
    if (!payment) return Done{};
    return tell_customer({public_id, "reminder", ""},
                         {{"due", payment->amount.to_value()}, {"expires_at", to_rfc3339(payment->expires_at)}});
}

void Notifier::note_low(Transaction& tx, VariantId variant, std::int64_t available, std::int64_t minimum)
{
    if (wants("owner_stock")) repository::note_low(tx, variant, available, minimum, host_.clock().now());
}

Result<Done> Notifier::digest()
{
    const auto catalog = host_.services().find<shop::Catalog>();
    const auto to = owners();
    if (!catalog || to.empty() || !wants("owner_stock")) return Done{};
    const auto locale = host_.settings().text("owner_language");
    const auto now = host_.clock().now();
    const auto since = now - std::chrono::hours{host_.settings().integer("digest_hours")};
    return host_.database().transaction("notifications.digest", [&](Transaction& tx) -> Result<Done> {
        const auto low = repository::take_low(tx, since, now);
        std::vector<VariantId> ids;
        for (const auto& stock : low)
            ids.push_back(stock.variant);
        auto items = Value::list();
        const auto views = ids.empty() ? std::vector<shop::VariantView>{} : catalog->variants(tx, ids, locale);
        for (const auto& stock : low)
            for (const auto& view : views)
                if (view.id == stock.variant)
                    items.push(
                        {{"name", view.variant_name.empty() ? view.product_name
                                                            : view.product_name + " (" + view.variant_name + ")"},
                         {"sku", view.sku},
                         {"available", stock.available}});
        if (items.empty()) return Done{};
        const Value variables{{"items", items}, {"admin_url", host_.absolute_url(locale, "/admin/stock")}};
        for (const auto& address : to)
            if (auto sent = send(tx, address, "", "owner_stock", locale, variables); !sent) return sent;
        return Done{};
    });
}

} // namespace hurtrock::notifications
