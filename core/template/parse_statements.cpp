/// Statements that stay within one template.
#include "parser.hpp"

namespace hurtrock::tmpl {

StatementPtr Parser::parse_if()
{
    auto node = std::make_unique<IfStatement>(current().offset);
    while (true) {
        auto condition = parse_tuple(false);
        expect_tag_end();
        node->branches.emplace_back(std::move(condition), parse_body({"elif", "else", "endif"}));
        if (skip_name("elif")) continue;
        if (skip_name("else")) {
            expect_tag_end();
            node->otherwise = parse_body({"endif"});
        }
        expect_name("endif");
        return node;
    }
}

void Parser::refuse_loop_target(const TargetDraft& target) const
{
    if (target.name == "loop") fail("Can't assign to special loop variable in for-loop target", target.offset);
    for (const auto& part : target.parts) refuse_loop_target(part);
}

StatementPtr Parser::parse_for()
{
    auto node = std::make_unique<ForStatement>(current().offset);
    const auto target = parse_target(false, true);
    refuse_loop_target(target);
    expect_name("in");
    node->iterable = parse_tuple(false, false, {"recursive", "if"});
    node->scope.begin = scope_->slots();
    scope_->open();
    node->target = declare(target);
    if (skip_name("if")) node->filter = parse_expression();
    const auto loop_slot = declare_name("loop", current().offset).slot;
    node->recursive = skip_name("recursive");
    expect_tag_end();
    ++loops_;
    node->body = parse_body({"endfor", "else"});
    --loops_;
    if (scope_->was_read("loop")) node->loop_slot = loop_slot;
    scope_->close();
    node->scope.end = node->else_scope.begin = scope_->slots();
    if (skip_name("else")) {
        expect_tag_end();
        scope_->open();
        node->otherwise = parse_body({"endfor"});
        scope_->close();
    }
    node->else_scope.end = scope_->slots();
    expect_name("endfor");
    return node;
}

Body Parser::parse_scoped_body(ScopeSlots& scope, std::string_view end)
{
    scope.begin = scope_->slots();
    scope_->open();
    auto body = parse_body({end});
    scope_->close();
    scope.end = scope_->slots();
    expect_name(end);
    return body;
}

StatementPtr Parser::parse_set()
{
    const auto offset = current().offset;
    const auto target = parse_target(true, true);
    if (skip_symbol("=")) {
        auto node = std::make_unique<SetStatement>(offset);
        node->value = parse_tuple();
        node->target = declare(target);
        return node;
    }
    auto node = std::make_unique<SetBlockStatement>(offset);
    if (!target.parts.empty()) fail("a set block needs one name", offset);
    if (current().is_symbol("|")) {
        while (skip_symbol("|")) node->filters.push_back(parse_filter(nullptr));
    }
    expect_tag_end();
    node->body = parse_scoped_body(node->scope, "endset");
    node->target = declare(target);
    return node;
}

StatementPtr Parser::parse_filter_block()
{
    auto node = std::make_unique<FilterBlockStatement>(current().offset);
    do node->filters.push_back(parse_filter(nullptr));
    while (skip_symbol("|"));
    expect_tag_end();
    node->body = parse_scoped_body(node->scope, "endfilter");
    return node;
}

StatementPtr Parser::parse_with()
{
    auto node = std::make_unique<WithStatement>(current().offset);
    std::vector<TargetDraft> targets;
    while (current().kind != TokenKind::tag_end) {
        if (!targets.empty()) expect_symbol(",");
        targets.push_back(parse_target(false, false));
        expect_symbol("=");
        node->assignments.emplace_back(Target{}, parse_expression());
    }
    expect_tag_end();
    node->scope.begin = scope_->slots();
    scope_->open();
    for (std::size_t at = 0; at < targets.size(); ++at) node->assignments[at].first = declare(targets[at]);
    node->body = parse_body({"endwith"});
    scope_->close();
    node->scope.end = scope_->slots();
    expect_name("endwith");
    return node;
}

StatementPtr Parser::parse_autoescape()
{
    auto node = std::make_unique<AutoescapeStatement>(current().offset);
    node->enabled = parse_expression();
    expect_tag_end();
    const bool before = autoescape_;
    if (const auto* constant = dynamic_cast<const Literal*>(node->enabled.get())) autoescape_ = truth(constant->value);
    node->body = parse_scoped_body(node->scope, "endautoescape");
    autoescape_ = before;
    return node;
}

StatementPtr Parser::parse_do()
{
    auto node = std::make_unique<DoStatement>(current().offset);
    node->expression = parse_tuple();
    return node;
}

StatementPtr Parser::parse_print()
{
    const auto offset = current().offset;
    auto parts = std::make_unique<ConcatExpression>(offset);
    do parts->parts.push_back(parse_expression());
    while (skip_symbol(","));
    if (parts->parts.size() == 1) return std::make_unique<OutputStatement>(offset, std::move(parts->parts.front()));
    return std::make_unique<OutputStatement>(offset, std::move(parts));
}

StatementPtr Parser::parse_jump()
{
    const auto& word = tokens_[at_ - 1];
    if (loops_ == 0) fail("'" + std::string{word.text} + "' outside loop", word.offset);
    return std::make_unique<JumpStatement>(word.offset, word.text == "break" ? Flow::break_loop : Flow::continue_loop);
}

void Parser::parse_signature(MacroCode& code)
{
    expect_symbol("(");
    bool defaults = false;
    while (!current().is_symbol(")")) {
        if (!code.parameters.empty()) expect_symbol(",");
        const auto name = parse_single_target(false);
        MacroCode::Parameter parameter{name.name, declare_name(name.name, name.offset).slot};
        if (skip_symbol("=")) {
            parameter.fallback = parse_expression();
            defaults = true;
        } else if (defaults) {
            fail("non-default argument follows default argument", name.offset);
        }
        code.parameters.push_back(std::move(parameter));
    }
    expect_symbol(")");
}

void Parser::parse_macro_body(MacroCode& code, std::string_view end)
{
    expect_tag_end();
    const auto loops = std::exchange(loops_, 0);
    code.unit.body = parse_body({end});
    loops_ = loops;
    expect_name(end);
}

StatementPtr Parser::parse_macro()
{
    auto node = std::make_unique<MacroStatement>(current().offset);
    const auto name = parse_single_target(false);
    node->target = declare(name);
    node->code.name = name.name;
    node->code.unit.program = &program_;
    node->code.unit.autoescape = autoescape_;
    UnitScope inner{node->code.unit, scope_, false};
    inner.make_macro(node->code);
    auto* outer = std::exchange(scope_, &inner);
    parse_signature(node->code);
    parse_macro_body(node->code, "endmacro");
    scope_ = outer;
    return node;
}

StatementPtr Parser::parse_call()
{
    auto node = std::make_unique<CallStatement>(current().offset);
    node->caller.name = "caller";
    node->caller.unit.program = &program_;
    node->caller.unit.autoescape = autoescape_;
    UnitScope inner{node->caller.unit, scope_, false};
    inner.make_macro(node->caller);
    auto* outer = scope_;
    if (current().is_symbol("(")) {
        scope_ = &inner;
        parse_signature(node->caller);
        scope_ = outer;
    }
    const auto offset = current().offset;
    auto expression = parse_expression();
    if (!dynamic_cast<CallExpression*>(expression.get())) fail("expected call", offset);
    node->call.reset(static_cast<CallExpression*>(expression.release()));
    scope_ = &inner;
    parse_macro_body(node->caller, "endcall");
    scope_ = outer;
    return node;
}

Parser::TargetDraft Parser::parse_single_target(bool with_namespace)
{
    if (current().is_symbol("(")) {
        take();
        auto inner = parse_target(with_namespace, true);
        expect_symbol(")");
        return inner;
    }
    const auto name = expect(TokenKind::name);
    TargetDraft draft{name.offset, name.text};
    for (const std::string_view constant : {"true", "false", "none", "True", "False", "None"})
        if (name.text == constant) fail("can't assign to '" + std::string{name.text} + "'", name.offset);
    if (with_namespace && current().is_symbol(".")) {
        take();
        draft.space = name.text;
        draft.name = expect(TokenKind::name).text;
    }
    return draft;
}

Parser::TargetDraft Parser::parse_target(bool with_namespace, bool allow_tuple)
{
    const Nesting nesting{*this};
    auto first = parse_single_target(with_namespace);
    if (!allow_tuple || !current().is_symbol(",")) return first;
    TargetDraft tuple{first.offset};
    tuple.parts.push_back(std::move(first));
    while (skip_symbol(",")) {
        if (current().is_name("in") || current().is_symbol(")") || current().kind == TokenKind::tag_end) break;
        tuple.parts.push_back(parse_single_target(with_namespace));
    }
    return tuple;
}

Target Parser::declare(const TargetDraft& draft)
{
    if (!draft.space.empty()) {
        Target target{draft.offset, draft.name};
        target.space = name_expression(draft.space, draft.offset);
        return target;
    }
    if (draft.parts.empty()) return declare_name(draft.name, draft.offset);
    Target target{draft.offset};
    for (const auto& part : draft.parts) target.parts.push_back(declare(part));
    return target;
}

Target Parser::declare_name(std::string_view name, std::uint32_t offset)
{
    try {
        Target target{offset, name, scope_->declare(name)};
        target.exported = scope_->at_top_level();
        return target;
    } catch (const SyntaxFault&) {
        throw;
    } catch (const Fault& fault) {
        fail(fault.what(), offset);
    }
}

} // namespace hurtrock::tmpl
