/// The two ways Python formats text: "%(name)s" % values and "{name}".format(...).
#include "runtime.hpp"
#include "unicode.hpp"
#include "values.hpp"

#include <array>
#include <cmath>
#include <charconv>

namespace hurtrock::tmpl {
namespace {

/// No field of a page is wider; keeps "%999999999d" from eating memory.
constexpr std::int64_t width_max = 10'000;

/// flags, width and precision of one field.
struct Field {
    bool left{false}, sign{false}, blank{false}, zero{false}, alternate{false}, grouped{false}, center{false};
    char fill{' '};
    std::int64_t width{0};
    std::int64_t precision{-1};
    char type{'s'};
};

std::string aligned(std::string text, const Field& field, bool right)
{
    const auto size = static_cast<std::int64_t>(unicode::length(text));
    if (size >= field.width) return text;
    const auto pad = static_cast<std::size_t>(field.width - size);
    if (field.center) return std::string(pad / 2, field.fill) + text + std::string(pad - pad / 2, field.fill);
    return right ? std::string(pad, field.fill) + text : text + std::string(pad, field.fill);
}

std::string grouped(std::string digits)
{
    auto end = digits.find('.');
    if (end == std::string::npos) end = digits.size();
    for (auto at = static_cast<std::int64_t>(end) - 3; at > 0; at -= 3) digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

std::string signed_number(bool negative, std::string digits, const Field& field, const std::string& prefix = {})
{
    if (field.grouped) digits = grouped(std::move(digits));
    const std::string sign = negative ? "-" : field.sign ? "+" : field.blank ? " " : "";
    if (field.zero && !field.left && !field.center) {
        const auto size = static_cast<std::int64_t>(sign.size() + prefix.size() + digits.size());
        if (size < field.width) digits.insert(0, static_cast<std::size_t>(field.width - size), '0');
        return sign + prefix + digits;
    }
    return aligned(sign + prefix + digits, field, !field.left);
}

std::string formatted_decimal(double value, const Field& field)
{
    std::array<char, 16> pattern{};
    std::snprintf(pattern.data(), pattern.size(), "%%%s.*%c", field.alternate ? "#" : "", field.type == '%' ? 'f' : field.type);
    std::string digits(400 + static_cast<std::size_t>(std::max<std::int64_t>(field.precision, 0)), '\0');
    const int precision = field.precision < 0 ? 6 : static_cast<int>(field.precision);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    const int size = std::snprintf(digits.data(), digits.size(), pattern.data(), precision, std::abs(field.type == '%' ? value * 100 : value));
#pragma GCC diagnostic pop
    digits.resize(static_cast<std::size_t>(std::max(size, 0)));
    if (field.type == '%') digits += '%';
    return signed_number(std::signbit(value) && !std::isnan(value), std::move(digits), field);
}

std::string formatted_integer(std::int64_t value, const Field& field)
{
    const int base = field.type == 'x' || field.type == 'X' ? 16 : field.type == 'o' ? 8 : field.type == 'b' ? 2 : 10;
    std::array<char, 72> buffer{};
    const auto size = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    std::string digits{buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), size, base).ptr};
    std::string prefix = !field.alternate || base == 10 ? "" : base == 16 ? "0x" : base == 8 ? "0o" : "0b";
    if (field.type == 'X') {
        digits = unicode::upper(digits);
        prefix = unicode::upper(prefix);
    }
    if (field.precision > static_cast<std::int64_t>(digits.size())) digits.insert(0, static_cast<std::size_t>(field.precision) - digits.size(), '0');
    return signed_number(value < 0, std::move(digits), field, prefix);
}

std::int64_t number_at(std::string_view format, std::size_t& at)
{
    std::int64_t number = 0;
    for (; at < format.size() && format[at] >= '0' && format[at] <= '9'; ++at) {
        number = number * 10 + (format[at] - '0');
        if (number > width_max) throw Fault{"a field of a format is too wide"};
    }
    return number;
}

std::string shown_text(const Cell& cell, bool repr, bool escape)
{
    std::string text;
    if (repr) {
        print_repr(text, cell);
        if (!escape) return text;
        std::string html;
        append_escaped(html, text);
        return html;
    }
    escape ? print_escaped(text, cell) : print(text, cell);
    return text;
}

std::string cut(std::string text, std::int64_t precision)
{
    if (precision >= 0) text.resize(unicode::offset_of(text, static_cast<std::size_t>(precision)));
    return text;
}

/// Walks the fields of a % format and hands out the values, by place or by name.
class PercentFormat {
public:
    PercentFormat(Runtime& runtime, std::string_view format, const Cell& arguments, bool escape)
        : runtime_{runtime}, format_{format}, arguments_{arguments}, escape_{escape}, mapping_{is_mapping(arguments)}
    {
        const auto* tuple = arguments.object_as<Sequence>();
        if (tuple && tuple->tuple)
            places_ = ItemView{tuple->items};
        else
            places_ = ItemView{std::span{&arguments_, 1}};
    }

    std::string run()
    {
        std::string out;
        for (std::size_t at = 0; at < format_.size();) {
            const auto percent = format_.find('%', at);
            out += format_.substr(at, percent - at);
            if (percent == std::string_view::npos) break;
            at = percent + 1;
            out += field(at);
            if (out.size() > runtime_.options.budgets.memory_bytes_max) throw Fault{"the template uses too much memory", Error::Kind::budget};
        }
        if (used_ < places_.size() && !mapping_) throw Fault{"not all arguments converted during string formatting"};
        return out;
    }

private:
    Cell next()
    {
        if (used_ >= places_.size() || (mapping_ && named_)) throw Fault{"not enough arguments for format string"};
        return places_[used_++];
    }

    std::int64_t star_or_number(std::size_t& at)
    {
        if (at >= format_.size() || format_[at] != '*') return number_at(format_, at);
        ++at;
        const auto cell = next();
        if (!cell.is_integer() || cell.as_integer() > width_max) throw Fault{"* wants int"};
        return cell.as_integer();
    }

    std::string field(std::size_t& at)
    {
        Cell value;
        if (at < format_.size() && format_[at] == '(') {
            if (!mapping_) throw Fault{"format requires a mapping"};
            named_ = true;
            const auto close = format_.find(')', at);
            if (close == std::string_view::npos) throw Fault{"incomplete format key"};
            const auto name = format_.substr(at + 1, close - at - 1);
            value = item_of(runtime_, arguments_, Cell::text(name));
            if (value.is_undefined() && !present(name)) throw Fault{"the format names '" + std::string{name} + "', which has no value"};
            at = close + 1;
        }
        Field field;
        for (; at < format_.size() && std::string_view{"-+ 0#"}.find(format_[at]) != std::string_view::npos; ++at) {
            field.left = field.left || format_[at] == '-';
            field.sign = field.sign || format_[at] == '+';
            field.blank = field.blank || format_[at] == ' ';
            field.zero = field.zero || format_[at] == '0';
            field.alternate = field.alternate || format_[at] == '#';
        }
        field.width = star_or_number(at);
        if (field.width < 0) {
            field.left = true;
            field.width = -field.width;
        }
        if (at < format_.size() && format_[at] == '.') field.precision = star_or_number(++at);
        while (at < format_.size() && std::string_view{"hlL"}.find(format_[at]) != std::string_view::npos) ++at;
        if (at >= format_.size()) throw Fault{"incomplete format"};
        field.type = format_[at++];
        if (field.type == '%') return "%";
        if (std::string_view{"diouxXeEfFgGcrsa"}.find(field.type) == std::string_view::npos)
            throw Fault{std::string{"unsupported format character '"} + field.type + "'"};
        return convert(value.is_set() ? value : next(), field);
    }

    bool present(std::string_view name) const
    {
        if (arguments_.tag() == Tag::host_map) return arguments_.as_host().has(name);
        return arguments_.object_as<Dict>()->find(name) != nullptr;
    }

    std::string convert(const Cell& value, Field& field)
    {
        switch (field.type) {
        case 's': return aligned(cut(shown_text(value, false, escape_), field.precision), field, !field.left);
        case 'r':
        case 'a': return aligned(cut(shown_text(value, true, escape_), field.precision), field, !field.left);
        case 'c': {
            if (value.is_text() && length_of(value) == 1) return aligned(std::string{value.as_text()}, field, !field.left);
            if (!value.is_integer() || value.as_integer() < 0 || value.as_integer() > 0x10FFFF) throw Fault{"%c requires int or char"};
            std::string character;
            unicode::append(character, static_cast<char32_t>(value.as_integer()));
            return aligned(character, field, !field.left);
        }
        default: break;
        }
        if (!value.is_number())
            throw Fault{std::string{"%"} + field.type + " format: a number is required, not " + std::string{type_name(value)}};
        if (std::string_view{"eEfFgG"}.find(field.type) != std::string_view::npos) return formatted_decimal(value.as_decimal(), field);
        if (field.type == 'i' || field.type == 'u') field.type = 'd';
        if (value.is_integer()) return formatted_integer(value.as_integer(), field);
        if (field.type != 'd') throw Fault{std::string{"%"} + field.type + " format: an integer is required, not float"};
        if (!std::isfinite(value.as_decimal()) || std::abs(value.as_decimal()) >= 9.2e18) throw Fault{"cannot convert float to integer"};
        return formatted_integer(static_cast<std::int64_t>(value.as_decimal()), field);
    }

    Runtime& runtime_;
    std::string_view format_;
    Cell arguments_;
    bool escape_;
    bool mapping_;
    bool named_{false};
    ItemView places_{};
    std::size_t used_{0};
};

Field parse_specification(std::string_view specification)
{
    Field field{.type = '\0'};
    std::size_t at = 0;
    const auto align_at = [&](std::size_t place) { return place < specification.size() && std::string_view{"<>^="}.find(specification[place]) != std::string_view::npos; };
    if (align_at(1)) field.fill = specification[at++];
    char align = '\0';
    if (align_at(at)) align = specification[at++];
    for (; at < specification.size() && std::string_view{"+- #"}.find(specification[at]) != std::string_view::npos; ++at) {
        field.sign = field.sign || specification[at] == '+';
        field.blank = field.blank || specification[at] == ' ';
        field.alternate = field.alternate || specification[at] == '#';
    }
    if (at < specification.size() && specification[at] == '0' && align == '\0') field.zero = true;
    field.width = number_at(specification, at);
    if (at < specification.size() && specification[at] == ',') {
        field.grouped = true;
        ++at;
    }
    if (at < specification.size() && specification[at] == '.') field.precision = number_at(specification, ++at);
    if (at < specification.size()) field.type = specification[at++];
    if (at != specification.size()) throw Fault{"Invalid format specifier"};
    field.left = align == '<';
    field.center = align == '^';
    if (align == '>' || align == '=') field.zero = field.zero || (align == '=' && field.fill == '0');
    if (align == '\0' && !field.zero) field.left = false;
    if (align == '>') field.alternate = field.alternate || false;
    return field;
}

std::string by_specification(const Cell& value, std::string_view specification, bool escape)
{
    auto field = parse_specification(specification);
    const bool aligned_right = specification.find('>') != std::string_view::npos;
    if (value.is_number() && value.tag() != Tag::boolean) {
        if (field.type == '\0' && value.is_integer()) field.type = 'd';
        if (value.is_integer() && std::string_view{"dxXob"}.find(field.type) != std::string_view::npos) return formatted_integer(value.as_integer(), field);
        if (std::string_view{"eEfFgG%"}.find(field.type) != std::string_view::npos) return formatted_decimal(value.as_decimal(), field);
        if (field.type != '\0' || field.precision >= 0) {
            if (field.type != '\0') throw Fault{std::string{"Unknown format code '"} + field.type + "' for a number"};
            field.type = 'g';
            return formatted_decimal(value.as_decimal(), field);
        }
        std::string digits;
        print_decimal(digits, std::abs(value.as_decimal()));
        return signed_number(std::signbit(value.as_decimal()), digits, field);
    }
    if (field.type != '\0' && field.type != 's') throw Fault{std::string{"Unknown format code '"} + field.type + "' for text"};
    return aligned(cut(shown_text(value, false, escape), field.precision), field, aligned_right);
}

/// "0.name[key]" from the arguments.
Cell field_value(Runtime& runtime, std::string_view path, const Arguments& arguments, std::size_t& automatic)
{
    auto end = path.find_first_of(".[");
    const auto head = path.substr(0, end);
    Cell value;
    std::size_t place = 0;
    const auto parsed = std::from_chars(head.data(), head.data() + head.size(), place);
    if (head.empty() || (parsed.ec == std::errc{} && parsed.ptr == head.data() + head.size())) {
        if (head.empty()) place = automatic++;
        if (place >= arguments.positional.size()) throw Fault{"Replacement index " + std::to_string(place) + " out of range for positional args tuple"};
        value = arguments.positional[place];
    } else {
        for (const auto& named : arguments.named)
            if (named.name == head) value = named.value;
        if (!value.is_set()) throw Fault{"the format names '" + std::string{head} + "', which has no value"};
    }
    while (end != std::string_view::npos && end < path.size()) {
        if (path[end] == '[') {
            const auto close = path.find(']', end);
            if (close == std::string_view::npos) throw Fault{"Missing ']' in format string"};
            const auto key = path.substr(end + 1, close - end - 1);
            std::int64_t index = 0;
            const auto number = std::from_chars(key.data(), key.data() + key.size(), index);
            const bool is_number = !key.empty() && number.ec == std::errc{} && number.ptr == key.data() + key.size();
            value = item_of(runtime, value, is_number ? Cell::integer(index) : Cell::text(key));
            end = close + 1;
        } else {
            const auto next = path.find_first_of(".[", end + 1);
            value = attribute_of(runtime, value, path.substr(end + 1, next - end - 1));
            end = next;
        }
        if (value.is_undefined()) fail_undefined(value.as_missing());
    }
    return value;
}

} // namespace

std::string format_percent(Runtime& runtime, std::string_view format, const Cell& arguments, bool escape)
{
    return PercentFormat{runtime, format, arguments, escape}.run();
}

std::string format_braces(Runtime& runtime, std::string_view format, const Arguments& arguments, bool escape)
{
    std::string out;
    std::size_t automatic = 0;
    for (std::size_t at = 0; at < format.size(); ++at) {
        const char c = format[at];
        if (c != '{' && c != '}') {
            out += c;
            continue;
        }
        if (at + 1 < format.size() && format[at + 1] == c) {
            out += c;
            ++at;
            continue;
        }
        const auto close = format.find('}', at);
        if (c == '}' || close == std::string_view::npos) throw Fault{std::string{"Single '"} + c + "' encountered in format string"};
        auto field = format.substr(at + 1, close - at - 1);
        at = close;
        std::string_view specification;
        if (const auto colon = field.find(':'); colon != std::string_view::npos) {
            specification = field.substr(colon + 1);
            field = field.substr(0, colon);
        }
        const auto conversion = field.find('!');
        const auto value = field_value(runtime, field.substr(0, conversion), arguments, automatic);
        if (conversion != std::string_view::npos && field.substr(conversion + 1) == "r")
            out += shown_text(value, true, escape);
        else
            out += specification.empty() ? shown_text(value, false, escape) : by_specification(value, specification, escape);
    }
    return out;
}

} // namespace hurtrock::tmpl
