#include <hurtrock/database.hpp>
#include <hurtrock/json.hpp>

#include <array>
#include <charconv>
#include <limits>
#include <stdexcept>

namespace hurtrock
{
namespace
{

[[noreturn]] void refuse(std::string_view column, std::string_view text, const char* wanted)
{
    throw std::domain_error{"column " + std::string{column} + " holds \"" + std::string{text.substr(0, 60)} +
                            "\", which is no " + wanted};
}

/// Reads PostgreSQL's ISO output: 2026-11-21[ 03:04:05[.123456][+00[:00[:00]]]][ BC].
class TimestampReader
{
public:
    explicit TimestampReader(std::string_view text) noexcept : rest_{text} {}

    std::optional<Time> read()
    {
        using namespace std::chrono;
        if (rest_ == "infinity") return Time::max();
        if (rest_ == "-infinity") return Time::min();
        const bool before_christ = rest_.ends_with(" BC");
        if (before_christ) rest_.remove_suffix(3);

        const auto year_number = number();
        const auto month_number = static_cast<unsigned>(after('-'));
        const auto day_number = static_cast<unsigned>(after('-'));
        const auto date = std::chrono::year{static_cast<int>(before_christ ? 1 - year_number : year_number)} / month_number / day_number;
        if (failed_ || !date.ok()) return std::nullopt;
        Time time = sys_days{date};
        if (rest_.empty()) return time;

        time += hours{after(' ')};
        time += minutes{after(':')};
        time += seconds{after(':')};
        if (rest_.starts_with('.')) time += fraction();
        if (!rest_.empty()) time -= zone();
        if (failed_ || !rest_.empty()) return std::nullopt;
        return time;
    }

private:
    std::int64_t number()
    {
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (error != std::errc{}) failed_ = true;
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return value;
    }
    std::int64_t after(char separator)
    {
        if (!rest_.starts_with(separator)) {
            failed_ = true;
            return 0;
        }
        rest_.remove_prefix(1);
        return number();
    }
    std::chrono::microseconds fraction()
    {
        rest_.remove_prefix(1);
        std::int64_t value = 0;
        int digits = 0;
        for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9' && digits < 6;
             ++digits, rest_.remove_prefix(1))
            value = value * 10 + (rest_.front() - '0');
        for (; digits < 6; ++digits)
            value *= 10;
        return std::chrono::microseconds{value};
    }
    std::chrono::seconds zone()
    {
        const char sign = rest_.front();
        if (sign != '+' && sign != '-') {
            failed_ = true;
            return {};
        }
        std::int64_t offset_s = after(sign) * 3600;
        if (rest_.starts_with(':')) offset_s += after(':') * 60;
        if (rest_.starts_with(':')) offset_s += after(':');
        return std::chrono::seconds{sign == '-' ? -offset_s : offset_s};
    }

    std::string_view rest_;
    bool failed_{false};
};

template <class Number> Number parse(std::string_view column, std::string_view text, const char* wanted)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) refuse(column, text, wanted);
    return number;
}

} // namespace

Param::Param(double decimal)
{
    if (decimal != decimal) {
        text_ = "NaN";
        return;
    }
    if (decimal == std::numeric_limits<double>::infinity() || decimal == -std::numeric_limits<double>::infinity()) {
        text_ = decimal > 0 ? "Infinity" : "-Infinity";
        return;
    }
    std::array<char, 32> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), decimal).ptr;
    text_.emplace(buffer.data(), end);
}

Param::Param(const Value& json) : text_{to_json(json)} {}

Param::Param(const std::vector<std::int64_t>& integers)
{
    std::string literal = "{";
    for (const auto integer : integers) {
        if (literal.size() > 1) literal += ',';
        literal += std::to_string(integer);
    }
    text_ = std::move(literal += '}');
}

Param::Param(const std::vector<std::string>& texts)
{
    std::string literal = "{";
    for (const auto& text : texts) {
        literal += literal.size() > 1 ? ",\"" : "\"";
        for (const char letter : text) {
            if (letter == '"' || letter == '\\') literal += '\\';
            literal += letter;
        }
        literal += '"';
    }
    text_ = std::move(literal += '}');
}

std::optional<std::string_view> Row::cell(std::string_view column) const
{
    return source_->cell(row_, source_->column(column));
}

bool Row::is_null(std::string_view column) const
{
    return !cell(column).has_value();
}
std::string_view Row::text(std::string_view column) const
{
    return cell(column).value_or(std::string_view{});
}

std::int64_t Row::integer(std::string_view column) const
{
    const auto text = cell(column);
    return text ? parse<std::int64_t>(column, *text, "integer of 64 bits") : 0;
}

bool Row::boolean(std::string_view column) const
{
    const auto text = cell(column);
    if (text && *text != "t" && *text != "f") refuse(column, *text, "boolean");
    return text && *text == "t";
}

double Row::decimal(std::string_view column) const
{
    const auto text = cell(column);
    return text ? parse<double>(column, *text, "decimal number") : 0;
}

Time Row::time(std::string_view column) const
{
    const auto text = cell(column);
    if (!text) return Time{};
    const auto time = TimestampReader{*text}.read();
    if (!time) refuse(column, *text, "timestamp in ISO form");
    return *time;
}

Value Row::json(std::string_view column) const
{
    const auto text = cell(column);
    if (!text) return {};
    auto value = from_json(*text);
    if (!value) refuse(column, *text, "JSON this program reads");
    return std::move(*value);
}

DatabaseError::DatabaseError(std::string query, std::string sqlstate, std::string message, std::string constraint)
    : query_{std::move(query)}, sqlstate_{std::move(sqlstate)}, constraint_{std::move(constraint)}
{
    what_ = query_ + ": " + message;
    if (!sqlstate_.empty()) what_ += " (SQLSTATE " + sqlstate_ + ")";
}

DatabaseError::~DatabaseError() = default;

} // namespace hurtrock
