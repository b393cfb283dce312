#include "lexer.hpp"

#include "engine.hpp"
#include "unicode.hpp"

#include <algorithm>
#include <array>

namespace hurtrock::tmpl {
namespace {

constexpr std::string_view blanks = " \t\n\r\v\f";

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

class Lexer {
public:
    Lexer(std::string_view source, const Options& options, std::deque<std::string>& texts)
        : source_{source}, options_{options}, texts_{texts}
    {
    }

    std::vector<Token> run()
    {
        while (at_ < source_.size()) read_data();
        add(TokenKind::end, source_.size(), {});
        return std::move(tokens_);
    }

private:
    void add(TokenKind kind, std::size_t offset, std::string_view text)
    {
        tokens_.push_back({kind, static_cast<std::uint32_t>(offset), text});
    }
    [[noreturn]] void fail(const std::string& message, std::size_t offset) const
    {
        throw SyntaxFault{message, static_cast<std::uint32_t>(offset)};
    }
    bool looking_at(std::string_view text, std::size_t offset) const { return source_.substr(offset, text.size()) == text; }
    std::size_t after_blanks(std::size_t offset) const
    {
        return std::min(source_.find_first_not_of(blanks, offset), source_.size());
    }

    std::size_t find_tag(std::size_t from) const
    {
        for (auto brace = source_.find('{', from); brace != std::string_view::npos; brace = source_.find('{', brace + 1))
            if (brace + 1 < source_.size() && std::string_view{"{%#"}.find(source_[brace + 1]) != std::string_view::npos) return brace;
        return std::string_view::npos;
    }

    /// The text before a tag, after what -, lstrip_blocks or + ask for.
    std::string_view trimmed_before(std::string_view text, char sign, bool is_output) const
    {
        if (sign == '-') return unicode::strip_right(text);
        if (sign == '+' || !options_.lstrip_blocks || is_output) return text;
        const auto line = text.rfind('\n');
        const auto begin = line == std::string_view::npos ? 0 : line + 1;
        if (begin == 0 && !line_starting_) return text;
        return text.find_first_not_of(blanks, begin) == std::string_view::npos ? text.substr(0, begin) : text;
    }

    void read_data()
    {
        const auto tag = find_tag(at_);
        if (tag == std::string_view::npos) {
            add(TokenKind::data, at_, source_.substr(at_));
            at_ = source_.size();
            return;
        }
        const char type = source_[tag + 1];
        const char sign = tag + 2 < source_.size() ? source_[tag + 2] : '\0';
        const auto data = trimmed_before(source_.substr(at_, tag - at_), sign, type == '{');
        if (!data.empty()) add(TokenKind::data, at_, data);
        const auto inside = tag + 2 + (sign == '-' || sign == '+' ? 1 : 0);
        if (type == '#')
            skip_comment(tag, inside);
        else if (type == '{')
            read_tag(tag, inside, TokenKind::output_begin);
        else if (!read_raw(tag, inside))
            read_tag(tag, inside, TokenKind::tag_begin);
    }

    /// After a tag that ends at `end`: what follows belongs to the text, less what - or trim_blocks take.
    void leave_tag(std::size_t end, bool strip, bool may_trim)
    {
        at_ = end;
        if (strip)
            at_ = after_blanks(end);
        else if (may_trim && options_.trim_blocks && at_ < source_.size() && source_[at_] == '\n')
            ++at_;
        line_starting_ = at_ > 0 && source_[at_ - 1] == '\n';
    }

    void skip_comment(std::size_t tag, std::size_t inside)
    {
        // "{#-#}" is a whole comment whose sign belongs to its end as well.
        const auto end = source_.find("#}", inside > tag + 2 && looking_at("#}", inside) ? inside : inside);
        if (end == std::string_view::npos) fail("Missing end of comment tag", tag);
        const char sign = end > inside ? source_[end - 1] : '\0';
        leave_tag(end + 2, sign == '-', sign != '+');
    }

    bool read_raw(std::size_t tag, std::size_t inside)
    {
        auto at = after_blanks(inside);
        if (!looking_at("raw", at)) return false;
        at = after_blanks(at + 3);
        const bool strip = looking_at("-%}", at);
        if (!strip && !looking_at("%}", at)) return false;
        const auto begin = strip ? after_blanks(at + 3) : at + 2;
        for (auto end = source_.find("{%", begin); end != std::string_view::npos; end = source_.find("{%", end + 2)) {
            const char sign = end + 2 < source_.size() ? source_[end + 2] : '\0';
            auto close = after_blanks(end + 2 + (sign == '-' || sign == '+' ? 1 : 0));
            if (!looking_at("endraw", close)) continue;
            close = after_blanks(close + 6);
            const char last = close < source_.size() ? source_[close] : '\0';
            if (last == '-' || last == '+') ++close;
            if (!looking_at("%}", close)) continue;
            line_starting_ = begin > 0 && source_[begin - 1] == '\n';
            const auto data = trimmed_before(source_.substr(begin, end - begin), sign, false);
            if (!data.empty()) add(TokenKind::data, begin, data);
            leave_tag(close + 2, last == '-', last != '+');
            return true;
        }
        fail("Missing end of raw directive", tag);
    }

    void read_tag(std::size_t tag, std::size_t inside, TokenKind begin)
    {
        const bool output = begin == TokenKind::output_begin;
        add(begin, tag, {});
        at_ = inside;
        open_.clear();
        while (true) {
            at_ = after_blanks(at_);
            if (at_ >= source_.size()) {
                // The parser tells what was expected here.
                return;
            }
            if (open_.empty() && read_tag_end(output)) return;
            read_token();
        }
    }

    bool read_tag_end(bool output)
    {
        const std::string_view closing = output ? "}}" : "%}";
        const char first = source_[at_];
        const bool strip = first == '-' && looking_at(closing, at_ + 1);
        const bool keep = first == '+' && !output && looking_at(closing, at_ + 1);
        if (!strip && !keep && !looking_at(closing, at_)) return false;
        add(output ? TokenKind::output_end : TokenKind::tag_end, at_, {});
        leave_tag(at_ + (strip || keep ? 3 : 2), strip, !output && !keep);
        return true;
    }

    void read_token()
    {
        const char c = source_[at_];
        if (c == '"' || c == '\'')
            read_text(c);
        else if (is_digit(c))
            read_number();
        else if (c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80)
            read_name();
        else
            read_symbol();
    }

    void read_name()
    {
        const auto begin = at_;
        while (at_ < source_.size()) {
            auto next = at_;
            if (!unicode::is_word(unicode::next(source_, next))) break;
            at_ = next;
        }
        if (at_ == begin) fail("unexpected character", begin);
        add(TokenKind::name, begin, source_.substr(begin, at_ - begin));
    }

    void read_symbol()
    {
        static constexpr std::array<std::string_view, 28> symbols{"//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]",
                                                                  "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", ",", ";", "", ""};
        for (const auto symbol : symbols) {
            if (symbol.empty() || !looking_at(symbol, at_)) continue;
            balance(symbol.front());
            add(TokenKind::symbol, at_, source_.substr(at_, symbol.size()));
            at_ += symbol.size();
            return;
        }
        fail(std::string{"unexpected char '"} + source_[at_] + "'", at_);
    }

    void balance(char c)
    {
        if (c == '(' || c == '[' || c == '{') {
            open_ += c == '(' ? ')' : c == '[' ? ']' : '}';
        } else if (c == ')' || c == ']' || c == '}') {
            if (open_.empty()) fail(std::string{"unexpected '"} + c + "'", at_);
            if (open_.back() != c) fail(std::string{"unexpected '"} + c + "', expected '" + open_.back() + "'", at_);
            open_.pop_back();
        }
    }

    std::size_t digits(std::size_t at, bool (*accepts)(char)) const
    {
        while (at < source_.size() && (accepts(source_[at]) || (source_[at] == '_' && at + 1 < source_.size() && accepts(source_[at + 1])))) ++at;
        return at;
    }

    void read_number()
    {
        const auto begin = at_;
        const char mark = begin + 1 < source_.size() ? static_cast<char>(source_[begin + 1] | 0x20) : '\0';
        if (source_[begin] == '0' && (mark == 'x' || mark == 'o' || mark == 'b')) {
            const auto accepts = mark == 'x'   ? +[](char c) { return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }
                                 : mark == 'o' ? +[](char c) { return c >= '0' && c <= '7'; }
                                               : +[](char c) { return c == '0' || c == '1'; };
            at_ = digits(begin + 2, accepts);
            if (at_ > begin + 2) {
                add(TokenKind::integer, begin, source_.substr(begin, at_ - begin));
                return;
            }
        }
        at_ = digits(begin, is_digit);
        bool decimal = false;
        if (!tokens_.back().is_symbol(".")) {
            if (at_ + 1 < source_.size() && source_[at_] == '.' && is_digit(source_[at_ + 1])) {
                at_ = digits(at_ + 1, is_digit);
                decimal = true;
            }
            auto exponent = at_;
            if (exponent < source_.size() && (source_[exponent] | 0x20) == 'e') {
                ++exponent;
                if (exponent < source_.size() && (source_[exponent] == '+' || source_[exponent] == '-')) ++exponent;
                if (exponent < source_.size() && is_digit(source_[exponent])) {
                    at_ = digits(exponent, is_digit);
                    decimal = true;
                }
            }
        }
        auto text = source_.substr(begin, at_ - begin);
        if (!decimal && text.size() > 1 && text[0] == '0' && text.find_first_not_of("0_") != std::string_view::npos) {
            // "012" is two integers for Jinja2; the parser refuses the pair.
            at_ = begin + text.find_first_not_of("0_");
            text = source_.substr(begin, at_ - begin);
        }
        add(decimal ? TokenKind::decimal : TokenKind::integer, begin, text);
    }

    void read_text(char quote)
    {
        const auto begin = at_++;
        bool escaped = false;
        while (at_ < source_.size() && source_[at_] != quote) {
            if (source_[at_] == '\\') {
                escaped = true;
                ++at_;
            }
            ++at_;
        }
        if (at_ >= source_.size()) fail(std::string{"unexpected char '"} + quote + "'", begin);
        const auto body = source_.substr(begin + 1, at_ - begin - 1);
        ++at_;
        add(TokenKind::text, begin, escaped ? unescaped(body, begin) : body);
    }

    std::string_view unescaped(std::string_view body, std::size_t offset)
    {
        auto& text = texts_.emplace_back();
        for (std::size_t at = 0; at < body.size(); ++at) {
            if (body[at] != '\\') {
                text += body[at];
                continue;
            }
            unescape_one(body, ++at, text, offset);
        }
        return text;
    }

    void unescape_one(std::string_view body, std::size_t& at, std::string& text, std::size_t offset)
    {
        static constexpr std::string_view letters = "ntrabfv\\'\"", meanings = "\n\t\r\a\b\f\v\\'\"";
        const char c = body[at];
        if (c == '\n') return;
        if (const auto known = letters.find(c); known != std::string_view::npos) {
            text += meanings[known];
            return;
        }
        const std::size_t width = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        const bool octal = c >= '0' && c <= '7';
        if (width == 0 && !octal) {
            text += '\\';
            text += c;
            return;
        }
        auto end = octal ? at : at + 1;
        const auto accepts = [&](char d) { return octal ? d >= '0' && d <= '7' : std::isxdigit(static_cast<unsigned char>(d)) != 0; };
        while (end < body.size() && end - at < (octal ? 3 : width + 1) && accepts(body[end])) ++end;
        if (!octal && end - at - 1 != width) fail("truncated escape in a text", offset);
        const auto code = std::stoul(std::string{body.substr(octal ? at : at + 1, end - at)}, nullptr, octal ? 8 : 16);
        if (code > 0x10FFFF) fail("illegal Unicode character", offset);
        unicode::append(text, static_cast<char32_t>(code));
        at = end - 1;
    }

    std::string_view source_;
    const Options& options_;
    std::deque<std::string>& texts_;
    std::vector<Token> tokens_{};
    std::string open_{};
    std::size_t at_{0};
    bool line_starting_{true};
};

} // namespace

std::string normalized_source(std::string_view text, const Options& options)
{
    std::string source;
    source.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\r') {
            source += text[at];
            continue;
        }
        source += '\n';
        if (at + 1 < text.size() && text[at + 1] == '\n') ++at;
    }
    if (!options.keep_trailing_newline && !source.empty() && source.back() == '\n') source.pop_back();
    return source;
}

std::vector<Token> tokenize(std::string_view source, const Options& options, std::deque<std::string>& texts)
{
    return Lexer{source, options, texts}.run();
}

} // namespace hurtrock::tmpl
