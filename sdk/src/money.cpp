#include <hurtrock/money.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace hurtrock
{
namespace
{

__extension__ typedef __int128 Wide;

/// Digits after the decimal point: ISO 4217's exponent, except that rupiah count whole rupiah here.
int exponent(std::string_view currency) noexcept
{
    static constexpr std::array<std::string_view, 17> whole{"BIF", "CLP", "DJF", "GNF", "IDR", "ISK",
                                                            "JPY", "KMF", "KRW", "PYG", "RWF", "UGX",
                                                            "UYI", "VND", "VUV", "XAF", "XOF"};
    static constexpr std::array<std::string_view, 7> thousandths{"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
    if (std::find(whole.begin(), whole.end(), currency) != whole.end() || currency == "XPF") return 0;
    return std::find(thousandths.begin(), thousandths.end(), currency) != thousandths.end() ? 3 : 2;
}

void need_same_currency(const Money& left, const Money& right)
{
    if (left.currency() != right.currency())
        throw std::domain_error{"Money: " + std::string{left.currency()} + " met " + std::string{right.currency()}};
}

std::int64_t narrow(Wide units)
{
    if (units > INT64_MAX || units < INT64_MIN)
        throw std::overflow_error{"Money: the amount does not fit into 64 bits"};
    return static_cast<std::int64_t>(units);
}

std::string grouped(std::string digits, char separator)
{
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), 1, separator);
    return digits;
}

} // namespace

Money::Money(std::int64_t units, std::string_view currency) : units_{units}
{
    const auto is_letter = [](char letter) { return letter >= 'A' && letter <= 'Z'; };
    if (currency.size() != 3 || !std::all_of(currency.begin(), currency.end(), is_letter))
        throw std::domain_error{"Money: \"" + std::string{currency} + "\" is no ISO 4217 currency code"};
    std::copy(currency.begin(), currency.end(), currency_);
}

Money Money::operator-() const
{
    return Money{narrow(-static_cast<Wide>(units_)), currency()};
}

Money& Money::operator+=(const Money& other)
{
    need_same_currency(*this, other);
    units_ = narrow(static_cast<Wide>(units_) + other.units_);
    return *this;
}

Money& Money::operator-=(const Money& other)
{
    need_same_currency(*this, other);
    units_ = narrow(static_cast<Wide>(units_) - other.units_);
    return *this;
}

Money operator*(const Money& price, std::int64_t quantity)
{
    return Money{narrow(static_cast<Wide>(price.units_) * quantity), price.currency()};
}

bool operator==(const Money& left, const Money& right) noexcept
{
    return left.units_ == right.units_ && left.currency() == right.currency();
}

std::strong_ordering operator<=>(const Money& left, const Money& right)
{
    need_same_currency(left, right);
    return left.units_ <=> right.units_;
}

Money Money::share(std::int64_t numerator, std::int64_t denominator) const
{
    if (denominator <= 0) throw std::domain_error{"Money::share: the denominator must be positive"};
    const Wide product = static_cast<Wide>(units_) * numerator;
    Wide quotient = product / denominator;
    const Wide remainder = product % denominator;
    const Wide distance = remainder < 0 ? -remainder : remainder;
    if (distance * 2 >= denominator) quotient += product < 0 ? -1 : 1;
    return Money{narrow(quotient), currency()};
}

std::string Money::text() const
{
    auto digits = std::to_string(units_);
    const std::string sign = units_ < 0 ? "-" : "";
    digits.erase(0, sign.size());
    if (currency() == "IDR") return sign + "Rp" + grouped(std::move(digits), '.');

    const auto places = static_cast<std::size_t>(exponent(currency()));
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    const auto fraction = digits.substr(digits.size() - places);
    digits.erase(digits.size() - places);
    return sign + std::string{currency()} + ' ' + grouped(std::move(digits), ',') + (places ? "." : "") + fraction;
}

Value Money::to_value() const
{
    return {{"units", units_}, {"currency", currency()}, {"text", text()}};
}

Money Money::from_value(const Value& value)
{
    return Money{value["units"].integer(), value["currency"].text("IDR")};
}

} // namespace hurtrock
