#pragma once
/// How papers speak: sentences, amounts and dates in the language of the paper.

#include <hurtrock/clock.hpp>
#include <hurtrock/money.hpp>

#include <functional>

namespace hurtrock::papers {

struct Words {
    /// "id" or "en".
    std::string locale;
    std::function<std::string(std::string_view message, const Value& arguments)> translate;

    std::string operator()(std::string_view message, const Value& arguments = {}) const
    {
        return translate(message, arguments);
    }
    /// "21 November 2026" for "2026-11-21".
    std::string date(std::string_view day) const;
};

/// "2026-11-21": the day in Jakarta (UTC+7; Indonesia has no summer time).
std::string day_in_jakarta(Time time);

inline std::string amount(const Value& units) { return Money{units.integer()}.text(); }
/// "−Rp12.500"; nothing for 0.
inline std::string minus(std::int64_t units) { return units == 0 ? "" : "−" + Money{units}.text(); }

/// "+62812****7890": what a label shows of a phone number. Five characters and the last four stay when it is long
/// enough.
std::string masked_phone(std::string_view phone);

} // namespace hurtrock::papers
