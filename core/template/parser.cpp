#include "parser.hpp"

#include <algorithm>
#include <map>

namespace hurtrock::tmpl {

Parser::Parser(Program& program, const Options& options, const Library& library)
    : program_{program}, options_{options}, library_{library}, autoescape_{options.autoescape}
{
    program_.source = normalized_source(program_.origin.text, options_);
    tokens_ = tokenize(program_.source, options_, program_.texts);
}

void Parser::parse_template()
{
    program_.root.program = &program_;
    program_.root.autoescape = autoescape_;
    UnitScope scope{program_.root, nullptr, true};
    scope_ = &scope;
    program_.root.body = parse_body({});
    scope_ = nullptr;
}

bool Parser::skip_name(std::string_view name)
{
    if (!current().is_name(name)) return false;
    take();
    return true;
}

bool Parser::skip_symbol(std::string_view symbol)
{
    if (!current().is_symbol(symbol)) return false;
    take();
    return true;
}

void Parser::expect_symbol(std::string_view symbol)
{
    if (!skip_symbol(symbol)) fail_unexpected("'" + std::string{symbol} + "'");
}

void Parser::expect_name(std::string_view name)
{
    if (!skip_name(name)) fail_unexpected("'" + std::string{name} + "'");
}

Token Parser::expect(TokenKind kind)
{
    if (current().kind == kind) return take();
    fail_unexpected(kind == TokenKind::name ? "a name" : kind == TokenKind::text ? "a text" : kind == TokenKind::output_end ? "'}}'" : "'%}'");
}

void Parser::expect_tag_end() { expect(TokenKind::tag_end); }

void Parser::fail_unexpected(std::string_view expected) const
{
    const auto& token = current();
    std::string found;
    switch (token.kind) {
    case TokenKind::end: found = "the end of the template"; break;
    case TokenKind::output_end: found = "'}}'"; break;
    case TokenKind::tag_end: found = "the end of the tag"; break;
    case TokenKind::data: found = "text"; break;
    case TokenKind::output_begin: found = "'{{'"; break;
    case TokenKind::tag_begin: found = "'{%'"; break;
    default: found = "'" + std::string{token.text} + "'"; break;
    }
    fail("expected " + std::string{expected} + ", got " + found, token.offset);
}

Body Parser::parse_body(Names ends)
{
    const Nesting nesting{*this};
    Body body;
    while (current().kind != TokenKind::end) {
        if (current().kind == TokenKind::data) {
            const auto data = take();
            body.push_back(std::make_unique<DataStatement>(data.offset, data.text));
        } else if (current().kind == TokenKind::output_begin) {
            take();
            const auto offset = current().offset;
            body.push_back(std::make_unique<OutputStatement>(offset, parse_tuple()));
            expect(TokenKind::output_end);
        } else {
            take();
            if (std::any_of(ends.begin(), ends.end(), [&](std::string_view end) { return current().is_name(end); })) return body;
            if (auto statement = parse_statement()) body.push_back(std::move(statement));
            expect_tag_end();
        }
    }
    if (ends.size() == 0) return body;
    std::string wanted;
    for (const auto end : ends) wanted += (wanted.empty() ? "'" : " or '") + std::string{end} + "'";
    std::string message = "Unexpected end of template. Looking for " + wanted + ".";
    if (!open_tags_.empty()) message += " The innermost block that needs to be closed is '" + std::string{open_tags_.back()} + "'.";
    fail(message, current().offset);
}

StatementPtr Parser::parse_statement()
{
    using Reader = StatementPtr (Parser::*)();
    static const std::map<std::string_view, Reader> readers{
        {"autoescape", &Parser::parse_autoescape}, {"block", &Parser::parse_block}, {"break", &Parser::parse_jump},
        {"call", &Parser::parse_call}, {"continue", &Parser::parse_jump}, {"do", &Parser::parse_do},
        {"extends", &Parser::parse_extends}, {"filter", &Parser::parse_filter_block}, {"for", &Parser::parse_for},
        {"from", &Parser::parse_from}, {"if", &Parser::parse_if}, {"import", &Parser::parse_import},
        {"include", &Parser::parse_include}, {"macro", &Parser::parse_macro}, {"print", &Parser::parse_print},
        {"set", &Parser::parse_set}, {"slot", &Parser::parse_slot}, {"trans", &Parser::parse_trans},
        {"with", &Parser::parse_with},
    };
    if (current().kind != TokenKind::name) fail_unexpected("a tag name");
    const auto tag = take();
    const auto reader = readers.find(tag.text);
    if (reader == readers.end()) {
        std::vector<std::string> names;
        for (const auto& known : readers) names.emplace_back(known.first);
        for (const std::string_view end : {"else", "elif", "endif", "endfor", "endblock", "endmacro", "endset", "endwith", "endcall", "endfilter", "endtrans", "pluralize", "endautoescape", "raw", "endraw"})
            names.emplace_back(end);
        std::string message = "Encountered unknown tag '" + std::string{tag.text} + "'." + suggestion_for(tag.text, names);
        if (!open_tags_.empty()) message += " The innermost block that needs to be closed is '" + std::string{open_tags_.back()} + "'.";
        fail(message, tag.offset);
    }
    open_tags_.push_back(tag.text);
    auto statement = (this->*reader->second)();
    open_tags_.pop_back();
    return statement;
}

ProgramPtr compile(Source origin, const Options& options, const Library& library)
{
    auto program = std::make_shared<Program>();
    program->origin = std::move(origin);
    try {
        Parser{*program, options, library}.parse_template();
    } catch (const SyntaxFault& fault) {
        const auto place = program->place_at(fault.offset());
        throw Error{Error::Kind::syntax, fault.what(), place, source_excerpt(program->source, place.line, place.column)};
    }
    program->origin.text.clear();
    program->origin.text.shrink_to_fit();
    return program;
}

} // namespace hurtrock::tmpl
