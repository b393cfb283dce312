#pragma once
/// Tax: the part of a price that the shop passes on. Provided by the tax plugin; without it prices hold none.
///
/// Prices include tax. The tax inside a price is computed a line at a time, after discounts, rounded half away from zero;
/// the lines are then summed, so that what a paper shows always adds up. Source of rate and base: PMK 131/2024 ("DPP nilai
/// lain" is 11/12 of the price, PPN 12 % of that).

#include <hurtrock/database.hpp>

namespace hurtrock::shop {

struct TaxableLine {
    VariantId variant{};
    /// What the customer pays for the line, after discounts.
    Money gross{};
};

/// What a line holds. gross = net + tax.
struct TaxInside {
    Money net{};
    /// The base the statutory rate is applied to ("DPP nilai lain"); equals net where there is no such base.
    Money base{};
    Money tax{};
};

struct TaxSummary {
    /// One a line, in the order asked.
    std::vector<TaxInside> lines;
    TaxInside shipping{};
    /// "PPN"; empty when the shop charges no tax at that time.
    std::string name;
    /// "12 %": the statutory rate, for papers; "11 %": what it comes to on the price, for pages.
    std::string statutory_rate, effective_rate;

    Money total() const
    {
        Money sum = shipping.tax;
        for (const auto& line : lines)
            sum += line.tax;
        return sum;
    }
};

class Tax {
public:
    static constexpr const char* interface_name = "hurtrock.tax/1";

    /// With the rates in force at that time.
    virtual TaxSummary inside(Reader& reader, const std::vector<TaxableLine>& lines, Money shipping, Time at) = 0;

protected:
    ~Tax() = default;
};

} // namespace hurtrock::shop
