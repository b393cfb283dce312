#include "urlize.hpp"

#include "unicode.hpp"
#include "values.hpp"

#include <algorithm>
#include <set>

namespace hurtrock::tmpl {
namespace {

struct Word {
    std::string_view head, middle, tail;
};

std::size_t count_of(std::string_view text, std::string_view part)
{
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++count;
    return count;
}

/// Leading brackets and trailing punctuation are not part of an address, unless they close a bracket inside it.
Word split(std::string_view word)
{
    std::size_t begin = 0;
    while (begin < word.size()) {
        if (word[begin] == '(' || word[begin] == '<')
            ++begin;
        else if (word.substr(begin, 4) == "&lt;")
            begin += 4;
        else
            break;
    }
    std::size_t end = word.size();
    while (end > begin) {
        if (std::string_view{")>.,\n"}.find(word[end - 1]) != std::string_view::npos)
            --end;
        else if (end - begin >= 4 && word.substr(end - 4, 4) == "&gt;")
            end -= 4;
        else
            break;
    }
    constexpr std::pair<std::string_view, std::string_view> pairs[] = {{"(", ")"}, {"<", ">"}, {"&lt;", "&gt;"}};
    for (const auto& [open, close] : pairs) {
        const auto middle = word.substr(begin, end - begin);
        const auto opened = count_of(middle, open);
        if (opened <= count_of(middle, close)) continue;
        for (auto left = std::min(opened, count_of(word.substr(end), close)); left > 0; --left) end = word.find(close, end) + close.size();
    }
    return {word.substr(0, begin), word.substr(begin, end - begin), word.substr(end)};
}

bool all_of(std::string_view text, bool (*accepts)(char)) { return std::all_of(text.begin(), text.end(), accepts); }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_label(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.' || static_cast<unsigned char>(c) >= 0x80; }

bool is_ipv4(std::string_view host)
{
    int parts = 0;
    while (!host.empty()) {
        const auto dot = host.find('.');
        const auto part = host.substr(0, dot);
        if (part.empty() || part.size() > 3 || !all_of(part, is_digit)) return false;
        ++parts;
        if (dot == std::string_view::npos) return parts == 4;
        host.remove_prefix(dot + 1);
    }
    return false;
}

/// Host, optional port, and what follows starts a path, query or fragment.
bool is_web_address(std::string_view text)
{
    const bool scheme = text.substr(0, 7) == "http://" || text.substr(0, 8) == "https://";
    if (scheme) text.remove_prefix(text.find("//") + 2);
    auto end = text.find_first_of("/?#");
    auto host = text.substr(0, end);
    if (const auto port = host.rfind(':'); port != std::string_view::npos && host.substr(0, 1) != "[") {
        const auto digits = host.substr(port + 1);
        if (digits.empty() || digits.size() > 5 || !all_of(digits, is_digit)) return false;
        host = host.substr(0, port);
    }
    if (scheme && host == "localhost") return true;
    if (scheme && is_ipv4(host)) return true;
    if (host.substr(0, 1) == "[") return scheme && host.back() == ']' && host.size() > 3;
    if (!all_of(host, is_label) || host.empty() || host.front() == '.' || host.find("..") != std::string_view::npos) return false;
    const auto dot = host.rfind('.');
    if (dot == std::string_view::npos) return false;
    const auto top = host.substr(dot + 1);
    if (scheme || host.substr(0, 4) == "www.") return top.size() >= 2 && std::none_of(top.begin(), top.end(), is_digit);
    return top == "com" || top == "net" || top == "int" || top == "edu" || top == "gov" || top == "org" || top == "info" || top == "mil";
}

bool is_mail_address(std::string_view text)
{
    const auto at = text.rfind('@');
    if (at == std::string_view::npos || at == 0) return false;
    const auto host = text.substr(at + 1);
    const auto dot = host.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || dot + 1 == host.size()) return false;
    const auto word = [](char c) { return is_label(c) && c != '-' && c != '.'; };
    return word(host.front()) && all_of(host, is_label) && all_of(host.substr(dot + 1), +word);
}

std::string attributes_of(const Links& links)
{
    std::set<std::string> words{"noopener"};
    if (links.nofollow) words.insert("nofollow");
    std::string_view rel = links.rel;
    while (!(rel = unicode::strip(rel)).empty()) {
        const auto end = std::min(rel.find(' '), rel.size());
        words.emplace(rel.substr(0, end));
        rel.remove_prefix(end);
    }
    std::string joined;
    for (const auto& word : words) joined += (joined.empty() ? "" : " ") + word;
    std::string html = " rel=\"";
    append_escaped(html, joined);
    html += '"';
    if (links.target.empty()) return html;
    html += " target=\"";
    append_escaped(html, links.target);
    return html + '"';
}

std::string linked(std::string_view word, const Links& links, const std::string& attributes)
{
    const auto [head, middle, tail] = split(word);
    const std::string text{middle};
    std::string link = text;
    if (is_web_address(middle)) {
        auto shown = text;
        if (links.shown_max && unicode::length(text) > *links.shown_max) shown = text.substr(0, unicode::offset_of(text, *links.shown_max)) + "...";
        const bool scheme = text.rfind("https://", 0) == 0 || text.rfind("http://", 0) == 0;
        link = "<a href=\"" + std::string{scheme ? "" : "https://"} + text + "\"" + attributes + ">" + shown + "</a>";
    } else if (text.rfind("mailto:", 0) == 0 && is_mail_address(middle.substr(7))) {
        link = "<a href=\"" + text + "\">" + text.substr(7) + "</a>";
    } else if (text.find('@') != std::string::npos && text.rfind("www.", 0) != 0 && text.find(':') == std::string::npos && is_mail_address(middle)) {
        link = "<a href=\"mailto:" + text + "\">" + text + "</a>";
    } else {
        for (const auto& scheme : links.schemes)
            if (text != scheme && text.rfind(scheme, 0) == 0) link = "<a href=\"" + text + "\"" + attributes + ">" + text + "</a>";
    }
    return std::string{head} + link + std::string{tail};
}

} // namespace

std::string with_links(std::string_view html, const Links& links)
{
    const auto attributes = attributes_of(links);
    std::string result;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < html.size();) {
        const auto before = at;
        if (!unicode::is_space(unicode::next(html, at))) continue;
        if (before > begin) result += linked(html.substr(begin, before - begin), links, attributes);
        result += html.substr(before, at - before);
        begin = at;
    }
    if (begin < html.size()) result += linked(html.substr(begin), links, attributes);
    return result;
}

} // namespace hurtrock::tmpl
