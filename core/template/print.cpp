/// str(), repr() and escaping.
#include "objects.hpp"
#include "unicode.hpp"
#include "values.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace hurtrock::tmpl {
namespace {

constexpr int nesting_max = 100;

void print_integer(std::string& out, std::int64_t value)
{
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

void print_text_repr(std::string& out, std::string_view text)
{
    const bool single = text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
    const char quote = single ? '"' : '\'';
    constexpr std::string_view digits = "0123456789abcdef";
    out += quote;
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        const auto c = unicode::next(text, at);
        if (c == static_cast<char32_t>(quote) || c == U'\\') {
            out += '\\';
            out += static_cast<char>(c);
        } else if (c == U'\n') {
            out += "\\n";
        } else if (c == U'\r') {
            out += "\\r";
        } else if (c == U'\t') {
            out += "\\t";
        } else if (c < 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0xAD) {
            out += "\\x";
            out += digits[c >> 4];
            out += digits[c & 15];
        } else {
            out += text.substr(begin, at - begin);
        }
    }
    out += quote;
}

void print_repr_at(std::string& out, const Cell& cell, int depth);

void print_items(std::string& out, const ItemView& items, char open, char close, int depth)
{
    out += open;
    for (std::size_t at = 0; at < items.size(); ++at) {
        if (at > 0) out += ", ";
        print_repr_at(out, items[at], depth + 1);
    }
    if (open == '(' && items.size() == 1) out += ',';
    out += close;
}

template <class Entries, class Key, class Item>
void print_entries(std::string& out, const Entries& entries, Key key_of, Item value_of, int depth)
{
    out += '{';
    bool first = true;
    for (const auto& entry : entries) {
        if (!first) out += ", ";
        first = false;
        print_repr_at(out, key_of(entry), depth + 1);
        out += ": ";
        print_repr_at(out, value_of(entry), depth + 1);
    }
    out += '}';
}

void print_object(std::string& out, const Cell& cell, int depth)
{
    if (const auto* sequence = cell.object_as<Sequence>()) {
        print_items(out, ItemView{sequence->items}, sequence->tuple ? '(' : '[', sequence->tuple ? ')' : ']', depth);
        return;
    }
    const auto* dict = cell.object_as<Dict>();
    const auto* space = cell.object_as<Space>();
    if (space) {
        out += "<Namespace ";
        dict = &space->fields;
    }
    if (dict)
        print_entries(out, dict->entries, [](const auto& entry) { return entry.first; },
                      [](const auto& entry) { return entry.second; }, depth);
    else
        out += "<" + std::string{cell.as_object()->type_name()};
    if (space || !dict) out += '>';
}

void print_repr_at(std::string& out, const Cell& cell, int depth)
{
    if (depth > nesting_max) {
        out += "...";
        return;
    }
    switch (cell.tag()) {
    case Tag::unset:
    case Tag::undefined: out += "Undefined"; return;
    case Tag::text:
        if (cell.is_safe()) out += "Markup(";
        print_text_repr(out, cell.as_text());
        if (cell.is_safe()) out += ')';
        return;
    case Tag::host_list: print_items(out, ItemView{cell.as_host().items()}, '[', ']', depth); return;
    case Tag::host_map:
        print_entries(out, cell.as_host().entries(), [](const auto& entry) { return Cell::text(entry.first); },
                      [](const auto& entry) { return Cell::borrow(entry.second); }, depth);
        return;
    case Tag::object: print_object(out, cell, depth); return;
    default: print(out, cell); return;
    }
}

} // namespace

/// The shortest digits that read back as the same double, in Python's layout: exponent form below 1e-4 and from 1e16.
void print_decimal(std::string& out, double value)
{
    if (std::isnan(value)) {
        out += "nan";
        return;
    }
    if (std::isinf(value)) {
        out += value < 0 ? "-inf" : "inf";
        return;
    }
    std::array<char, 40> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific).ptr;
    std::string_view shortest{buffer.data(), static_cast<std::size_t>(end - buffer.data())};
    const auto e = shortest.find('e');
    const int exponent = std::atoi(shortest.data() + e + 1);
    if (exponent < -4 || exponent >= 16) {
        out += shortest;
        return;
    }
    if (shortest.front() == '-') {
        out += '-';
        shortest.remove_prefix(1);
    }
    std::string digits;
    for (const char c : shortest.substr(0, shortest.find('e')))
        if (c != '.') digits += c;
    if (exponent < 0) {
        out += "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
        return;
    }
    const auto whole = static_cast<std::size_t>(exponent) + 1;
    if (digits.size() <= whole) {
        out += digits + std::string(whole - digits.size(), '0') + ".0";
    } else {
        out += digits.substr(0, whole) + "." + digits.substr(whole);
    }
}

void print(std::string& out, const Cell& cell)
{
    if (const auto* module = cell.object_as<Module>()) {
        out += module->body().as_text();
        return;
    }
    switch (cell.tag()) {
    case Tag::unset:
    case Tag::undefined: return;
    case Tag::none: out += "None"; return;
    case Tag::boolean: out += cell.as_boolean() ? "True" : "False"; return;
    case Tag::integer: print_integer(out, cell.as_integer()); return;
    case Tag::decimal: print_decimal(out, cell.as_decimal()); return;
    case Tag::text: out += cell.as_text(); return;
    default: print_repr_at(out, cell, 0); return;
    }
}

void print_repr(std::string& out, const Cell& cell) { print_repr_at(out, cell, 0); }

void append_escaped(std::string& out, std::string_view text)
{
    static constexpr auto needs_escape = [] {
        std::array<bool, 256> table{};
        for (const char c : {'&', '<', '>', '"', '\''}) table[static_cast<unsigned char>(c)] = true;
        return table;
    }();
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!needs_escape[static_cast<unsigned char>(text[at])]) continue;
        out.append(text, begin, at - begin);
        begin = at + 1;
        switch (text[at]) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&#34;"; break;
        default: out += "&#39;"; break;
        }
    }
    out.append(text, begin);
}

void print_escaped(std::string& out, const Cell& cell)
{
    switch (cell.tag()) {
    case Tag::text:
        if (cell.is_safe())
            out += cell.as_text();
        else
            append_escaped(out, cell.as_text());
        return;
    case Tag::host_list:
    case Tag::host_map:
    case Tag::object: {
        if (cell.object_as<Module>()) return print(out, cell);
        std::string plain;
        print(plain, cell);
        append_escaped(out, plain);
        return;
    }
    default: print(out, cell); return;
    }
}

Cell text_of(Runtime& runtime, const Cell& cell)
{
    if (cell.is_text()) return cell;
    std::string plain;
    print(plain, cell);
    return runtime.text(plain);
}

Cell escaped_text_of(Runtime& runtime, const Cell& cell)
{
    if (cell.is_safe()) return cell;
    std::string html;
    print_escaped(html, cell);
    return runtime.text(html, true);
}

} // namespace hurtrock::tmpl
