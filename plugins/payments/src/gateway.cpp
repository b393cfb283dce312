#include "gateway.hpp"

#include "inbox_repository.hpp"
#include "repository.hpp"

namespace hurtrock::payments {
namespace {

constexpr std::array<std::string_view, 5> line_names{"product", "shipping", "discount", "tax", "other"};

/// Runs its action at the end of the scope, also when that is left by an exception.
template <class Action>
struct Keeper {
    Action action;
    explicit Keeper(Action act) : action{std::move(act)} {}
    Keeper(const Keeper&) = delete;
    Keeper& operator=(const Keeper&) = delete;
    ~Keeper() { action(); }
};

} // namespace

Value to_value(const std::vector<shop::PaymentLine>& lines)
{
    auto list = Value::list();
    for (const auto& line : lines)
        list.push({{"kind", line_names[static_cast<std::size_t>(line.kind)]},
                   {"id", line.id},
                   {"name", line.name},
                   {"price", line.price.to_value()},
                   {"quantity", line.quantity}});
    return list;
}

Value to_value(const shop::PayByInstructions& instructions)
{
    return {{"rows", instructions.rows},
            {"note", instructions.note},
            {"amount", instructions.amount.to_value()},
            {"qr_payload", instructions.qr_payload},
            {"deep_link", instructions.deep_link}};
}

std::vector<shop::PaymentLine> lines_from(const Value& value)
{
    std::vector<shop::PaymentLine> lines;
    for (const auto& item : value.items()) {
        shop::PaymentLine line{.id = std::string{item["id"].text()},
                               .name = std::string{item["name"].text()},
                               .price = Money::from_value(item["price"]),
                               .quantity = item["quantity"].integer(1)};
        for (std::size_t kind = 0; kind < line_names.size(); ++kind)
            if (line_names[kind] == item["kind"].text()) line.kind = static_cast<shop::LineKind>(kind);
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<shop::PaymentLine> fitting(std::vector<shop::PaymentLine> lines, Money amount,
                                       std::string_view order_number)
{
    Money sum{0, amount.currency()};
    for (const auto& line : lines)
        sum += line.price * line.quantity;
    if (!lines.empty() && sum == amount) return lines;
    return {{.kind = shop::LineKind::other,
             .id = std::string{order_number},
             .name = std::string{order_number},
             .price = amount,
             .quantity = 1}};
}

shop::PaymentRequest request_for(Host& host, const Payment& payment)
{
    return {.attempt_id = payment.attempt_id,
            .order_number = payment.order_number,
            .order_public_id = payment.order_public_id,
            .amount = payment.amount,
            .customer_name = payment.customer_name,
            .customer_email = payment.customer_email,
            .customer_phone = payment.customer_phone,
            .locale = payment.locale,
            .return_url = host.absolute_url(payment.locale, "/payments/" + payment.attempt_id + "/return"),
            .expires_at = payment.expires_at,
            .idempotency_key = payment.attempt_id + "-start",
            .lines = fitting(lines_from(payment.lines), payment.amount, payment.order_number),
            .shipping_address = shop::Address::from_value(payment.shipping_address),
            .webhook_url = host.absolute_url("id", "/webhooks/" + payment.provider),
            .fields = payment.fields};
}

/// Runs the call and keeps what it exchanged. What it throws goes on.
template <class Call>
auto Gateway::listened(const Payment& payment, std::string_view purpose, Call&& call)
{
    std::vector<Exchange> heard;
    const Keeper keeper{[&] { keep(payment, purpose, heard); }};
    const ExchangeScope scope{[&](const Exchange& one) { heard.push_back(one); }};
    return call();
}

/// What cannot be kept must not undo what was done.
void Gateway::keep(const Payment& payment, std::string_view purpose, const std::vector<Exchange>& heard) noexcept
try {
    if (heard.empty()) return;
    const auto kept = host_.database().transaction("payments.keep_exchanges", [&](Transaction& tx) -> Result<Done> {
        for (const auto& one : heard)
            repository::keep_exchange(tx, payment.id,
                                      {.purpose = std::string{purpose},
                                       .method = one.method,
                                       .url = one.url,
                                       .request = one.request,
                                       .answer = one.answer,
                                       .failure = std::string{hurtrock::name_of(one.failure)},
                                       .status = one.status,
                                       .attempt = one.attempt,
                                       .took_ms = one.took.count(),
                                       .at = one.at});
        return Done{};
    });
    static_cast<void>(kept);
} catch (const std::exception& error) {
    host_.log().warning("exchanges with a gateway were not kept",
                        {{"attempt", payment.attempt_id}, {"reason", error.what()}});
}

shop::PaymentReference Gateway::reference(const Payment& payment, std::string_view act)
{
    return {.attempt_id = payment.attempt_id,
            .gateway_reference = payment.gateway_reference,
            .amount = payment.amount,
            .references = repository::references(host_.database(), payment.id),
            .idempotency_key = payment.attempt_id + "-" + std::string{act},
            .locale = payment.locale};
}

shop::StartResult Gateway::start(const Payment& payment)
{
    const auto able = provider(payment.provider);
    if (!able) return shop::not_reached("no provider " + payment.provider);
    try {
        return listened(payment, "start", [&] { return able->start(request_for(host_, payment)); });
    } catch (const std::exception& error) {
        host_.log().error("a payment could not be started",
                          {{"attempt", payment.attempt_id}, {"provider", payment.provider}, {"reason", error.what()}});
        return shop::not_reached(error.what());
    }
}

shop::FetchResult Gateway::fetch(const Payment& payment)
{
    const auto able = provider(payment.provider);
    if (!able) return shop::Unreachable{"no provider " + payment.provider};
    try {
        return listened(payment, "fetch", [&] { return able->fetch(reference(payment, "fetch")); });
    } catch (const std::exception& error) {
        return shop::Unreachable{error.what()};
    }
}

shop::EndResult Gateway::end(const Payment& payment, std::string_view how)
{
    const auto able = provider(payment.provider);
    if (!able) return {.outcome = shop::EndResult::Outcome::unreachable, .reason = "no provider " + payment.provider};
    try {
        return listened(payment, how, [&] {
            return how == "expire" ? able->expire(reference(payment, how)) : able->cancel(reference(payment, how));
        });
    } catch (const std::exception& error) {
        return {.outcome = shop::EndResult::Outcome::unreachable, .reason = error.what()};
    }
}

shop::RefundResult Gateway::refund(const Payment& payment, const Refund& refund)
{
    const auto able = provider(payment.provider);
    if (!able) return {.reason = "no provider " + payment.provider};
    try {
        return listened(payment, "refund", [&] {
            return able->refund({.idempotency_key = refund.key,
                                 .payment = reference(payment, "refund"),
                                 .amount = refund.amount,
                                 .captured = payment.captured,
                                 .refunded = payment.refunded,
                                 .reason = refund.reason});
        });
    } catch (const std::exception& error) {
        return {.reason = error.what()};
    }
}

} // namespace hurtrock::payments
