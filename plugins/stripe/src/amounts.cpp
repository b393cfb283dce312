#include "amounts.hpp"

#include <algorithm>
#include <array>

namespace hurtrock::stripe {
namespace {

/// Twelve digits for rupiah, eight for all others.
constexpr std::int64_t rupiah_max = 999'999'999'999, others_max = 99'999'999;

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& list, std::string_view currency)
{
    return std::find(list.begin(), list.end(), currency) != list.end();
}

/// Decimals at Stripe. UGX and ISK have two there that must be 00.
int stripe_exponent(std::string_view currency)
{
    static constexpr std::array<std::string_view, 15> whole{"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA",
                                                            "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"};
    static constexpr std::array<std::string_view, 5> thousandths{"BHD", "JOD", "KWD", "OMR", "TND"};
    if (contains(whole, currency)) return 0;
    return contains(thousandths, currency) ? 3 : 2;
}

/// Decimals in Money: ISO 4217, and none for rupiah.
int money_exponent(std::string_view currency)
{
    static constexpr std::array<std::string_view, 4> whole{"IDR", "ISK", "UGX", "UYI"};
    static constexpr std::array<std::string_view, 2> thousandths{"IQD", "LYD"};
    if (contains(whole, currency)) return 0;
    if (currency == "MGA") return 2;
    return contains(thousandths, currency) ? 3 : stripe_exponent(currency);
}

std::int64_t power_of_ten(int exponent) { return exponent <= 0 ? 1 : 10 * power_of_ten(exponent - 1); }

} // namespace

std::optional<std::int64_t> to_minor(const Money& money)
{
    const auto currency = money.currency();
    const auto largest = currency == "IDR" ? rupiah_max : others_max;
    const int shift = stripe_exponent(currency) - money_exponent(currency);
    const auto factor = power_of_ten(shift < 0 ? -shift : shift);
    const auto units = money.units();
    if (units < 0) return std::nullopt;
    if (shift < 0 && units % factor != 0) return std::nullopt;
    if (shift >= 0 && units > largest / factor) return std::nullopt;
    const auto minor = shift < 0 ? units / factor : units * factor;
    // Stripe wants the last of three decimals to be zero.
    if (minor > largest || (stripe_exponent(currency) == 3 && minor % 10 != 0)) return std::nullopt;
    return minor;
}

FromMinor from_minor(std::int64_t minor, std::string_view currency)
{
    std::string name;
    for (const auto letter : currency)
        name += letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 32) : letter;
    const bool letters = name.size() == 3 && std::all_of(name.begin(), name.end(),
                                                         [](char letter) { return letter >= 'A' && letter <= 'Z'; });
    if (!letters) return {Money{minor, "ZZZ"}, false};
    const int shift = money_exponent(name) - stripe_exponent(name);
    const auto factor = power_of_ten(shift < 0 ? -shift : shift);
    if (shift < 0) return {Money{minor / factor, name}, minor % factor != 0};
    constexpr auto sensible_max = std::int64_t{1} << 50;
    return {Money{std::clamp(minor, -sensible_max, sensible_max) * factor, name}, false};
}

std::string lower_case(std::string_view currency)
{
    std::string name{currency};
    for (auto& letter : name)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + 32);
    return name;
}

} // namespace hurtrock::stripe
