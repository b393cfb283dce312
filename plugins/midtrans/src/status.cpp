#include "status.hpp"

#include "methods.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace hurtrock::midtrans {
namespace {

using shop::FactKind;

constexpr std::chrono::hours jakarta{7};
/// More digits than any amount has; keeps the sum of a few inside 64 bits.
constexpr std::size_t digits_max = 15;

bool is_digits(std::string_view text)
{
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char letter) { return letter >= '0' && letter <= '9'; });
}

bool is_currency(std::string_view text)
{
    return text.size() == 3 &&
           std::all_of(text.begin(), text.end(), [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

/// Amounts come as text, and in old answers as numbers.
std::optional<std::int64_t> amount_in(const Value& value)
{
    if (value.kind() == Value::Kind::integer)
        return value.integer() < 0 ? std::nullopt : std::optional{value.integer()};
    return rupiah_in(value.text());
}

/// With "the customer pays the fee" gross_amount holds the fee too, and the order's own amount stands here.
const Value& original_amount(const Value& body)
{
    return body["metadata"]["extra_info"]["gross_amount_info"]["original_amount"];
}

void read_refunds(Status& status)
{
    std::int64_t sum = 0;
    const auto& list = status.body["refunds"].items();
    for (const auto& refund : list) {
        sum += amount_in(refund["refund_amount"]).value_or(0);
        status.refund_key = std::string{refund["refund_key"].text()};
        status.refund_keys.push_back(status.refund_key);
    }
    if (list.empty()) {
        sum = amount_in(status.body["refund_amount"]).value_or(0);
        status.refund_key = std::string{status.body["refund_key"].text()};
        if (!status.refund_key.empty()) status.refund_keys.push_back(status.refund_key);
    }
    if (sum == 0 && status.state == "refund") sum = status.amount.units();
    // A refund never gives back a fee that was not ours.
    status.refunded = Money{std::min(sum, status.amount.units()), status.amount.currency()};
}

/// Rows of the table below that a status and its fraud state meet; an empty fraud state stands for any.
struct Meaning {
    std::string_view state, fraud;
    FactKind kind;
};
constexpr Meaning meanings[]{
    {"pending", "", FactKind::pending},
    {"authorize", "challenge", FactKind::review},
    {"authorize", "deny", FactKind::failed},
    {"authorize", "", FactKind::authorized},
    {"capture", "challenge", FactKind::review},
    {"capture", "deny", FactKind::failed},
    {"capture", "", FactKind::captured},
    {"settlement", "challenge", FactKind::review},
    {"settlement", "deny", FactKind::review},
    {"settlement", "", FactKind::captured},
    // Held for a check and then refused: over. Otherwise the customer may try another card on the same page.
    {"deny", "challenge", FactKind::failed},
    {"deny", "deny", FactKind::failed},
    {"deny", "", FactKind::attempt_failed},
    {"failure", "", FactKind::attempt_failed},
    {"cancel", "", FactKind::cancelled},
    {"expire", "", FactKind::expired},
    {"refund", "", FactKind::captured},
    {"partial_refund", "", FactKind::captured},
    {"chargeback", "", FactKind::captured},
    {"partial_chargeback", "", FactKind::captured},
};

std::optional<FactKind> meaning_of(const Status& status)
{
    for (const auto& row : meanings)
        if (row.state == status.state && (row.fraud.empty() || row.fraud == status.fraud)) return row.kind;
    return std::nullopt;
}

std::string_view word_of(FactKind kind)
{
    switch (kind) {
    case FactKind::pending:
        return "pending";
    case FactKind::authorized:
        return "authorize";
    case FactKind::review:
        return "review";
    case FactKind::captured:
        return "capture";
    case FactKind::attempt_failed:
        return "attempt-failed";
    case FactKind::failed:
        return "failed";
    case FactKind::expired:
        return "expire";
    case FactKind::cancelled:
        return "cancel";
    default:
        return "other";
    }
}

/// A transfer cannot be declined; when it is "denied", the bank took it back minutes after it had settled.
bool is_reversal(const Status& status)
{
    const bool moved_by_bank = status.payment_type == "bank_transfer" || status.payment_type == "permata" ||
                               status.payment_type == "echannel" || status.payment_type == "cstore";
    return status.state == "deny" && (moved_by_bank || status.settled_at.has_value());
}

} // namespace

std::optional<std::int64_t> rupiah_in(std::string_view text)
{
    const auto point = text.find('.');
    const auto whole = text.substr(0, point);
    const auto fraction = point == std::string_view::npos ? std::string_view{"0"} : text.substr(point + 1);
    if (!is_digits(whole) || whole.size() > digits_max || fraction.empty() || fraction.size() > 2 ||
        fraction.find_first_not_of('0') != std::string_view::npos)
        return std::nullopt;
    std::int64_t units = 0;
    std::from_chars(whole.data(), whole.data() + whole.size(), units);
    return units;
}

std::optional<Time> time_in(std::string_view text)
{
    constexpr std::string_view form = "0000-00-00 00:00:00";
    if (text.size() < form.size()) return std::nullopt;
    for (std::size_t i = 0; i < form.size(); ++i)
        if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i]) return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t length) {
        int value = 0;
        std::from_chars(text.data() + at, text.data() + at + length, value);
        return value;
    };
    const std::chrono::year_month_day day{std::chrono::year{number(0, 4)},
                                          std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                          std::chrono::day{static_cast<unsigned>(number(8, 2))}};
    if (!day.ok() || number(11, 2) > 23 || number(14, 2) > 59 || number(17, 2) > 59) return std::nullopt;
    return Time{std::chrono::sys_days{day}} + std::chrono::hours{number(11, 2)} + std::chrono::minutes{number(14, 2)} +
           std::chrono::seconds{number(17, 2)} - jakarta;
}

std::string time_text(Time time)
{
    const auto local = std::chrono::floor<std::chrono::seconds>(time) + jakarta;
    const auto midnight = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day day{midnight};
    const std::chrono::hh_mm_ss clock{local - midnight};
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u %02d:%02d:%02d +0700", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text;
}

std::optional<Status> read_status(const Value& body)
{
    if (!body.is_map() || body["order_id"].text().empty() || body["transaction_status"].text().empty())
        return std::nullopt;
    const auto gross = amount_in(body["gross_amount"]);
    if (!gross) return std::nullopt;
    const auto currency = body["currency"].text("IDR");
    if (!is_currency(currency)) return std::nullopt;
    Status status;
    status.body = body;
    status.order_id = std::string{body["order_id"].text()};
    status.transaction_id = std::string{body["transaction_id"].text().substr(0, 60)};
    status.state = std::string{body["transaction_status"].text()};
    status.fraud = std::string{body["fraud_status"].text()};
    status.payment_type = std::string{body["payment_type"].text()};
    status.gross = Money{*gross, currency};
    status.amount = status.gross;
    if (const auto& original = original_amount(body); !original.is_null()) {
        const auto asked = amount_in(original);
        if (!asked || *asked > *gross) return std::nullopt;
        status.amount = Money{*asked, currency};
    }
    status.at = time_in(body["transaction_time"].text());
    status.settled_at = time_in(body["settlement_time"].text());
    status.expires_at = time_in(body["expiry_time"].text());
    status.approved = !body["approval_code"].text().empty();
    status.method = method_of(status);
    read_refunds(status);
    return status;
}

bool is_paid(const Status& status)
{
    return status.state == "settlement" || status.state == "refund" || status.state == "partial_refund" ||
           status.state == "chargeback" || status.state == "partial_chargeback" ||
           (status.state == "capture" && status.fraud != "challenge" && status.fraud != "deny");
}

bool is_waiting(const Status& status)
{
    return status.state == "pending" || status.state == "authorize" ||
           (status.state == "capture" && status.fraud == "challenge");
}

std::vector<shop::PaymentFact> facts_of(const Status& status, bool live, Time now)
{
    auto kind = meaning_of(status);
    if (!kind) return {};
    const bool reversal = is_reversal(status);
    if (reversal) kind = FactKind::failed;
    const auto fact = [&](FactKind what, std::string key) {
        shop::PaymentFact made{.kind = what, .key = std::move(key), .attempt_id = status.order_id};
        made.reference = status.transaction_id;
        made.live = live;
        made.method = status.method;
        made.at = status.settled_at ? status.settled_at : status.at;
        made.note = status.state + (status.fraud.empty() ? "" : ", fraud check: " + status.fraud);
        return made;
    };
    std::vector<shop::PaymentFact> facts;
    auto main = fact(*kind, std::string{word_of(*kind)} + ":" + status.transaction_id);
    if (*kind == FactKind::captured) {
        main.amount = status.amount;
        main.fee = status.gross - status.amount;
    }
    if (reversal) main.at = now;
    facts.push_back(std::move(main));

    const bool gave_back = status.state == "refund" || status.state == "partial_refund";
    const bool undone = status.state == "cancel" && status.approved;
    if (gave_back || undone) {
        const auto total = undone ? status.amount : status.refunded;
        auto back = fact(FactKind::refunded, "refund:" + status.transaction_id + ":" + std::to_string(total.units()));
        back.amount = total;
        back.refund_key = status.refund_key;
        back.at = now;
        facts.push_back(std::move(back));
    }
    if (status.state == "chargeback" || status.state == "partial_chargeback") {
        const auto part = status.state == "partial_chargeback" && !status.refunded.is_zero();
        const auto taken = part ? status.refunded : status.amount;
        auto dispute =
            fact(FactKind::disputed, "chargeback:" + status.transaction_id + ":" + std::to_string(taken.units()));
        dispute.amount = taken;
        dispute.at = now;
        facts.push_back(std::move(dispute));
    }
    return facts;
}

} // namespace hurtrock::midtrans
