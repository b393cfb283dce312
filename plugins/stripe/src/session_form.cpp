#include "session_form.hpp"

#include "amounts.hpp"

#include <algorithm>

namespace hurtrock::stripe {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t lines_max = 100;
constexpr std::size_t name_bytes_max = 250, description_bytes_max = 500;
/// A session may end between half an hour and a day from now; a minute for clocks that differ.
constexpr auto shortest_life = 31min;
constexpr auto longest_life = 24h - 1min;

bool can_be_lines(const std::vector<shop::PaymentLine>& lines)
{
    return !lines.empty() && lines.size() <= lines_max && std::all_of(lines.begin(), lines.end(), [](const auto& line) {
        return !line.name.empty() && line.quantity > 0 && to_minor(line.price).has_value();
    });
}

std::string summary(const std::vector<shop::PaymentLine>& lines)
{
    std::string text;
    for (const auto& line : lines) {
        if (line.kind == shop::LineKind::other) continue;
        text += (text.empty() ? "" : ", ") + line.name;
        if (line.quantity > 1) text += " × " + std::to_string(line.quantity);
    }
    return text;
}

void add_line(Form& form, std::size_t index, const shop::PaymentLine& line, std::string_view description)
{
    const auto at = "line_items[" + std::to_string(index) + "]";
    form.emplace_back(at + "[quantity]", std::to_string(line.quantity));
    form.emplace_back(at + "[price_data][currency]", lower_case(line.price.currency()));
    form.emplace_back(at + "[price_data][unit_amount]", std::to_string(to_minor(line.price).value()));
    form.emplace_back(at + "[price_data][product_data][name]", shortened(line.name, name_bytes_max));
    if (!description.empty())
        form.emplace_back(at + "[price_data][product_data][description]",
                          shortened(std::string{description}, description_bytes_max));
}

void add_lines(Form& form, const shop::PaymentRequest& payment, std::string_view single)
{
    if (can_be_lines(payment.lines)) {
        for (std::size_t i = 0; i < payment.lines.size(); ++i)
            add_line(form, i, payment.lines[i], "");
        return;
    }
    add_line(form, 0, {.kind = shop::LineKind::other, .id = {}, .name = std::string{single}, .price = payment.amount},
             summary(payment.lines));
}

/// Said on the session and on the payment below it: the one is not copied to the other.
void add_names(Form& form, const std::string& where, const shop::PaymentRequest& payment)
{
    form.emplace_back(where + "[" + std::string{attempt_key} + "]", payment.attempt_id);
    form.emplace_back(where + "[order_id]", payment.order_public_id);
    form.emplace_back(where + "[order_number]", payment.order_number);
}

} // namespace

std::string shortened(std::string text, std::size_t bytes_max)
{
    constexpr std::string_view mark = "…";
    if (text.size() <= bytes_max) return text;
    auto end = bytes_max - mark.size();
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return text.substr(0, end).append(mark);
}

std::optional<Form> session_form(const shop::PaymentRequest& payment, std::string_view single, Time now)
{
    const auto amount = to_minor(payment.amount);
    if (!amount || *amount == 0) return std::nullopt;
    Form form{{"mode", "payment"},
              {"client_reference_id", payment.attempt_id},
              {"success_url", payment.return_url},
              {"cancel_url", payment.return_url},
              {"locale", payment.locale == "en" ? "en" : "id"},
              // The customer pays the order's own amount in its own currency.
              {"adaptive_pricing[enabled]", "false"}};
    if (!payment.customer_email.empty()) form.emplace_back("customer_email", payment.customer_email);
    add_names(form, "metadata", payment);
    add_names(form, "payment_intent_data[metadata]", payment);
    form.emplace_back("payment_intent_data[description]", payment.order_number);
    // Otherwise it lives as long as Stripe lets it, and we end it ourselves when its time is over.
    if (payment.expires_at >= now + shortest_life && payment.expires_at <= now + longest_life)
        form.emplace_back(
            "expires_at",
            std::to_string(std::chrono::floor<std::chrono::seconds>(payment.expires_at).time_since_epoch().count()));
    add_lines(form, payment, single);
    return form;
}

} // namespace hurtrock::stripe
