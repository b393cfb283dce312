#include <hurtrock/forms.hpp>

#include <algorithm>

namespace hurtrock {
namespace {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Code points of valid UTF-8: every byte but the continuation bytes.
std::size_t code_points(std::string_view text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xc0) != 0x80; }));
}

bool has_control(std::string_view text, bool line_breaks_allowed)
{
    return std::any_of(text.begin(), text.end(), [&](unsigned char c) {
        if (line_breaks_allowed && (c == '\n' || c == '\r' || c == '\t')) return false;
        return c < 0x20 || c == 0x7f;
    });
}

bool is_email(std::string_view text)
{
    const auto at = text.rfind('@');
    if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) return false;
    const auto local = text.substr(0, at), domain = text.substr(at + 1);
    const auto is_local = [](unsigned char c) {
        return c > 0x20 && c < 0x7f && std::string_view{"()<>[],;:\\\"@"}.find(static_cast<char>(c)) == std::string_view::npos;
    };
    const auto is_domain = [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '.'; };
    if (!std::all_of(local.begin(), local.end(), is_local) || !std::all_of(domain.begin(), domain.end(), is_domain))
        return false;
    const auto doubled = [](std::string_view part) { return part.find("..") != std::string_view::npos; };
    return !domain.empty() && domain.find('.') != std::string_view::npos && !doubled(domain) && !doubled(local) &&
           domain.front() != '.' && domain.back() != '.' && domain.front() != '-' && local.front() != '.' &&
           local.back() != '.';
}

/// Digits of an amount typed by a person: "Rp1.250.000", "1250000", "-3". Empty when it is no number.
std::optional<std::int64_t> typed_integer(std::string_view text)
{
    if (text.starts_with("Rp")) text = trimmed(text.substr(2));
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    std::int64_t number = 0;
    std::size_t digits = 0, since_dot = 0;
    bool dotted = false;
    for (const char c : text) {
        if (c == '.') {
            if (digits == 0 || (dotted ? since_dot != 3 : digits > 3)) return std::nullopt;
            dotted = true;
            since_dot = 0;
            continue;
        }
        if (c < '0' || c > '9' || ++digits > 15) return std::nullopt;
        ++since_dot;
        number = number * 10 + (c - '0');
    }
    if (digits == 0 || (dotted && since_dot != 3)) return std::nullopt;
    return negative ? -number : number;
}

} // namespace

std::optional<std::string> normalised_phone(std::string_view typed)
{
    std::string digits;
    bool international = false;
    for (const char c : trimmed(typed)) {
        if (c >= '0' && c <= '9')
            digits += c;
        else if (c == '+' && digits.empty() && !international)
            international = true;
        else if (std::string_view{" -.()/"}.find(c) == std::string_view::npos)
            return std::nullopt;
    }
    if (digits.starts_with("00")) {
        international = true;
        digits.erase(0, 2);
    }
    if (!international) {
        if (digits.starts_with('0'))
            digits = "62" + digits.substr(1);
        else if (digits.starts_with('8'))
            digits = "62" + digits;
        else if (!digits.starts_with("62"))
            return std::nullopt;
    }
    if (digits.starts_with("620")) digits.erase(2, 1); // "+62 (0)812 …"
    if (digits.size() > 15 || digits.size() < 8 || digits.starts_with('0')) return std::nullopt;
    if (digits.starts_with("628") && (digits.size() < 11 || digits.size() > 15)) return std::nullopt;
    return "+" + digits;
}

std::string FormReader::text(std::string_view field, TextRule rule)
{
    const auto value = trimmed(request_.form(field).value_or(""));
    const auto length = code_points(value);
    const auto refuse_as = [&](const char* code, Value arguments = {}) {
        refuse({.code = code, .field = std::string{field}, .arguments = std::move(arguments)});
    };
    if (value.empty()) {
        if (rule.required) refuse_as("form.required");
    } else if (length < rule.length_min) {
        refuse_as("form.too_short", {{"min", rule.length_min}});
    } else if (length > rule.length_max) {
        refuse_as("form.too_long", {{"max", rule.length_max}});
    } else if (has_control(value, rule.multiline)) {
        refuse_as("form.control_character");
    }
    return std::string{value};
}

std::string FormReader::email(std::string_view field)
{
    auto value = std::string{trimmed(request_.form(field).value_or(""))};
    std::transform(value.begin(), value.end(), value.begin(),
                   [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    if (value.empty())
        refuse({.code = "form.required", .field = std::string{field}});
    else if (!is_email(value))
        refuse({.code = "form.email", .field = std::string{field}});
    return value;
}

std::string FormReader::phone(std::string_view field, bool required)
{
    const auto typed = trimmed(request_.form(field).value_or(""));
    if (typed.empty()) {
        if (required) refuse({.code = "form.required", .field = std::string{field}});
        return {};
    }
    auto normalised = normalised_phone(typed);
    if (!normalised) refuse({.code = "form.phone", .field = std::string{field}});
    return normalised.value_or("");
}

std::int64_t FormReader::integer(std::string_view field, IntegerRule rule)
{
    const auto typed = trimmed(request_.form(field).value_or(""));
    const auto refuse_as = [&](const char* code, Value arguments = {}) {
        refuse({.code = code, .field = std::string{field}, .arguments = std::move(arguments)});
        return rule.fallback;
    };
    if (typed.empty()) return rule.required ? refuse_as("form.required") : rule.fallback;
    const auto number = typed_integer(typed);
    if (!number) return refuse_as("form.number");
    if (*number < rule.min) return refuse_as("form.too_small", {{"min", rule.min}});
    if (*number > rule.max) return refuse_as("form.too_large", {{"max", rule.max}});
    return *number;
}

bool FormReader::checkbox(std::string_view field) const
{
    const auto value = request_.form(field).value_or("");
    return value == "on" || value == "1" || value == "true";
}

std::string FormReader::choice(std::string_view field, const std::vector<std::string>& choices)
{
    const auto value = std::string{trimmed(request_.form(field).value_or(""))};
    if (std::find(choices.begin(), choices.end(), value) == choices.end())
        refuse({.code = value.empty() ? "form.required" : "form.choice", .field = std::string{field}});
    return value;
}

void FormReader::refuse(Problem problem)
{
    if (problem.details.empty()) {
        problems_.push_back(std::move(problem));
        return;
    }
    for (auto& detail : problem.details) problems_.push_back(std::move(detail));
}

Problem FormReader::problem() const { return {.code = "form.invalid", .details = problems_}; }

Value FormReader::errors() const { return ok() ? Value::map() : translated_errors(request_, problem()); }

Value FormReader::echo() const
{
    auto typed = Value::map();
    for (const auto& [name, value] : request_.form())
        if (name.find("password") == std::string::npos && name != "csrf_token" && !typed.has(name)) typed.set(name, value);
    return typed;
}

Value translated_errors(const Request& request, const Problem& problem)
{
    auto errors = Value::map();
    const auto add = [&](const Problem& one) {
        const auto field = one.field.empty() ? std::string{"form"} : one.field;
        if (!errors.has(field)) errors.set(field, request.translate(one.code, one.arguments));
    };
    if (problem.details.empty()) add(problem);
    for (const auto& detail : problem.details) add(detail);
    return errors;
}

} // namespace hurtrock
