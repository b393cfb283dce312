#include "checkout.hpp"

#include <algorithm>
#include <charconv>

namespace hurtrock::orders
{
namespace
{

constexpr std::size_t key_length_min = 8, key_length_max = 64;

bool is_key(std::string_view key)
{
    return key.size() >= key_length_min && key.size() <= key_length_max &&
           std::all_of(key.begin(), key.end(), [](char letter) {
               return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
                      (letter >= 'a' && letter <= 'z') || letter == '-' || letter == '_';
           });
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo): it tells pages apart, it protects nothing.
class Fingerprint
{
public:
    void add(std::string_view text)
    {
        for (const unsigned char byte : text)
            step(byte);
        step(0);
    }
    void add(std::int64_t number) { add(std::to_string(number)); }
    std::string hex() const
    {
        std::string digits(16, '0');
        for (std::size_t i = 0; i < 16; ++i)
            digits[i] = "0123456789abcdef"[(hash_ >> (60 - 4 * i)) & 15];
        return digits;
    }

private:
    void step(unsigned char byte) { hash_ = (hash_ ^ byte) * 0x100000001b3; }
    std::uint64_t hash_{0xcbf29ce484222325};
};

} // namespace

std::string CheckoutToken::text() const
{
    if (!subtotal) return key;
    return key + "." + std::to_string(subtotal->units()) + "." + fingerprint;
}

std::optional<CheckoutToken> CheckoutToken::parse(std::string_view text)
{
    CheckoutToken token;
    const auto first = text.find('.');
    token.key = text.substr(0, first);
    if (!is_key(token.key)) return std::nullopt;
    if (first == std::string_view::npos) return token;

    const auto second = text.find('.', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    const auto digits = text.substr(first + 1, second - first - 1);
    std::int64_t units = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), units);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    token.subtotal = Money{units};
    token.fingerprint = text.substr(second + 1);
    return token.fingerprint.size() == 16 ? std::optional{token} : std::nullopt;
}

CheckoutToken seen(const std::vector<OfferedLine>& lines, const shop::Discounts& discounts,
                   const std::vector<shop::ShippingOption>& options)
{
    Fingerprint print;
    Money subtotal;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto& [line, later] = lines[i];
        print.add(line.variant.id.value);
        print.add(line.quantity);
        print.add(line.variant.price.units());
        print.add(i < discounts.lines.size() ? discounts.lines[i].amount.units() : 0);
        print.add(later);
        subtotal += line.variant.price * line.quantity;
    }
    for (const auto& option : options) {
        print.add(option.code);
        print.add(option.price.units());
    }
    return {"", subtotal, print.hex()};
}

CheckoutToken make_token(const std::vector<OfferedLine>& lines, const shop::Discounts& discounts,
                         const std::vector<shop::ShippingOption>& options)
{
    auto token = seen(lines, discounts, options);
    token.key = make_public_id();
    return token;
}

} // namespace hurtrock::orders
