/// Filters on numbers.
#include "library.hpp"
#include "parameters.hpp"
#include "unicode.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace hurtrock::tmpl {
namespace {

void require_defined(const Cell& cell)
{
    if (cell.is_undefined()) fail_undefined(cell.as_missing());
}

/// float("...") of Python.
std::optional<double> parsed_decimal(std::string_view text)
{
    std::string digits;
    const auto plain = unicode::strip(text);
    for (std::size_t at = 0; at < plain.size(); ++at) {
        if (plain[at] != '_') {
            digits += plain[at];
            continue;
        }
        const auto digit = [&](std::size_t place) { return place < plain.size() && plain[place] >= '0' && plain[place] <= '9'; };
        if (at == 0 || !digit(at - 1) || !digit(at + 1)) return std::nullopt;
    }
    if (digits.empty() || digits.find_first_of("xXpP") != std::string::npos || digits.find('(') != std::string::npos) return std::nullopt;
    char* end = nullptr;
    const double value = std::strtod(digits.c_str(), &end);
    if (end != digits.c_str() + digits.size()) return std::nullopt;
    return value;
}

/// int("...", base) of Python.
std::optional<std::int64_t> parsed_integer(std::string_view text, std::int64_t base)
{
    std::string digits{unicode::strip(text)};
    bool negative = false;
    if (!digits.empty() && (digits[0] == '-' || digits[0] == '+')) {
        negative = digits[0] == '-';
        digits.erase(0, 1);
    }
    const auto prefixed = [&](char letter) { return digits.size() > 2 && digits[0] == '0' && (digits[1] | 0x20) == letter; };
    for (const auto& [letter, its_base] : {std::pair{'x', 16}, std::pair{'o', 8}, std::pair{'b', 2}}) {
        if (!prefixed(letter) || (base != 0 && base != its_base)) continue;
        digits.erase(0, 2);
        base = its_base;
        break;
    }
    if (base == 0) {
        if (digits.size() > 1 && digits[0] == '0' && digits.find_first_not_of("0_") != std::string::npos) return std::nullopt;
        base = 10;
    }
    if (base < 2 || base > 36 || digits.empty() || digits.front() == '_' || digits.back() == '_' || digits.find("__") != std::string::npos) return std::nullopt;
    std::erase(digits, '_');
    std::int64_t value = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value, static_cast<int>(base));
    if (result.ec == std::errc::result_out_of_range) throw Fault{"the integer is too large"};
    if (result.ec != std::errc{} || result.ptr != digits.data() + digits.size() || digits[0] == '-') return std::nullopt;
    return negative ? -value : value;
}

std::optional<std::int64_t> truncated(double value)
{
    if (std::isnan(value)) return std::nullopt;
    if (std::abs(value) >= 9.2e18) throw Fault{"the integer is too large"};
    return static_cast<std::int64_t>(value);
}

Cell to_float(Runtime&, const Cell& input, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"default"}};
    require_defined(input);
    if (input.is_number()) return Cell::decimal(input.as_decimal());
    const auto value = input.is_text() ? parsed_decimal(input.as_text()) : std::nullopt;
    return value ? Cell::decimal(*value) : given.cell(0, Cell::decimal(0));
}

Cell to_int(Runtime&, const Cell& input, const Arguments& arguments)
{
    const Parameters<2> given{arguments, {"default", "base"}};
    require_defined(input);
    std::optional<std::int64_t> value;
    if (input.is_integer()) {
        value = input.as_integer();
    } else if (input.is_number()) {
        value = truncated(input.as_decimal());
    } else if (input.is_text()) {
        value = parsed_integer(input.as_text(), given.integer(1, 10));
        if (!value)
            if (const auto decimal = parsed_decimal(input.as_text())) value = truncated(*decimal);
    }
    return value ? Cell::integer(*value) : given.cell(0, Cell::integer(0));
}

Cell absolute(Runtime&, const Cell& input, const Arguments& arguments)
{
    no_arguments(arguments);
    require_defined(input);
    if (input.is_integer()) return input.as_integer() < 0 ? negate(input) : Cell::integer(input.as_integer());
    if (input.is_number()) return Cell::decimal(std::abs(input.as_decimal()));
    throw Fault{"bad operand type for abs(): '" + std::string{type_name(input)} + "'"};
}

/// Rounds the exact binary value half to even, as Python's round does, by printing it with that many places.
double rounded(double value, std::int64_t places)
{
    if (!std::isfinite(value) || places > 300) return value;
    if (places < -300) return 0;
    if (places >= 0) {
        std::array<char, 700> digits{};
        std::snprintf(digits.data(), digits.size(), "%.*f", static_cast<int>(places), value);
        return std::strtod(digits.data(), nullptr);
    }
    const double unit = std::pow(10.0, static_cast<double>(-places));
    return std::nearbyint(value / unit) * unit;
}

std::int64_t rounded(std::int64_t value, std::int64_t places)
{
    if (places >= 0) return value;
    if (places < -18) return 0;
    std::int64_t unit = 1;
    for (auto left = places; left < 0; ++left) unit *= 10;
    const auto rest = value % unit, whole = value - rest;
    const auto size = rest < 0 ? -rest : rest;
    const bool away = size > unit - size || (size == unit - size && (whole / unit) % 2 != 0);
    if (!away) return whole;
    std::int64_t result = 0;
    if (__builtin_add_overflow(whole, value < 0 ? -unit : unit, &result)) throw Fault{"the integer is too large"};
    return result;
}

Cell round(Runtime&, const Cell& input, const Arguments& arguments)
{
    const Parameters<2> given{arguments, {"precision", "method"}};
    require_defined(input);
    const auto method = given.text(1, "common");
    const auto places = given.integer(0, 0);
    if (method != "common" && method != "ceil" && method != "floor") throw Fault{"method must be common, ceil or floor"};
    if (!input.is_number()) throw Fault{"type " + std::string{type_name(input)} + " doesn't define __round__ method"};
    if (method == "common") {
        if (input.is_integer()) return Cell::integer(rounded(input.as_integer(), places));
        return Cell::decimal(rounded(input.as_decimal(), places));
    }
    const double unit = std::pow(10.0, static_cast<double>(places));
    const double scaled = input.as_decimal() * unit;
    if (!std::isfinite(scaled)) throw Fault{"cannot convert float to integer"};
    return Cell::decimal((method == "ceil" ? std::ceil(scaled) : std::floor(scaled)) / unit + 0.0);
}

Cell filesizeformat(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"binary"}};
    require_defined(input);
    const bool binary = given.boolean(0, false);
    const auto parsed = input.is_number() ? std::optional{input.as_decimal()} : input.is_text() ? parsed_decimal(input.as_text()) : std::nullopt;
    if (!parsed) throw Fault{"could not convert to a size: '" + std::string{type_name(input)} + "'"};
    const double bytes = *parsed, base = binary ? 1024 : 1000;
    if (bytes == 1) return Cell::text("1 Byte");
    if (bytes < base) {
        if (bytes < -9.2e18) throw Fault{"the size is too large"};
        return runtime.text(std::to_string(static_cast<std::int64_t>(bytes)) + " Bytes");
    }
    constexpr std::string_view letters = "kMGTPEZY";
    double unit = base;
    std::size_t at = 0;
    for (; at < letters.size(); ++at) {
        unit *= base;
        if (bytes < unit || at + 1 == letters.size()) break;
    }
    std::array<char, 360> text{};
    std::snprintf(text.data(), text.size(), "%.1f ", base * bytes / unit);
    std::string size = text.data();
    size += binary && at == 0 ? 'K' : letters[at];
    return runtime.text(size + (binary ? "iB" : "B"));
}

} // namespace

void add_number_filters(Library& library)
{
    const std::initializer_list<std::pair<const char*, BuiltinFilter>> filters{
        {"abs", &absolute}, {"filesizeformat", &filesizeformat}, {"float", &to_float}, {"int", &to_int}, {"round", &round},
    };
    for (const auto& [name, code] : filters) library.filters[name].builtin = code;
}

} // namespace hurtrock::tmpl
