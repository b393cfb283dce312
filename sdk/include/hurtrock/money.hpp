#pragma once
/// Money: a whole number of the currency's smallest unit in use (ISO 4217 exponent, but rupiah counts whole rupiah: IDR has
/// exponent 0 here). There is no floating point anywhere near it. Arithmetic on two currencies and overflow throw
/// std::domain_error and std::overflow_error: both are mistakes of the program, never of a visitor.

#include <hurtrock/value.hpp>

#include <compare>

namespace hurtrock {

class HURTROCK_API Money {
public:
    Money() noexcept = default;
    Money(std::int64_t units, std::string_view currency = "IDR");

    std::int64_t units() const noexcept { return units_; }
    std::string_view currency() const noexcept { return {currency_, 3}; }
    bool is_zero() const noexcept { return units_ == 0; }
    bool is_negative() const noexcept { return units_ < 0; }

    Money operator-() const;
    Money& operator+=(const Money& other);
    Money& operator-=(const Money& other);
    friend Money operator+(Money left, const Money& right) { return left += right; }
    friend Money operator-(Money left, const Money& right) { return left -= right; }
    friend HURTROCK_API Money operator*(const Money& price, std::int64_t quantity);

    friend HURTROCK_API bool operator==(const Money& left, const Money& right) noexcept;
    /// Throws std::domain_error for two currencies.
    friend HURTROCK_API std::strong_ordering operator<=>(const Money& left, const Money& right);

    /// This amount times numerator/denominator, rounded half away from zero. `Money{125000}.share(11, 111)` is the PPN
    /// inside Rp125.000. Precondition: denominator > 0.
    Money share(std::int64_t numerator, std::int64_t denominator) const;

    /// As people read it: "Rp1.250.000", "-Rp12.500"; other currencies as "USD 12.50".
    std::string text() const;

    /// {units, currency, text}: what templates and JSON get. The filter `money` prints it.
    Value to_value() const;
    static Money from_value(const Value& value);

private:
    std::int64_t units_{0};
    char currency_[4]{'I', 'D', 'R', '\0'};
};

} // namespace hurtrock
