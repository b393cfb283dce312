#include <hurtrock/yaml.hpp>

#include <yaml-cpp/yaml.h>

#include <charconv>
#include <limits>

namespace hurtrock {
namespace {

constexpr int depth_max = 64;
constexpr std::size_t values_max = 1'000'000;

struct Refused {
    Problem problem;
};

[[noreturn]] void refuse(const char* code, const YAML::Mark& mark, Value arguments = Value::map())
{
    arguments.set("line", mark.line + 1).set("column", mark.column + 1);
    throw Refused{Problem{.code = code, .arguments = std::move(arguments), .status = 400}};
}

bool all_digits(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

template <class Number> bool read_whole(std::string_view text, Number& number, int base = 10)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    return error == std::errc{} && end == text.data() + text.size();
}

/// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?   (YAML 1.2.2, 10.3.2)
bool looks_decimal(std::string_view text)
{
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    if (const auto power = text.find_first_of("eE"); power != std::string_view::npos) {
        auto exponent = text.substr(power + 1);
        if (exponent.starts_with('-') || exponent.starts_with('+')) exponent.remove_prefix(1);
        if (!all_digits(exponent)) return false;
        text = text.substr(0, power);
    }
    const auto point = text.find('.');
    if (point == std::string_view::npos) return all_digits(text);
    const auto before = text.substr(0, point), after = text.substr(point + 1);
    if (before.empty()) return all_digits(after);
    return all_digits(before) && (after.empty() || all_digits(after));
}

Value plain_scalar(const std::string& text)
{
    if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return nullptr;
    if (text == "true" || text == "True" || text == "TRUE") return true;
    if (text == "false" || text == "False" || text == "FALSE") return false;

    std::string_view digits{text};
    std::int64_t integer = 0;
    if (digits.starts_with("0x") && read_whole(digits.substr(2), integer, 16)) return integer;
    if (digits.starts_with("0o") && read_whole(digits.substr(2), integer, 8)) return integer;
    if (digits.starts_with('+')) digits.remove_prefix(1);
    if (all_digits(digits.starts_with('-') ? digits.substr(1) : digits) && read_whole(digits, integer)) return integer;

    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (const auto* spelling : {".inf", ".Inf", ".INF"}) {
        if (digits == spelling) return infinity;
        if (digits == std::string{"-"} + spelling) return -infinity;
    }
    if (text == ".nan" || text == ".NaN" || text == ".NAN") return std::numeric_limits<double>::quiet_NaN();
    if (looks_decimal(text)) {
        // The standard wants a sign for the exponent only; "5." and ".5" are read, "+" is already gone.
        double decimal = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), decimal);
        if (error == std::errc{} && end == digits.data() + digits.size()) return decimal;
    }
    return text;
}

class Converter
{
public:
    Value convert(const YAML::Node& node, int depth)
    {
        if (depth > depth_max) refuse("yaml.too_deep", node.Mark());
        if (++values_ > values_max) refuse("yaml.too_large", node.Mark());
        switch (node.Type()) {
        case YAML::NodeType::Sequence:
            return list(node, depth);
        case YAML::NodeType::Map:
            return map(node, depth);
        case YAML::NodeType::Scalar:
            return scalar(node);
        default:
            return nullptr;
        }
    }

private:
    static Value scalar(const YAML::Node& node)
    {
        // yaml-cpp tags quoted scalars "!" and plain ones "?".
        if (node.Tag() == "?" || node.Tag().empty()) return plain_scalar(node.Scalar());
        return node.Scalar();
    }
    Value list(const YAML::Node& node, int depth)
    {
        auto items = Value::list();
        for (const auto& item : node)
            items.push(convert(item, depth + 1));
        return items;
    }
    Value map(const YAML::Node& node, int depth)
    {
        auto entries = Value::map();
        for (const auto& entry : node) {
            if (!entry.first.IsScalar()) refuse("yaml.key_not_text", entry.first.Mark());
            const auto& key = entry.first.Scalar();
            if (entries.has(key)) refuse("yaml.duplicate_key", entry.first.Mark(), {{"key", key}});
            entries.set(key, convert(entry.second, depth + 1));
        }
        return entries;
    }

    std::size_t values_{0};
};

} // namespace

Result<Value> from_yaml(std::string_view text)
{
    try {
        return Converter{}.convert(YAML::Load(std::string{text}), 0);
    } catch (Refused& refused) {
        return std::move(refused.problem);
    } catch (const YAML::Exception& failure) {
        return Problem{.code = "yaml.malformed",
                       .arguments = {{"line", failure.mark.line + 1},
                                     {"column", failure.mark.column + 1},
                                     {"reason", failure.msg}},
                       .status = 400};
    }
}

} // namespace hurtrock
