#include "arithmetic.hpp"

namespace hurtrock::tax {
namespace {

/// 1200 is 12 %.
constexpr std::int64_t whole = 10'000;

std::string percent_text(std::int64_t hundredths)
{
    auto text = std::to_string(hundredths / 100);
    if (const auto rest = hundredths % 100; rest != 0) {
        text += ',';
        text += static_cast<char>('0' + rest / 10);
        if (rest % 10 != 0) text += static_cast<char>('0' + rest % 10);
    }
    return text + " %";
}

} // namespace

shop::TaxInside inside(Money gross, const Rate& rate)
{
    const auto part = rate.rate * rate.base_numerator;
    const auto tax = gross.share(part, whole * rate.base_denominator + part);
    const auto net = gross - tax;
    return {net, net.share(rate.base_numerator, rate.base_denominator), tax};
}

std::string statutory_text(const Rate& rate) { return percent_text(rate.rate); }

std::string effective_text(const Rate& rate)
{
    const auto twice = 2 * rate.rate * rate.base_numerator;
    return percent_text((twice + rate.base_denominator) / (2 * rate.base_denominator));
}

} // namespace hurtrock::tax
