/// Statements that join templates, translate, or open a slot for plugins.
#include "parser.hpp"

#include "unicode.hpp"

#include <algorithm>

namespace hurtrock::tmpl {

void Parser::note_template(const ExpressionPtr& name)
{
    if (const auto* constant = dynamic_cast<const Literal*>(name.get()); constant && constant->value.is_text())
        program_.references.push_back({constant->value.as_text(), constant->offset});
}

StatementPtr Parser::parse_extends()
{
    auto node = std::make_unique<ExtendsStatement>(current().offset);
    node->parent = parse_expression();
    note_template(node->parent);
    return node;
}

StatementPtr Parser::parse_block()
{
    const auto name = expect(TokenKind::name);
    if (program_.find_block(name.text)) fail("block '" + std::string{name.text} + "' defined twice", name.offset);
    auto& block = program_.blocks.emplace_back(Block{name.text});
    block.offset = name.offset;
    block.scoped = skip_name("scoped");
    block.required = skip_name("required");
    if (current().is_symbol("-")) fail("Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.", current().offset);
    expect_tag_end();

    auto node = std::make_unique<BlockStatement>(name.offset);
    node->name = name.text;
    node->scoped = block.scoped;
    node->top_level = scope_->at_top_level();
    if (node->scoped) node->visible = scope_->visible();

    block.unit.program = &program_;
    block.unit.autoescape = options_.autoescape;
    UnitScope inner{block.unit, nullptr, false};
    auto* outer = std::exchange(scope_, &inner);
    const auto loops = std::exchange(loops_, 0);
    block.unit.body = parse_body({"endblock"});
    loops_ = loops;
    scope_ = outer;
    expect_name("endblock");
    if (current().kind == TokenKind::name) expect_name(name.text);
    if (block.required) {
        for (const auto& statement : block.unit.body) {
            const auto* data = dynamic_cast<const DataStatement*>(statement.get());
            if (!data || !unicode::strip(data->text).empty())
                fail("Required blocks can only contain comments or whitespace", name.offset);
        }
    }
    return node;
}

bool Parser::parse_context_choice(bool fallback)
{
    if ((current().is_name("with") || current().is_name("without")) && peek().is_name("context")) {
        const bool with = take().text == "with";
        take();
        return with;
    }
    return fallback;
}

StatementPtr Parser::parse_include()
{
    auto node = std::make_unique<IncludeStatement>(current().offset);
    node->names = parse_expression();
    if (current().is_name("ignore") && peek().is_name("missing")) {
        take();
        take();
        node->ignore_missing = true;
    } else {
        note_template(node->names);
    }
    node->with_context = parse_context_choice(true);
    if (node->with_context) node->visible = scope_->visible();
    return node;
}

StatementPtr Parser::parse_import()
{
    auto node = std::make_unique<ImportStatement>(current().offset);
    node->from = parse_expression();
    note_template(node->from);
    expect_name("as");
    const auto target = parse_single_target(false);
    node->with_context = parse_context_choice(false);
    if (node->with_context) node->visible = scope_->visible();
    node->module = declare(target);
    node->module->offered = false;
    return node;
}

StatementPtr Parser::parse_from()
{
    auto node = std::make_unique<ImportStatement>(current().offset);
    node->from = parse_expression();
    note_template(node->from);
    expect_name("import");
    std::vector<std::pair<std::string_view, TargetDraft>> names;
    const auto choose = [&] {
        if (!(current().is_name("with") || current().is_name("without")) || !peek().is_name("context")) return false;
        node->with_context = parse_context_choice(false);
        return true;
    };
    while (!choose()) {
        const auto name = parse_single_target(false);
        if (name.name.front() == '_') fail("names starting with an underline can not be imported", name.offset);
        auto alias = name;
        if (skip_name("as")) alias = parse_single_target(false);
        names.emplace_back(name.name, alias);
        if (choose() || !skip_symbol(",")) break;
    }
    if (node->with_context) node->visible = scope_->visible();
    for (const auto& [name, alias] : names) node->names.emplace_back(name, declare(alias));
    for (auto& name : node->names) name.second.offered = false;
    return node;
}

namespace {

/// Lines of a trimmed sentence joined by one space.
std::string trimmed_sentence(std::string_view sentence)
{
    std::string joined;
    sentence = unicode::strip(sentence);
    for (std::size_t at = 0; at < sentence.size();) {
        if (!unicode::is_space(static_cast<unsigned char>(sentence[at]))) {
            joined += sentence[at++];
            continue;
        }
        auto end = at;
        while (end < sentence.size() && unicode::is_space(static_cast<unsigned char>(sentence[end])) && static_cast<unsigned char>(sentence[end]) < 0x80) ++end;
        if (end == at) ++end;
        const auto gap = sentence.substr(at, end - at);
        if (gap.find('\n') != std::string_view::npos)
            joined += ' ';
        else
            joined += gap;
        at = end;
    }
    return joined;
}

} // namespace

std::string Parser::parse_trans_body(TransStatement& trans, std::vector<std::string_view>& referenced, bool may_pluralize)
{
    std::string sentence;
    const auto tag = trans.offset;
    while (true) {
        const auto token = take();
        if (token.kind == TokenKind::data) {
            for (const char c : token.text) sentence += c == '%' ? "%%" : std::string(1, c);
        } else if (token.kind == TokenKind::output_begin) {
            const auto name = expect(TokenKind::name).text;
            referenced.push_back(name);
            sentence += "%(" + std::string{name} + ")s";
            expect(TokenKind::output_end);
        } else if (token.kind == TokenKind::tag_begin) {
            if (current().is_name("endtrans") || (may_pluralize && current().is_name("pluralize"))) return sentence;
            if (current().is_name("pluralize")) fail("a translatable section can have only one pluralize section", current().offset);
            fail("control structures in translatable sections are not allowed", current().offset);
        } else {
            fail("unclosed translation block", tag);
        }
    }
}

StatementPtr Parser::parse_trans()
{
    auto node = std::make_unique<TransStatement>(current().offset);
    if (current().kind == TokenKind::text) node->context = take().text;
    std::optional<bool> trimmed;
    /// The name whose value decides the plural form.
    std::string_view counted;
    const auto known = [&](std::string_view name) {
        return std::any_of(node->variables.begin(), node->variables.end(), [&](const auto& variable) { return variable.first == name; });
    };
    while (current().kind != TokenKind::tag_end) {
        if (!node->variables.empty()) expect_symbol(",");
        if (skip_symbol(":")) break;
        const auto name = expect(TokenKind::name);
        if (known(name.text)) fail("translatable variable '" + std::string{name.text} + "' defined twice.", name.offset);
        if (skip_symbol("=")) {
            node->variables.emplace_back(name.text, parse_expression());
        } else if (!trimmed && (name.text == "trimmed" || name.text == "notrimmed")) {
            trimmed = name.text == "trimmed";
            continue;
        } else {
            node->variables.emplace_back(name.text, name_expression(name.text, name.offset));
        }
        if (counted.empty()) counted = name.text;
    }
    expect_tag_end();
    std::vector<std::string_view> referenced;
    node->singular = parse_trans_body(*node, referenced, true);
    if (counted.empty() && !referenced.empty()) counted = referenced.front();
    const bool plural = skip_name("pluralize");
    if (plural) {
        if (current().kind == TokenKind::name) {
            const auto name = take();
            if (!known(name.text)) fail("unknown variable '" + std::string{name.text} + "' for pluralization", name.offset);
            counted = name.text;
        }
        expect_tag_end();
        node->plural = parse_trans_body(*node, referenced, false);
        if (counted.empty()) fail("pluralize without variables", node->offset);
    }
    expect_name("endtrans");
    for (const auto name : referenced)
        if (!known(name)) node->variables.emplace_back(name, name_expression(name, node->offset));
    if (trimmed.value_or(false)) {
        node->singular = trimmed_sentence(node->singular);
        node->plural = trimmed_sentence(node->plural);
    }
    if (plural) node->counted = counted;
    return node;
}

StatementPtr Parser::parse_slot()
{
    auto node = std::make_unique<SlotStatement>(current().offset);
    node->name = parse_expression();
    if (!skip_name("with")) return node;
    auto arguments = std::make_unique<DictExpression>(current().offset);
    const auto add = [&](const Token& name, std::string_view separator) {
        if (name.kind != TokenKind::name && name.kind != TokenKind::text) fail("expected the name of an argument", name.offset);
        expect_symbol(separator);
        arguments->entries.emplace_back(std::make_unique<Literal>(name.offset, Cell::text(name.text)), parse_expression());
    };
    // Either {name: value, ...}, where a bare name means itself, or name=value, ...
    const bool braces = skip_symbol("{");
    while (!current().is_symbol("}") && current().kind != TokenKind::tag_end) {
        if (!arguments->entries.empty()) expect_symbol(",");
        if (current().is_symbol("}")) break;
        add(take(), braces ? ":" : "=");
    }
    if (braces) expect_symbol("}");
    node->arguments = std::move(arguments);
    return node;
}

} // namespace hurtrock::tmpl
