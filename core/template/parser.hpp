#pragma once
/// Tokens to a Program in one pass: names are resolved to slots, filters and tests to functions while reading.

#include "lexer.hpp"
#include "library.hpp"
#include "scope.hpp"

#include <initializer_list>

namespace hurtrock::tmpl {

/// Throws Error (syntax) with the place in the template.
ProgramPtr compile(Source origin, const Options& options, const Library& library);

class Parser {
public:
    Parser(Program& program, const Options& options, const Library& library);
    void parse_template();

private:
    using Names = std::initializer_list<std::string_view>;

    /// Counts nesting and the length of operator chains, which become nesting when evaluated.
    class Nesting {
    public:
        explicit Nesting(Parser& parser) : parser_{parser} { deeper(); }
        ~Nesting() { parser_.depth_ -= steps_; }
        Nesting(const Nesting&) = delete;
        Nesting& operator=(const Nesting&) = delete;
        void deeper();

    private:
        Parser& parser_;
        std::uint32_t steps_{0};
    };

    // Tokens.
    const Token& current() const { return tokens_[at_]; }
    const Token& peek() const { return tokens_[at_ + 1 < tokens_.size() ? at_ + 1 : at_]; }
    Token take() { return at_ + 1 < tokens_.size() ? tokens_[at_++] : tokens_[at_]; }
    bool skip_name(std::string_view name);
    bool skip_symbol(std::string_view symbol);
    void expect_symbol(std::string_view symbol);
    void expect_name(std::string_view name);
    Token expect(TokenKind kind);
    void expect_tag_end();
    [[noreturn]] void fail(const std::string& message, std::uint32_t offset) const { throw SyntaxFault{message, offset}; }
    [[noreturn]] void fail_unexpected(std::string_view expected) const;

    // Statements (parse_statements.cpp, parse_composition.cpp).
    Body parse_body(Names ends);
    StatementPtr parse_statement();
    StatementPtr parse_for();
    StatementPtr parse_if();
    StatementPtr parse_set();
    StatementPtr parse_with();
    StatementPtr parse_macro();
    StatementPtr parse_call();
    StatementPtr parse_filter_block();
    StatementPtr parse_autoescape();
    StatementPtr parse_do();
    StatementPtr parse_print();
    StatementPtr parse_jump();
    StatementPtr parse_extends();
    StatementPtr parse_block();
    StatementPtr parse_include();
    StatementPtr parse_import();
    StatementPtr parse_from();
    StatementPtr parse_trans();
    StatementPtr parse_slot();
    void parse_signature(MacroCode& code);
    void parse_macro_body(MacroCode& code, std::string_view end);
    std::string parse_trans_body(TransStatement& trans, std::vector<std::string_view>& referenced, bool may_pluralize);
    bool parse_context_choice(bool fallback);
    void note_template(const ExpressionPtr& name);
    /// Reads a body inside a scope of its own, up to and including the tag that ends it.
    Body parse_scoped_body(ScopeSlots& scope, std::string_view end);

    /// What an assignment names, before its slots are declared: the value is read in the scope outside.
    struct TargetDraft {
        std::uint32_t offset{0};
        std::string_view name{};
        std::string_view space{};
        std::vector<TargetDraft> parts{};
    };
    TargetDraft parse_target(bool with_namespace, bool allow_tuple);
    TargetDraft parse_single_target(bool with_namespace);
    void refuse_loop_target(const TargetDraft& target) const;
    Target declare(const TargetDraft& draft);
    Target declare_name(std::string_view name, std::uint32_t offset);

    // Expressions (parse_expressions.cpp, parse_operands.cpp).
    ExpressionPtr parse_expression(bool with_condition = true);
    ExpressionPtr parse_condition();
    ExpressionPtr parse_or();
    ExpressionPtr parse_and();
    ExpressionPtr parse_not();
    ExpressionPtr parse_compare();
    ExpressionPtr parse_sum();
    ExpressionPtr parse_concat();
    ExpressionPtr parse_term();
    ExpressionPtr parse_power();
    ExpressionPtr parse_unary(bool with_filter = true);
    ExpressionPtr parse_primary();
    ExpressionPtr parse_number();
    ExpressionPtr parse_text();
    ExpressionPtr parse_list();
    ExpressionPtr parse_dict();
    ExpressionPtr parse_postfix(ExpressionPtr node);
    ExpressionPtr parse_filters(ExpressionPtr node);
    ExpressionPtr parse_subscript(ExpressionPtr node);
    ExpressionPtr parse_subscript_part(ExpressionPtr object);
    ExpressionPtr parse_call_of(ExpressionPtr callee);
    ExpressionPtr parse_test(ExpressionPtr input);
    std::unique_ptr<FilterExpression> parse_filter(ExpressionPtr input);
    ExpressionPtr parse_tuple(bool with_condition = true, bool parenthesized = false, Names ends = {});
    ArgumentList parse_arguments();
    std::string parse_dotted_name();
    ExpressionPtr name_expression(std::string_view name, std::uint32_t offset);
    bool at_tuple_end(Names ends) const;

    std::string_view keep(std::string text) { return program_.texts.emplace_back(std::move(text)); }

    Program& program_;
    const Options& options_;
    const Library& library_;
    std::vector<Token> tokens_;
    std::size_t at_{0};
    std::uint32_t depth_{0};
    std::uint32_t loops_{0};
    bool autoescape_;
    UnitScope* scope_{nullptr};
    std::vector<std::string_view> open_tags_{};
};

} // namespace hurtrock::tmpl
