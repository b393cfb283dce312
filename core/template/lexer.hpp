#pragma once
/// Template text into tokens, with Jinja2's whitespace control.

#include "error.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace hurtrock::tmpl {

struct Options;

enum class TokenKind : std::uint8_t {
    data,
    output_begin,
    output_end,
    tag_begin,
    tag_end,
    name,
    text,
    integer,
    decimal,
    symbol,
    end
};

struct Token {
    TokenKind kind;
    /// Where it starts in the source.
    std::uint32_t offset;
    /// Data, name, unescaped text, digits or operator. Borrowed from the source or the text store.
    std::string_view text;

    bool is_name(std::string_view wanted) const noexcept { return kind == TokenKind::name && text == wanted; }
    bool is_symbol(std::string_view wanted) const noexcept { return kind == TokenKind::symbol && text == wanted; }
};

/// A syntax error before its place is turned into line and column.
class SyntaxFault : public Fault {
public:
    SyntaxFault(const std::string& message, std::uint32_t offset) : Fault{message, Error::Kind::syntax}, offset_{offset} {}
    std::uint32_t offset() const noexcept { return offset_; }

private:
    std::uint32_t offset_;
};

/// Line breaks as \n and, unless kept, without one trailing line break.
std::string normalized_source(std::string_view text, const Options& options);

/// Tokens borrow from `source` and from `texts` (unescaped literals); both must outlive them. Throws SyntaxFault.
std::vector<Token> tokenize(std::string_view source, const Options& options, std::deque<std::string>& texts);

} // namespace hurtrock::tmpl
