#pragma once
/// Amounts as Stripe counts them, in the currency's smallest unit there ("Supported currencies"): two decimals unless
/// listed, rupiah too, which Money counts whole. Locale libraries disagree with Stripe, so there is a table of our own.

#include <hurtrock/money.hpp>

#include <optional>

namespace hurtrock::stripe {

/// nullopt for what Stripe cannot express: a fraction where it has none, more than its digits, a negative amount.
std::optional<std::int64_t> to_minor(const Money& money);

/// Rounded down to what Money can hold; `rest` says whether something was lost by it.
struct FromMinor {
    Money money{};
    bool rest{false};
};
/// Currencies in lower case, as Stripe writes them; anything that is not three letters counts as none ("ZZZ").
FromMinor from_minor(std::int64_t minor, std::string_view currency);

/// "idr"
std::string lower_case(std::string_view currency);

} // namespace hurtrock::stripe
