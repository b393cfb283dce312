/// Filters for HTML and URLs.
#include "library.hpp"
#include "parameters.hpp"
#include "unicode.hpp"
#include "urlize.hpp"

namespace hurtrock::tmpl {
namespace {

Cell escape(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    no_arguments(arguments);
    return escaped_text_of(runtime, input);
}

Cell forceescape(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    no_arguments(arguments);
    std::string html;
    append_escaped(html, text_of(runtime, input).as_text());
    return runtime.text(html, true);
}

Cell safe(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    no_arguments(arguments);
    return text_of(runtime, input).as_safe();
}

struct Entity {
    std::string_view name;
    char32_t code;
};
constexpr Entity entities[] = {
    {"amp", U'&'}, {"lt", U'<'}, {"gt", U'>'}, {"quot", U'"'}, {"apos", U'\''}, {"nbsp", 0xA0}, {"copy", 0xA9}, {"reg", 0xAE},
    {"laquo", 0xAB}, {"raquo", 0xBB}, {"deg", 0xB0}, {"plusmn", 0xB1}, {"middot", 0xB7}, {"times", 0xD7}, {"divide", 0xF7},
    {"eacute", 0xE9}, {"egrave", 0xE8}, {"agrave", 0xE0}, {"aacute", 0xE1}, {"auml", 0xE4}, {"ouml", 0xF6}, {"uuml", 0xFC},
    {"szlig", 0xDF}, {"ntilde", 0xF1}, {"ccedil", 0xE7}, {"ndash", 0x2013}, {"mdash", 0x2014}, {"lsquo", 0x2018},
    {"rsquo", 0x2019}, {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"bull", 0x2022}, {"hellip", 0x2026}, {"euro", 0x20AC},
    {"trade", 0x2122}, {"larr", 0x2190}, {"uarr", 0x2191}, {"rarr", 0x2192}, {"darr", 0x2193}, {"pound", 0xA3}, {"yen", 0xA5},
};

std::optional<char32_t> numeric_entity(std::string_view name)
{
    if (name.size() < 2 || name[0] != '#') return std::nullopt;
    const bool hex = name[1] == 'x' || name[1] == 'X';
    const auto digits = name.substr(hex ? 2 : 1);
    if (digits.empty() || digits.size() > 8) return std::nullopt;
    char32_t code = 0;
    for (const char c : digits) {
        const int digit = c >= '0' && c <= '9' ? c - '0' : hex && (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
        if (digit < 0) return std::nullopt;
        code = code * (hex ? 16 : 10) + static_cast<char32_t>(digit);
    }
    return code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000) ? 0xFFFD : code;
}

std::string unescaped(std::string_view html)
{
    std::string text;
    for (std::size_t at = 0; at < html.size(); ++at) {
        const auto end = html[at] == '&' ? html.find(';', at) : std::string_view::npos;
        if (end == std::string_view::npos || end - at > 12) {
            text += html[at];
            continue;
        }
        const auto name = html.substr(at + 1, end - at - 1);
        auto code = numeric_entity(name);
        for (const auto& entity : entities)
            if (entity.name == name) code = entity.code;
        if (!code) {
            text += html[at];
            continue;
        }
        unicode::append(text, *code);
        at = end;
    }
    return text;
}

/// Comments first, then tags: a tag needs its closing bracket, as does a comment.
std::string without_tags(std::string_view html)
{
    const auto drop = [](std::string_view from, std::string_view open, std::string_view close) {
        std::string kept;
        while (true) {
            const auto begin = from.find(open);
            const auto end = begin == std::string_view::npos ? begin : from.find(close, begin + open.size());
            if (end == std::string_view::npos) return kept + std::string{from};
            kept += from.substr(0, begin);
            from.remove_prefix(end + close.size());
        }
    };
    return drop(drop(html, "<!--", "-->"), "<", ">");
}

Cell striptags(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    no_arguments(arguments);
    const auto plain = without_tags(text_of(runtime, input).as_text());
    std::string text;
    std::string_view rest = unicode::strip(plain);
    bool gap = false;
    for (std::size_t at = 0; at < rest.size();) {
        const auto begin = at;
        if (unicode::is_space(unicode::next(rest, at))) {
            gap = true;
            continue;
        }
        if (std::exchange(gap, false)) text += ' ';
        text += rest.substr(begin, at - begin);
    }
    return runtime.text(unescaped(text));
}

void append_quoted(std::string& out, std::string_view text, bool for_query)
{
    constexpr std::string_view kept = "_.-~", digits = "0123456789ABCDEF";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || kept.find(c) != std::string_view::npos || (c == '/' && !for_query)) {
            out += c;
        } else if (c == ' ' && for_query) {
            out += '+';
        } else {
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
    }
}

Cell urlencode(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    no_arguments(arguments);
    std::string out;
    if (!is_mapping(input) && !is_list(input)) {
        append_quoted(out, text_of(runtime, input).as_text(), false);
        return runtime.text(out);
    }
    const auto pair = [&](const Cell& key, const Cell& value) {
        if (!out.empty()) out += '&';
        append_quoted(out, text_of(runtime, key).as_text(), true);
        out += '=';
        append_quoted(out, text_of(runtime, value).as_text(), true);
    };
    if (is_mapping(input)) {
        for (const auto& [key, value] : entries_of(runtime, input)) pair(key, value);
        return runtime.text(out);
    }
    const auto pairs = items_of(runtime, input);
    for (std::size_t at = 0; at < pairs.size(); ++at) {
        const auto both = items_of(runtime, pairs[at]);
        if (both.size() != 2) throw Fault{"urlencode needs pairs"};
        pair(both[0], both[1]);
    }
    return runtime.text(out);
}

Cell xmlattr(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"autospace"}};
    std::string html;
    for (const auto& [key, value] : entries_of(runtime, input)) {
        if (value.is_none() || value.is_undefined()) continue;
        const auto name = text_of(runtime, key).as_text();
        if (name.find_first_of(" \t\n\r\f\v/>=") != std::string_view::npos) {
            std::string message = "Invalid character in attribute name: ";
            print_repr(message, key);
            throw Fault{message};
        }
        if (!html.empty()) html += ' ';
        print_escaped(html, key);
        html += "=\"";
        print_escaped(html, value);
        html += '"';
    }
    if (!html.empty() && given.boolean(0, true)) html.insert(0, " ");
    return runtime.text(html, runtime.autoescape);
}

Cell urlize(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<5> given{arguments, {"trim_url_limit", "nofollow", "target", "rel", "extra_schemes"}};
    Links links;
    if (given.given(0)) links.shown_max = static_cast<std::size_t>(std::max<std::int64_t>(0, given.integer(0, 0)));
    links.nofollow = given.boolean(1, false);
    if (given.given(2)) links.target = given.text(2, "");
    if (given.given(3)) links.rel = given.text(3, "");
    if (given.given(4)) {
        const auto schemes = items_of(runtime, given.cell(4));
        for (std::size_t at = 0; at < schemes.size(); ++at) links.schemes.emplace_back(text_of(runtime, schemes[at]).as_text());
    }
    const auto html = escaped_text_of(runtime, input);
    runtime.spend(html.as_text().size());
    return runtime.text(with_links(html.as_text(), links), runtime.autoescape);
}

} // namespace

void add_html_filters(Library& library)
{
    const std::initializer_list<std::pair<const char*, BuiltinFilter>> filters{
        {"e", &escape}, {"escape", &escape}, {"forceescape", &forceescape}, {"safe", &safe}, {"striptags", &striptags},
        {"urlencode", &urlencode}, {"urlize", &urlize}, {"xmlattr", &xmlattr},
    };
    for (const auto& [name, code] : filters) library.filters[name].builtin = code;
}

} // namespace hurtrock::tmpl
