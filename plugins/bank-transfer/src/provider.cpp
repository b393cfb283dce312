#include "provider.hpp"

#include "repository.hpp"

namespace hurtrock::bank_transfer {
namespace {

constexpr std::size_t codes_tried_max = 40;
constexpr std::uint64_t code_max = 999;
/// How long an amount stays reserved after its payment's end.
constexpr std::chrono::hours kept_after_end{24 * 7};

} // namespace

std::vector<std::int64_t> codes_to_try(std::uint64_t seed, std::size_t count)
{
    // Steps of 367 through 999 (they share no factor) visit every code once before any comes again.
    std::vector<std::int64_t> codes;
    for (std::uint64_t i = 0; i < count && i < code_max; ++i)
        codes.push_back(static_cast<std::int64_t>((seed % code_max + i * 367) % code_max) + 1);
    return codes;
}

std::string TransferProvider::description(std::string_view locale) const
{
    return host_.translate(locale, "Transfer to %(bank)s; we check and ship once it has arrived.",
                           {{"bank", host_.settings().text("bank_name")}});
}

std::string TransferProvider::unavailable_reason() const
{
    return host_.settings().complete() ? "" : "bank, account number or account holder is missing";
}

shop::Capabilities TransferProvider::capabilities() const
{
    return {.refunds = shop::Refunds::manual,
            .manual_confirmation = true,
            .icon = "bank",
            .time_to_pay = std::chrono::hours{host_.settings().integer("hours_to_pay")}};
}

shop::RefundResult TransferProvider::refund(const shop::RefundRequest&)
{
    return {.outcome = shop::RefundResult::Outcome::by_hand, .reason = "transfer it to the customer's account"};
}

std::int64_t TransferProvider::unique_code(const shop::PaymentRequest& payment)
{
    if (!host_.settings().boolean("unique_amount") || payment.amount.is_zero()) return 0;
    const auto codes = codes_to_try(std::hash<std::string>{}(payment.attempt_id), codes_tried_max);
    std::int64_t code = 0;
    const auto taken = host_.database().transaction("bank_transfer.take", [&](Transaction& tx) -> Result<Done> {
        code = repository::take(tx, payment.attempt_id, payment.amount, codes, payment.expires_at + kept_after_end)
                   .value_or(0);
        return Done{};
    });
    if (!taken || code == 0) host_.log().warning("no unique amount was free", {{"attempt", payment.attempt_id}});
    return code;
}

bool TransferProvider::remember(const shop::PaymentRequest& payment, Money total)
{
    if (total.is_zero()) return true;
    const auto remembered =
        host_.database().transaction("bank_transfer.remember", [&](Transaction& tx) -> Result<Done> {
            repository::remember(tx, {payment.attempt_id, payment.order_public_id, payment.order_number,
                                      payment.customer_name, total, host_.clock().now()});
            return Done{};
        });
    return remembered.ok();
}

shop::StartResult TransferProvider::start(const shop::PaymentRequest& payment)
{
    const auto& settings = host_.settings();
    const auto code = unique_code(payment);
    const auto total = payment.amount + Money{code};
    if (!remember(payment, total)) return shop::not_reached("the transfer could not be noted");
    const auto text = [&](std::string_view message, const Value& arguments = {}) {
        return host_.translate(payment.locale, message, arguments);
    };

    auto rows = Value::list();
    rows.push({{"label", text("Bank")}, {"value", settings.text("bank_name")}, {"copy", Value{}}, {"note", Value{}}});
    rows.push({{"label", text("Account number")},
               {"value", settings.text("account_number")},
               {"copy", settings.text("account_number")},
               {"note", Value{}}});
    rows.push({{"label", text("Account holder")},
               {"value", settings.text("account_holder")},
               {"copy", Value{}},
               {"note", Value{}}});
    if (code != 0)
        rows.push(
            {{"label", text("Unique code")},
             {"value", "+" + Money{code}.text()},
             {"copy", Value{}},
             {"note",
              text("Part of the amount, so that we recognise your transfer. Please transfer to the last digit.")}});
    rows.push({{"label", text("Transfer note")},
               {"value", payment.order_number},
               {"copy", payment.order_number},
               {"note", Value{}}});

    // One step a line.
    const auto note = text("Open your bank's app, an ATM or a branch.") + "\n" +
                      text("Transfer exactly %(amount)s to the account below.", {{"amount", total.text()}}) + "\n" +
                      text("We confirm by e-mail once the money has arrived, usually within a working day.");
    return shop::PayByInstructions{std::move(rows), note, total};
}

Result<Done> TransferProvider::free_old()
{
    return host_.database().transaction("bank_transfer.free_old", [&](Transaction& tx) -> Result<Done> {
        repository::free_old(tx, host_.clock().now());
        return Done{};
    });
}

} // namespace hurtrock::bank_transfer
