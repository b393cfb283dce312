#include "document.hpp"

namespace hurtrock::store {
namespace {

std::string_view take_line(std::string_view& text)
{
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

/// Backslashes before what Markdown could read as more than a letter (CommonMark 0.30, 2.4).
std::string escaped(std::string_view text)
{
    std::string plain;
    for (const char letter : text) {
        if (std::string_view{"\\`*_{}[]<>()#+!|~&"}.find(letter) != std::string_view::npos) plain += '\\';
        plain += letter == '\n' || letter == '\r' ? ' ' : letter;
    }
    return plain;
}

} // namespace

std::optional<Document> parse_document(std::string_view text)
{
    Document document;
    while (!text.empty()) {
        const auto line = take_line(text);
        if (line.empty()) break;
        if (line.starts_with("title: ")) document.title = line.substr(7);
        if (line.starts_with("updated: ")) document.updated_at = std::string{line.substr(9)} + "T00:00:00Z";
    }
    if (document.title.empty()) return std::nullopt;
    document.markdown = text;
    return document;
}

std::string fill_in(std::string_view markdown, const Value& profile)
{
    std::string filled;
    while (!markdown.empty()) {
        const auto start = markdown.find("%(");
        const auto end = start == std::string_view::npos ? start : markdown.find(")s", start);
        if (end == std::string_view::npos) break;
        const auto* value = profile.find(markdown.substr(start + 2, end - start - 2));
        filled += markdown.substr(0, start);
        filled += value && value->is_text() ? escaped(value->text()) : std::string{markdown.substr(start, end + 2 - start)};
        markdown.remove_prefix(end + 2);
    }
    return filled.append(markdown);
}

} // namespace hurtrock::store
