#include "sentences.hpp"

#include <algorithm>
#include <optional>

namespace hurtrock::cli {
namespace {

constexpr auto none = std::string_view::npos;
constexpr std::string_view spaces = " \t\r\n";

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

int line_of(std::string_view source, std::size_t at) { return 1 + static_cast<int>(std::count(source.begin(), source.begin() + static_cast<std::ptrdiff_t>(at), '\n')); }

std::string_view trimmed(std::string_view text)
{
    const auto begin = text.find_first_not_of(spaces);
    if (begin == none) return {};
    return text.substr(begin, text.find_last_not_of(spaces) - begin + 1);
}

/// Comments become spaces, so that places stay.
std::string without_comments(std::string_view source)
{
    std::string text{source};
    for (auto at = text.find("{#"); at != std::string::npos; at = text.find("{#", at)) {
        const auto end = std::min(text.find("#}", at), text.size() - 2) + 2;
        for (; at < end; ++at)
            if (text[at] != '\n') text[at] = ' ';
    }
    return text;
}

struct Tag {
    std::size_t begin, end;
    std::string_view words;
};

std::optional<Tag> next_tag(std::string_view source, std::size_t from)
{
    const auto begin = source.find("{%", from);
    const auto end = begin == none ? none : source.find("%}", begin);
    if (end == none) return std::nullopt;
    auto words = source.substr(begin + 2, end - begin - 2);
    while (!words.empty() && (words.front() == '-' || words.front() == '+')) words.remove_prefix(1);
    while (!words.empty() && (words.back() == '-' || words.back() == '+')) words.remove_suffix(1);
    return Tag{begin, end + 2, trimmed(words)};
}

bool begins_with_word(std::string_view words, std::string_view word)
{
    return words.starts_with(word) && (words.size() == word.size() || !is_word(words[word.size()]));
}

/// "{{ count }} left" -> "%(count)s left"; a trimmed block's line breaks become single spaces.
std::string message_of(std::string_view body, bool trim)
{
    std::string message;
    for (std::size_t at = 0; at < body.size();) {
        const auto end = body.substr(at).starts_with("{{") ? body.find("}}", at) : none;
        if (end != none) {
            message += "%(" + std::string{trimmed(body.substr(at + 2, end - at - 2))} + ")s";
            at = end + 2;
        } else {
            message += body[at++];
        }
    }
    if (!trim) return message;
    std::string joined;
    for (std::size_t at = 0; at < message.size();) {
        const auto run = std::min(message.find_first_not_of(spaces, at), message.size());
        const auto gap = std::string_view{message}.substr(at, run - at);
        joined += gap.find('\n') == none ? std::string{gap} : " ";
        if (run < message.size()) joined += message[run];
        at = run + 1;
    }
    return std::string{trimmed(joined)};
}

void add_blocks(std::string_view source, std::vector<Sentence>& found)
{
    for (auto tag = next_tag(source, 0); tag; tag = next_tag(source, tag->end)) {
        if (!begins_with_word(tag->words, "trans")) continue;
        const bool trim = tag->words.find("trimmed") != none;
        auto begin = tag->end;
        for (auto inner = next_tag(source, begin); inner; inner = next_tag(source, inner->end)) {
            const bool last = begins_with_word(inner->words, "endtrans");
            if (!last && !begins_with_word(inner->words, "pluralize")) continue;
            found.push_back({message_of(source.substr(begin, inner->begin - begin), trim), line_of(source, tag->begin)});
            begin = inner->end;
            if (!last) continue;
            tag = inner;
            break;
        }
    }
}

/// The quoted text at `at`, spaces before it skipped; literals that follow each other are one, as in C++. `after` becomes
/// the place of what follows.
std::optional<std::string> literal_at(std::string_view source, std::size_t at, std::size_t* after = nullptr)
{
    at = source.find_first_not_of(spaces, at);
    if (at == none || (source[at] != '"' && source[at] != '\'')) return std::nullopt;
    const char quote = source[at];
    std::string text;
    while (at != none && source[at] == quote) {
        for (++at; at < source.size() && source[at] != quote; ++at) {
            if (source[at] == '\\' && at + 1 < source.size()) ++at;
            text += source[at];
        }
        at = at < source.size() ? source.find_first_not_of(spaces, at + 1) : none;
    }
    if (after) *after = std::min(at, source.size());
    return text;
}

void add_literals_after(std::string_view source, std::string_view mark, std::vector<Sentence>& found)
{
    for (auto at = source.find(mark); at != none; at = source.find(mark, at + mark.size())) {
        if (at > 0 && is_word(mark.front()) && is_word(source[at - 1])) continue;
        if (auto text = literal_at(source, at + mark.size())) found.push_back({std::move(*text), line_of(source, at)});
    }
}

/// request.translate("…") and host.translate(locale, "…"), where the locale may be a literal too.
void add_translations(std::string_view source, std::vector<Sentence>& found)
{
    constexpr std::string_view mark = "translate(";
    for (auto at = source.find(mark); at != none; at = source.find(mark, at + mark.size())) {
        auto end = at + mark.size();
        auto text = literal_at(source, end, &end);
        if (!text)
            while (end < source.size() && (is_word(source[end]) || source[end] == '.' || source[end] == '(' || source[end] == ')')) ++end;
        if (end < source.size() && source[end] == ',')
            if (auto second = literal_at(source, end + 1)) text = std::move(second);
        if (text == "id" || text == "en") continue; // a locale, and what is said is known only when it is said
        if (text) found.push_back({std::move(*text), line_of(source, at)});
    }
}

} // namespace

std::vector<Sentence> template_sentences(std::string_view source)
{
    const auto text = without_comments(source);
    std::vector<Sentence> found;
    add_blocks(text, found);
    add_literals_after(text, "_(", found);
    std::erase_if(found, [](const Sentence& sentence) { return trimmed(sentence.text).empty(); });
    return found;
}

std::vector<Sentence> source_sentences(std::string_view source)
{
    std::vector<Sentence> found;
    add_literals_after(source, ".code = ", found);
    // Other things have codes too; that of a problem has its plugin before the dot.
    std::erase_if(found, [](const Sentence& sentence) { return !is_problem_code(sentence.text); });
    add_literals_after(source, "Problem{", found);
    add_translations(source, found);
    return found;
}

std::vector<Sentence> source_permissions(std::string_view source)
{
    std::vector<Sentence> found;
    for (const auto* mark : {"permission = ", "can("}) add_literals_after(source, mark, found);
    return found;
}

bool is_problem_code(std::string_view text)
{
    const auto dot = text.find('.');
    return dot != none && dot > 0 && dot + 1 < text.size() && text.back() != '.' && text.back() != '_' &&
           std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; });
}

std::vector<std::string> placeholders(std::string_view sentence)
{
    std::vector<std::string> names;
    for (auto at = sentence.find("%("); at != none; at = sentence.find("%(", at + 2)) {
        const auto end = sentence.find(")s", at);
        if (end != none) names.emplace_back(sentence.substr(at + 2, end - at - 2));
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

} // namespace hurtrock::cli
