#include "schema.hpp"

#include <algorithm>
#include <charconv>

namespace hurtrock::settings {
namespace {

constexpr std::int64_t text_length_max = 1'000;
constexpr std::int64_t textarea_length_max = 20'000;
constexpr std::int64_t secret_length_max = 4'000;

Problem refuse(const Field& field, const char* code, Value arguments = {})
{
    return {.code = code, .field = field.key, .arguments = std::move(arguments)};
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view{}
                                           : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::int64_t code_points(std::string_view text)
{
    return std::count_if(text.begin(), text.end(),
                         [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; });
}

bool has_control_characters(std::string_view text, bool lines_allowed)
{
    return std::any_of(text.begin(), text.end(), [lines_allowed](char letter) {
        const auto byte = static_cast<unsigned char>(letter);
        return byte == 127 || (byte < ' ' && !(lines_allowed && (letter == '\n' || letter == '\r' || letter == '\t')));
    });
}

bool is_colour(std::string_view text)
{
    return (text.size() == 4 || text.size() == 7) && text.front() == '#' &&
           text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

bool is_email(std::string_view text)
{
    const auto at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
           text.find('@', at + 1) == std::string_view::npos && text.find_first_of(" <>,;") == std::string_view::npos &&
           text.size() <= 254;
}

bool is_url(std::string_view text)
{
    const auto scheme = text.starts_with("https://") ? 8u : text.starts_with("http://") ? 7u : 0u;
    return scheme && text.size() > scheme && text[scheme] != '/' &&
           text.find_first_of(" <>\"\\^`{|}") == std::string_view::npos;
}

Result<Value> check_integer(const Field& field, const Value& typed)
{
    std::int64_t number = typed.integer();
    if (typed.kind() != Value::Kind::integer) {
        const auto text = trimmed(typed.text());
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc{} || end != text.data() + text.size()) return refuse(field, "form.number");
    }
    if (field.min && number < *field.min) return refuse(field, "form.too_small", {{"min", *field.min}});
    if (field.max && number > *field.max) return refuse(field, "form.too_large", {{"max", *field.max}});
    return Value{number};
}

Result<Value> check_boolean(const Field& field, const Value& typed)
{
    if (typed.kind() == Value::Kind::boolean) return typed;
    const auto text = trimmed(typed.text());
    if (text == "true" || text == "on" || text == "1") return Value{true};
    if (text == "false" || text == "off" || text == "0") return Value{false};
    return refuse(field, "form.choice");
}

Result<Value> check_length(const Field& field, std::string_view text)
{
    const auto limit = field.type == Type::textarea ? textarea_length_max
                       : field.type == Type::secret ? secret_length_max
                                                    : text_length_max;
    const auto longest = std::min(field.max.value_or(limit), limit);
    const auto length = code_points(text);
    if (length < field.min.value_or(0)) return refuse(field, "form.too_short", {{"min", *field.min}});
    if (length > longest) return refuse(field, "form.too_long", {{"max", longest}});
    return Value{text};
}

Result<Value> check_text(const Field& field, std::string_view text)
{
    if (has_control_characters(text, field.type == Type::textarea)) return refuse(field, "form.control_character");
    switch (field.type) {
    case Type::choice: {
        const auto known = std::any_of(field.choices.begin(), field.choices.end(),
                                       [text](const Choice& choice) { return choice.value == text; });
        return known ? Result<Value>{Value{text}} : refuse(field, "form.choice");
    }
    case Type::colour: return is_colour(text) ? Result<Value>{Value{text}} : refuse(field, "form.colour");
    case Type::email:
        if (!is_email(text)) return refuse(field, "form.email");
        break;
    case Type::url:
        if (!is_url(text)) return refuse(field, "form.url");
        break;
    default: break;
    }
    return check_length(field, text);
}

} // namespace

Result<Value> check_value(const Field& field, const Value& typed)
{
    const bool unfit = typed.is_map() || typed.is_list();
    if (typed.is_null() || (typed.is_text() && trimmed(typed.text()).empty())) return Value{};
    if (field.type == Type::integer)
        return unfit ? Result<Value>{refuse(field, "form.number")} : check_integer(field, typed);
    if (field.type == Type::boolean) return check_boolean(field, typed);
    if (unfit) return refuse(field, "form.choice");
    // YAML reads an unquoted 12345 as a number; for a text setting it is text.
    if (typed.kind() == Value::Kind::integer) return check_text(field, std::to_string(typed.integer()));
    if (!typed.is_text()) return refuse(field, "form.choice");
    return check_text(field, trimmed(typed.text()));
}

} // namespace hurtrock::settings
