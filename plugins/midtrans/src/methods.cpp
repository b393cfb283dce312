#include "methods.hpp"

#include <algorithm>
#include <array>

namespace hurtrock::midtrans {
namespace {

using namespace std::chrono_literals;

std::string upper(std::string_view text)
{
    std::string made{text};
    std::transform(made.begin(), made.end(), made.begin(), [](char letter) {
        return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 32) : letter;
    });
    return made;
}

/// Bank and number of a virtual account; both empty when there is none.
std::pair<std::string, std::string> account_in(const Value& body)
{
    const auto permata = body["permata_va_number"].text();
    if (!permata.empty()) return {"Permata", std::string{permata}};
    const auto& numbers = body["va_numbers"].items();
    if (numbers.empty()) return {};
    const auto bank = numbers.front()["bank"].text();
    return {bank == "cimb"      ? "CIMB Niaga"
            : bank == "permata" ? "Permata"
                                : upper(bank),
            std::string{numbers.front()["va_number"].text()}};
}

std::string last_digits(std::string_view masked)
{
    return std::string{masked.size() > 4 ? masked.substr(masked.size() - 4) : masked};
}

/// Groups of four, as people read numbers aloud.
std::string grouped(std::string_view digits)
{
    std::string made;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && i % 4 == 0) made += ' ';
        made += digits[i];
    }
    return made;
}

void row(Value& rows, std::string label, std::string_view value, bool number)
{
    Value made{{"label", std::move(label)}, {"value", number ? grouped(value) : std::string{value}}};
    if (number) made.set("copy", value);
    rows.push(std::move(made));
}

/// Only addresses that lead away: https, or the scheme of a wallet's app.
std::string wallet_link(const Value& actions)
{
    for (const auto& action : actions.items()) {
        if (action["name"].text() != "deeplink-redirect") continue;
        const auto url = action["url"].text();
        const auto scheme = url.substr(0, url.find("://"));
        const bool plain = scheme.size() < url.size() && !scheme.empty() && scheme.size() <= 20 &&
                           std::all_of(scheme.begin(), scheme.end(),
                                       [](char letter) { return (letter >= 'a' && letter <= 'z') || letter == '-'; });
        const bool risky = scheme == "javascript" || scheme == "data" || scheme == "file";
        if (plain && !risky && url.size() <= 2'000) return std::string{url};
    }
    return {};
}

const char* store_title(std::string_view store) { return store == "alfamart" ? "Alfamart" : "Indomaret"; }

} // namespace

std::string method_of(const Status& status)
{
    const auto& body = status.body;
    const auto& type = status.payment_type;
    if (type == "bank_transfer" || type == "permata") {
        const auto bank = account_in(body).first;
        return bank.empty() ? "Virtual account" : bank + " virtual account";
    }
    if (type == "credit_card") {
        const auto last = last_digits(body["masked_card"].text());
        return last.empty() ? "Card" : "Card •••• " + last;
    }
    if (type == "cstore") return store_title(body["store"].text());
    constexpr std::array<std::pair<std::string_view, const char*>, 9> names{{{"echannel", "Mandiri Bill"},
                                                                             {"gopay", "GoPay"},
                                                                             {"shopeepay", "ShopeePay"},
                                                                             {"qris", "QRIS"},
                                                                             {"dana", "DANA"},
                                                                             {"ovo", "OVO"},
                                                                             {"kredivo", "Kredivo"},
                                                                             {"akulaku", "Akulaku"},
                                                                             {"other_qris", "QRIS"}}};
    for (const auto& [name, title] : names)
        if (name == type) return title;
    return type.substr(0, 60);
}

std::optional<std::chrono::hours> refund_window(const Status& status)
{
    const auto acquirer = status.body["acquirer"].text();
    const auto days = [](int count) { return std::optional{std::chrono::hours{24 * count}}; };
    const auto& type = status.payment_type;
    if (type == "credit_card" || type == "akulaku" || type == "shopeepay") return days(365);
    if (type == "gopay") return days(180);
    if (type == "dana") return days(45);
    if (type == "kredivo") return days(14);
    if (type == "ovo") return days(7);
    // Paid by another wallet than the acquirer's own, it is the shortest window that counts.
    if (type == "qris" || type == "other_qris")
        return days(acquirer == "airpay shopee" || acquirer == "shopeepay" ? 365
                    : status.body["issuer"].text() == "gopay"              ? 45
                                                                           : 7);
    return std::nullopt;
}

std::optional<shop::PayByInstructions> instructions_for(const Status& status, const Translate& translate)
{
    shop::PayByInstructions how;
    how.rows = Value::list();
    how.amount = status.gross;
    how.gateway_reference = status.transaction_id;
    how.expires_at = status.expires_at;
    const auto& body = status.body;
    if (const auto [bank, number] = account_in(body); !number.empty()) {
        row(how.rows, translate("Bank"), bank, false);
        row(how.rows, translate("Virtual account number"), number, true);
        how.note = translate("midtrans.steps_va");
    } else if (!body["bill_key"].text().empty()) {
        row(how.rows, translate("Bank"), "Mandiri", false);
        row(how.rows, translate("Company code"), body["biller_code"].text(), true);
        row(how.rows, translate("Bill key"), body["bill_key"].text(), true);
        how.note = translate("midtrans.steps_bill");
    } else if (!body["payment_code"].text().empty()) {
        row(how.rows, translate("Store"), store_title(body["store"].text()), false);
        row(how.rows, translate("Payment code"), body["payment_code"].text(), true);
        how.note = translate("midtrans.steps_store");
    }
    how.qr_payload = std::string{body["qr_string"].text()};
    how.deep_link = wallet_link(body["actions"]);
    if (!how.qr_payload.empty() || !how.deep_link.empty())
        how.note = translate(how.qr_payload.empty() ? "midtrans.steps_wallet" : "midtrans.steps_qr");
    if (how.rows.empty() && how.qr_payload.empty() && how.deep_link.empty()) return std::nullopt;
    return how;
}

} // namespace hurtrock::midtrans
