#include <hurtrock/json.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace hurtrock {
namespace {

constexpr std::size_t depth_max = 64;

/// What may stand between quotation marks as it is; other bytes are control characters, escapes or parts of UTF-8
/// sequences.
constexpr bool is_plain(char c) { return c >= 0x20 && c != '"' && c != '\\'; }

/// The library writes what has to be escaped, checked or rounded; most texts of a page are none of these.
void write_text(std::string& out, std::string_view text)
{
    if (!std::all_of(text.begin(), text.end(), is_plain)) {
        out += nlohmann::json(std::string{text}).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        return;
    }
    out.append(1, '"').append(text).append(1, '"');
}

void write_integer(std::string& out, std::int64_t number)
{
    char digits[20];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void write(std::string& out, const Value& value)
{
    char between = '\0';
    const auto separate = [&] {
        if (between != '\0') out += between;
        between = ',';
    };
    switch (value.kind()) {
    case Value::Kind::null:
        out += "null";
        return;
    case Value::Kind::boolean:
        out += value.boolean() ? "true" : "false";
        return;
    case Value::Kind::integer:
        write_integer(out, value.integer());
        return;
    case Value::Kind::decimal:
        out += nlohmann::json(value.decimal()).dump();
        return;
    case Value::Kind::text:
        write_text(out, value.text());
        return;
    case Value::Kind::list:
        out += '[';
        for (const auto& item : value.items()) {
            separate();
            write(out, item);
        }
        out += ']';
        return;
    case Value::Kind::map:
        out += '{';
        for (const auto& [key, entry] : value.entries()) {
            separate();
            write_text(out, key);
            out += ':';
            write(out, entry);
        }
        out += '}';
        return;
    }
}

/// Builds Values while the library parses, so that depth and duplicate keys are refused before memory is spent on them.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
public:
    Value root;
    std::size_t error_at{0};
    std::string error_code;

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override { return put(value); }
    bool number_unsigned(number_unsigned_t value) override
    {
        if (value > static_cast<number_unsigned_t>(INT64_MAX)) return put(static_cast<double>(value));
        return put(static_cast<std::int64_t>(value));
    }
    bool number_float(number_float_t value, const string_t&) override { return put(value); }
    bool string(string_t& value) override { return put(Value{std::move(value)}); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(Value::map()); }
    bool start_array(std::size_t) override { return open(Value::list()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override
    {
        if (stack_.back().value.has(name)) return refuse("json.duplicate_key");
        stack_.back().key = std::move(name);
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override
    {
        error_at = position;
        error_code = "json.malformed";
        return false;
    }

private:
    struct Open {
        Value value;
        std::string key;
    };

    bool refuse(const char* code)
    {
        error_code = code;
        return false;
    }
    bool open(Value value)
    {
        if (stack_.size() >= depth_max) return refuse("json.too_deep");
        stack_.push_back({std::move(value), {}});
        return true;
    }
    bool close()
    {
        auto done = std::move(stack_.back().value);
        stack_.pop_back();
        return put(std::move(done));
    }
    bool put(Value value)
    {
        if (stack_.empty()) {
            root = std::move(value);
            return true;
        }
        auto& parent = stack_.back();
        if (parent.value.is_list())
            parent.value.push(std::move(value));
        else
            parent.value.set(parent.key, std::move(value));
        return true;
    }

    std::vector<Open> stack_;
};

} // namespace

std::string to_json(const Value& value)
{
    std::string out;
    write(out, value);
    return out;
}

Result<Value> from_json(std::string_view text)
{
    Builder builder;
    if (nlohmann::json::sax_parse(text, &builder)) return std::move(builder.root);

    std::int64_t line = 1, column = 1;
    for (std::size_t at = 0; at + 1 < builder.error_at && at < text.size(); ++at) {
        column = text[at] == '\n' ? 1 : column + 1;
        line += text[at] == '\n' ? 1 : 0;
    }
    return Problem{.code = builder.error_code, .arguments = {{"line", line}, {"column", column}}, .status = 400};
}

} // namespace hurtrock
