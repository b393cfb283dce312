#pragma once
/// Rates and classes.

#include <hurtrock/shop/tax.hpp>

#include <array>

namespace hurtrock::tax {

enum class Class { standard, luxury, exempt };

inline constexpr std::array classes{Class::standard, Class::luxury, Class::exempt};

/// For storage and forms.
constexpr std::string_view name_of(Class tax_class) noexcept
{
    switch (tax_class) {
    case Class::standard:
        return "standard";
    case Class::luxury:
        return "luxury";
    case Class::exempt:
        return "exempt";
    }
    return "";
}

inline Class class_named(std::string_view name) noexcept
{
    for (const auto each : classes)
        if (name_of(each) == name) return each;
    return Class::standard;
}

struct Rate {
    /// Hundredths of a percent: 1200 is 12 %.
    std::int64_t rate{0};
    /// The part of the net price the rate is applied to: 11/12.
    std::int64_t base_numerator{1}, base_denominator{1};
};

struct DatedRate {
    std::int64_t id{0};
    Class tax_class{Class::standard};
    /// "2025-01-01", a day of the shop's calendar.
    std::string starts_on;
    Rate rate;
};

struct Assignment {
    bool is_product{false};
    std::int64_t number{0};
    /// A SKU or a category's name.
    std::string label;
    Class tax_class{Class::standard};
};

} // namespace hurtrock::tax
