/// tojson: JSON as Python's json.dumps writes it (keys sorted, ASCII only), safe inside HTML and <script>.
#include "library.hpp"
#include "parameters.hpp"
#include "unicode.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace hurtrock::tmpl {
namespace {

constexpr int depth_max = 100;

class JsonWriter {
public:
    JsonWriter(Runtime& runtime, std::string indent, bool pretty) : runtime_{runtime}, indent_{std::move(indent)}, pretty_{pretty} {}

    void write(const Cell& cell, int depth = 0)
    {
        if (depth > depth_max) throw Fault{"a value is nested too deeply for JSON"};
        switch (cell.tag()) {
        case Tag::none: out += "null"; return;
        case Tag::boolean: out += cell.as_boolean() ? "true" : "false"; return;
        case Tag::integer: print(out, cell); return;
        case Tag::decimal: write_decimal(cell.as_decimal()); return;
        case Tag::text: write_text(cell.as_text()); return;
        default: break;
        }
        if (is_list(cell))
            write_list(items_of(runtime_, cell), depth);
        else if (is_mapping(cell))
            write_map(entries_of(runtime_, cell), depth);
        else
            throw Fault{"Object of type " + std::string{type_name(cell)} + " is not JSON serializable"};
    }

    std::string out{};

private:
    void write_decimal(double value)
    {
        if (std::isnan(value))
            out += "NaN";
        else if (std::isinf(value))
            out += value < 0 ? "-Infinity" : "Infinity";
        else
            print_decimal(out, value);
    }

    void write_escape(char32_t unit)
    {
        constexpr std::string_view digits = "0123456789abcdef";
        out += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4) out += digits[(unit >> shift) & 15];
    }

    void write_text(std::string_view text)
    {
        out += '"';
        for (std::size_t at = 0; at < text.size();) {
            const auto c = unicode::next(text, at);
            if (c == U'"' || c == U'\\') {
                out += '\\';
                out += static_cast<char>(c);
            } else if (c == U'\n') {
                out += "\\n";
            } else if (c == U'\r') {
                out += "\\r";
            } else if (c == U'\t') {
                out += "\\t";
            } else if (c == U'\b') {
                out += "\\b";
            } else if (c == U'\f') {
                out += "\\f";
            } else if (c >= 0x10000) {
                write_escape(0xD800 + ((c - 0x10000) >> 10));
                write_escape(0xDC00 + ((c - 0x10000) & 0x3FF));
            } else if (c >= 0xDC00 && c < 0xDD00) {
                write_escape(0xFFFD);
            } else if (c < 0x20 || c >= 0x7F || c == U'<' || c == U'>' || c == U'&' || c == U'\'') {
                if (c == 0x7F)
                    out += '\x7f';
                else
                    write_escape(c);
            } else {
                out += static_cast<char>(c);
            }
        }
        out += '"';
    }

    void separate(bool first, int depth)
    {
        if (!first) out += pretty_ ? "," : ", ";
        if (pretty_) new_line(depth + 1);
    }

    void new_line(int depth)
    {
        out += '\n';
        for (int level = 0; level < depth; ++level) out += indent_;
    }

    void write_list(const ItemView& items, int depth)
    {
        out += '[';
        for (std::size_t at = 0; at < items.size(); ++at) {
            separate(at == 0, depth);
            write(items[at], depth + 1);
        }
        if (pretty_ && items.size() > 0) new_line(depth);
        out += ']';
    }

    void write_map(std::pmr::vector<Dict::Entry> entries, int depth)
    {
        std::stable_sort(entries.begin(), entries.end(), [](const auto& left, const auto& right) { return compare(left.first, right.first) < 0; });
        out += '{';
        bool first = true;
        for (const auto& [key, value] : entries) {
            separate(first, depth);
            first = false;
            if (!key.is_text() && !key.is_number() && !key.is_none()) throw Fault{"keys must be str, int, float, bool or None, not " + std::string{type_name(key)}};
            if (key.is_text()) {
                write_text(key.as_text());
            } else {
                out += '"';
                write(key);
                out += '"';
            }
            out += ": ";
            write(value, depth + 1);
        }
        if (pretty_ && !entries.empty()) new_line(depth);
        out += '}';
    }

    Runtime& runtime_;
    std::string indent_;
    bool pretty_;
};

Cell tojson(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    constexpr std::int64_t indent_max = 32;
    const Parameters<1> given{arguments, {"indent"}};
    std::string indent;
    if (given.given(0)) {
        const auto width = given.cell(0);
        indent = width.is_text() ? std::string{width.as_text()}
                                 : std::string(static_cast<std::size_t>(std::clamp<std::int64_t>(given.integer(0, 0), 0, indent_max)), ' ');
    }
    JsonWriter writer{runtime, indent, given.given(0)};
    writer.write(input);
    return runtime.text(writer.out, true);
}

} // namespace

void add_json_filter(Library& library) { library.filters["tojson"].builtin = &tojson; }

} // namespace hurtrock::tmpl
