/// Filters that lay out text: center, indent, truncate, wordwrap.
#include "library.hpp"
#include "parameters.hpp"
#include "unicode.hpp"

#include <algorithm>

namespace hurtrock::tmpl {

std::vector<std::string_view> lines_of(std::string_view text, bool keep_ends)
{
    std::vector<std::string_view> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t at = begin, end = begin;
        while (at < text.size()) {
            end = at;
            const auto c = unicode::next(text, at);
            if (c == U'\r' && at < text.size() && text[at] == '\n') ++at;
            if ((c >= 0x0A && c <= 0x0D) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 || c == 0x2029) break;
            end = at;
        }
        lines.push_back(text.substr(begin, (keep_ends ? at : end) - begin));
        begin = at;
    }
    return lines;
}

namespace {

Cell center(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"width"}};
    const auto text = soft_text(runtime, input);
    const auto width = given.integer(0, 80), size = length_of(text);
    if (width <= size) return text;
    const auto pad = width - size;
    // Python's str.center puts the odd blank on the left when the width is odd.
    const auto left = pad / 2 + (pad & width & 1);
    const auto spaces = [&](std::int64_t count) { return arithmetic(runtime, Operator::multiply, Cell::text(" "), Cell::integer(count)); };
    const std::string result = std::string{spaces(left).as_text()} + std::string{text.as_text()} + std::string{spaces(pad - left).as_text()};
    return runtime.text(result, text.is_safe());
}

Cell indent(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<3> given{arguments, {"width", "first", "blank"}};
    const auto width = given.cell(0, Cell::integer(4));
    const auto text = input.is_undefined() ? input : text_of(runtime, input);
    if (text.is_undefined()) fail_undefined(text.as_missing());
    const bool safe = input.is_safe();
    auto step = width.is_text() ? width : arithmetic(runtime, Operator::multiply, Cell::text(" "), width);
    if (safe && width.is_text()) step = step.as_safe();
    const std::string source = std::string{text.as_text()} + "\n";
    const auto lines = lines_of(source, false);
    const bool first = given.boolean(1, false), blank = given.boolean(2, false);
    std::string result;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        runtime.spend(step.as_text().size() / 64 + 1);
        if (at > 0) result += '\n';
        if (at == 0 ? first : blank || !lines[at].empty()) result += step.as_text();
        result += lines[at];
        if (result.size() > runtime.options.budgets.memory_bytes_max) throw Fault{"the template uses too much memory", Error::Kind::budget};
    }
    return runtime.text(result, safe);
}

Cell truncate(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<4> given{arguments, {"length", "killwords", "end", "leeway"}};
    if (input.is_undefined()) return input;
    if (!input.is_text()) {
        if (length_of(input) <= given.integer(0, 255)) return input;
        throw Fault{"truncate needs text"};
    }
    const auto text = input.as_text();
    const auto length = given.integer(0, 255), leeway = given.given(3) ? given.integer(3, 5) : 5;
    const auto end = given.cell(2, Cell::text("..."));
    const auto end_length = length_of(end);
    if (length < end_length) throw Fault{"expected length >= " + std::to_string(end_length) + ", got " + std::to_string(length)};
    if (leeway < 0) throw Fault{"expected leeway >= 0, got " + std::to_string(leeway)};
    if (length_of(input) <= length + leeway) return input;
    auto kept = text.substr(0, unicode::offset_of(text, static_cast<std::size_t>(length - end_length)));
    if (!given.boolean(1, false))
        if (const auto space = kept.rfind(' '); space != std::string_view::npos) kept = kept.substr(0, space);
    return arithmetic(runtime, Operator::add, Cell::text(kept, input.is_safe()), end);
}

/// What Python's textwrap does to one paragraph: chunks of blanks and words, words broken at hyphens and at the width.
class Wrapper {
public:
    Wrapper(std::size_t width, bool break_words, bool break_hyphens) : width_{width}, break_words_{break_words}, break_hyphens_{break_hyphens} {}

    std::vector<std::string> wrap(std::string_view text)
    {
        split(text);
        std::vector<std::string> lines;
        std::reverse(chunks_.begin(), chunks_.end());
        while (!chunks_.empty()) {
            if (!lines.empty() && unicode::strip(chunks_.back()).empty()) chunks_.pop_back();
            auto line = next_line();
            if (!line.empty()) lines.push_back(std::move(line));
        }
        return lines;
    }

private:
    static bool is_blank(std::string_view text, std::size_t at) { return std::string_view{"\t\n\x0b\x0c\r "}.find(text[at]) != std::string_view::npos; }

    void split(std::string_view text)
    {
        for (std::size_t at = 0; at < text.size();) {
            const auto begin = at;
            const bool blank = is_blank(text, at);
            while (at < text.size() && is_blank(text, at) == blank) ++at;
            if (blank || !break_hyphens_)
                chunks_.emplace_back(text.substr(begin, at - begin));
            else
                split_word(text.substr(begin, at - begin));
        }
    }

    /// A hyphen ends a chunk when a letter stands on both sides, two before or a word character before it.
    void split_word(std::string_view word)
    {
        std::size_t begin = 0;
        const auto letter = [&](std::size_t at) { return at < word.size() && (std::isalpha(static_cast<unsigned char>(word[at])) != 0 || static_cast<unsigned char>(word[at]) >= 0x80); };
        for (std::size_t at = 1; at + 1 < word.size(); ++at) {
            if (word[at] != '-' || at - begin < 2) continue;
            if (!letter(at - 1) || !letter(at - 2) || !letter(at + 1)) continue;
            if (!letter(at + 2) && !(at + 2 < word.size() && word[at + 2] == '-')) continue;
            chunks_.emplace_back(word.substr(begin, at + 1 - begin));
            begin = at + 1;
        }
        chunks_.emplace_back(word.substr(begin));
    }

    std::string next_line()
    {
        std::vector<std::string> taken;
        std::size_t used = 0;
        while (!chunks_.empty() && used + unicode::length(chunks_.back()) <= width_) {
            used += unicode::length(chunks_.back());
            taken.push_back(std::move(chunks_.back()));
            chunks_.pop_back();
        }
        if (!chunks_.empty() && unicode::length(chunks_.back()) > width_) break_long(taken, used);
        if (!taken.empty() && unicode::strip(taken.back()).empty()) taken.pop_back();
        std::string line;
        for (const auto& chunk : taken) line += chunk;
        return line;
    }

    void break_long(std::vector<std::string>& taken, std::size_t used)
    {
        const std::size_t room = width_ < 1 ? 1 : width_ - used;
        auto& chunk = chunks_.back();
        if (break_words_) {
            auto cut = unicode::offset_of(chunk, room);
            if (break_hyphens_ && unicode::length(chunk) > room) {
                const auto hyphen = room == 0 ? std::string::npos : chunk.rfind('-', cut - 1);
                if (hyphen != std::string::npos && hyphen > 0 && chunk.find_first_not_of('-') < hyphen) cut = hyphen + 1;
            }
            taken.push_back(chunk.substr(0, cut));
            chunk.erase(0, cut);
        } else if (taken.empty()) {
            taken.push_back(std::move(chunk));
            chunks_.pop_back();
        }
    }

    std::size_t width_;
    bool break_words_, break_hyphens_;
    std::vector<std::string> chunks_{};
};

Cell wordwrap(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<4> given{arguments, {"width", "break_long_words", "wrapstring", "break_on_hyphens"}};
    if (input.is_undefined()) fail_undefined(input.as_missing());
    if (!input.is_text()) throw Fault{"wordwrap needs text"};
    const auto width = given.integer(0, 79);
    if (width <= 0) throw Fault{"invalid width " + std::to_string(width) + " (must be > 0)"};
    const auto newline = given.given(2) ? given.text(2, "\n") : "\n";
    runtime.spend(input.as_text().size());
    std::string result;
    bool first = true;
    for (const auto paragraph : lines_of(input.as_text(), false)) {
        if (!std::exchange(first, false)) result += newline;
        Wrapper wrapper{static_cast<std::size_t>(width), given.boolean(1, true), given.boolean(3, true)};
        const auto lines = wrapper.wrap(paragraph);
        for (std::size_t at = 0; at < lines.size(); ++at) {
            if (at > 0) result += newline;
            result += lines[at];
        }
    }
    return runtime.text(result);
}

} // namespace

void add_text_layout_filters(Library& library)
{
    const std::initializer_list<std::pair<const char*, BuiltinFilter>> filters{
        {"center", &center}, {"indent", &indent}, {"truncate", &truncate}, {"wordwrap", &wordwrap},
    };
    for (const auto& [name, code] : filters) library.filters[name].builtin = code;
}

} // namespace hurtrock::tmpl
