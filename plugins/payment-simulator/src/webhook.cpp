/// The wire: what the simulated gateway signs and sends, and how the shop reads it.

#include "provider.hpp"

#include <hurtrock/crypto.hpp>
#include <hurtrock/json.hpp>

#include <charconv>

namespace hurtrock::payment_simulator {
namespace {

constexpr std::int64_t tolerance_seconds = 300;

std::optional<shop::FactKind> kind_named(std::string_view kind)
{
    if (kind == "pending") return shop::FactKind::pending;
    if (kind == "captured") return shop::FactKind::captured;
    if (kind == "failed") return shop::FactKind::failed;
    if (kind == "expired") return shop::FactKind::expired;
    if (kind == "cancelled") return shop::FactKind::cancelled;
    if (kind == "refunded") return shop::FactKind::refunded;
    return std::nullopt;
}

} // namespace

std::string signature_of(std::string_view secret, std::int64_t unix_time, std::string_view body)
{
    const auto time = std::to_string(unix_time);
    return "t=" + time + ",v1=" + hmac_sha256_hex(secret, time + "." + std::string{body});
}

bool is_signed(std::string_view secret, std::string_view header, std::string_view body, std::int64_t now)
{
    if (!header.starts_with("t=")) return false;
    std::int64_t time = 0;
    const auto [end, error] = std::from_chars(header.data() + 2, header.data() + header.size(), time);
    if (error != std::errc{} || end == header.data() + header.size() || *end != ',') return false;
    if (time < now - tolerance_seconds || time > now + tolerance_seconds) return false;
    return equal_in_constant_time(header, signature_of(secret, time, body));
}

std::string body_of(const SimulatedEvent& event)
{
    return to_json({{"id", event.id},
                    {"attempt_id", event.attempt_id},
                    {"kind", event.kind},
                    {"amount", event.amount.units()},
                    {"currency", event.amount.currency()},
                    {"refund_key", event.refund_key},
                    {"at", event.at.time_since_epoch().count()}});
}

shop::PaymentFact fact_of(const SimulatedEvent& event)
{
    return {.kind = kind_named(event.kind).value_or(shop::FactKind::pending),
            .key = event.kind + ":" + event.id,
            .attempt_id = event.attempt_id,
            .amount = event.amount,
            .live = false,
            .method = "Simulator",
            .at = event.at,
            .refund_key = event.refund_key};
}

std::optional<shop::PaymentFact> fact_in(std::string_view body)
{
    const auto json = from_json(body);
    if (!json || !json->is_map()) return std::nullopt;
    const auto& told = *json;
    if (!kind_named(told["kind"].text()) || told["id"].text().empty() || told["id"].text().size() > 60)
        return std::nullopt;
    const auto currency = told["currency"].is_null() ? std::string_view{"IDR"} : told["currency"].text();
    if (currency.size() != 3) return std::nullopt;
    return fact_of({.id = std::string{told["id"].text()},
                    .attempt_id = std::string{told["attempt_id"].text()},
                    .kind = std::string{told["kind"].text()},
                    .refund_key = std::string{told["refund_key"].text()},
                    .amount = Money{told["amount"].integer(), currency},
                    .at = Time{std::chrono::microseconds{told["at"].integer()}}});
}

} // namespace hurtrock::payment_simulator
