/// Literals, names, subscripts, argument lists.
#include "parser.hpp"

#include <algorithm>
#include <charconv>

namespace hurtrock::tmpl {
namespace {

std::string without_underscores(std::string_view digits)
{
    std::string plain{digits};
    std::erase(plain, '_');
    return plain;
}

ExpressionPtr literal(std::uint32_t offset, Cell cell) { return std::make_unique<Literal>(offset, cell); }

} // namespace

ExpressionPtr Parser::name_expression(std::string_view name, std::uint32_t offset)
{
    auto node = std::make_unique<NameExpression>(offset, name);
    try {
        node->candidates = scope_->candidates(name);
        node->free = scope_->free_slot(name);
    } catch (const SyntaxFault&) {
        throw;
    } catch (const Fault& fault) {
        fail(fault.what(), offset);
    }
    if (node->candidates.empty()) program_.free_names.push_back({name, offset});
    return node;
}

ExpressionPtr Parser::parse_number()
{
    const auto token = take();
    const auto digits = without_underscores(token.text);
    if (token.kind == TokenKind::decimal) return literal(token.offset, Cell::decimal(std::strtod(digits.c_str(), nullptr)));
    const char mark = digits.size() > 1 ? static_cast<char>(digits[1] | 0x20) : '\0';
    const int base = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 10;
    const auto* begin = digits.data() + (base == 10 ? 0 : 2);
    std::int64_t value = 0;
    const auto result = std::from_chars(begin, digits.data() + digits.size(), value, base);
    if (result.ec != std::errc{}) fail("the integer is too large", token.offset);
    return literal(token.offset, Cell::integer(value));
}

ExpressionPtr Parser::parse_text()
{
    const auto first = take();
    if (current().kind != TokenKind::text) return literal(first.offset, Cell::text(first.text));
    std::string joined{first.text};
    while (current().kind == TokenKind::text) joined += take().text;
    return literal(first.offset, Cell::text(keep(std::move(joined))));
}

ExpressionPtr Parser::parse_primary()
{
    const auto& token = current();
    if (token.kind == TokenKind::name) {
        const auto name = take();
        if (name.text == "true" || name.text == "True") return literal(name.offset, Cell::boolean(true));
        if (name.text == "false" || name.text == "False") return literal(name.offset, Cell::boolean(false));
        if (name.text == "none" || name.text == "None") return literal(name.offset, Cell::none());
        return name_expression(name.text, name.offset);
    }
    if (token.kind == TokenKind::text) return parse_text();
    if (token.kind == TokenKind::integer || token.kind == TokenKind::decimal) return parse_number();
    if (token.is_symbol("(")) {
        take();
        auto inner = parse_tuple(true, true);
        expect_symbol(")");
        return inner;
    }
    if (token.is_symbol("[")) return parse_list();
    if (token.is_symbol("{")) return parse_dict();
    fail_unexpected("an expression");
}

ExpressionPtr Parser::parse_list()
{
    auto list = std::make_unique<ListExpression>(take().offset, false);
    while (!current().is_symbol("]")) {
        if (!list->items.empty()) expect_symbol(",");
        if (current().is_symbol("]")) break;
        list->items.push_back(parse_expression());
    }
    expect_symbol("]");
    return list;
}

ExpressionPtr Parser::parse_dict()
{
    auto dict = std::make_unique<DictExpression>(take().offset);
    while (!current().is_symbol("}")) {
        if (!dict->entries.empty()) expect_symbol(",");
        if (current().is_symbol("}")) break;
        auto key = parse_expression();
        expect_symbol(":");
        dict->entries.emplace_back(std::move(key), parse_expression());
    }
    expect_symbol("}");
    return dict;
}

bool Parser::at_tuple_end(Names ends) const
{
    const auto& token = current();
    if (token.kind == TokenKind::output_end || token.kind == TokenKind::tag_end || token.kind == TokenKind::end) return true;
    if (token.is_symbol(")")) return true;
    return std::any_of(ends.begin(), ends.end(), [&](std::string_view name) { return token.is_name(name); });
}

ExpressionPtr Parser::parse_tuple(bool with_condition, bool parenthesized, Names ends)
{
    const auto offset = current().offset;
    std::vector<ExpressionPtr> items;
    bool is_tuple = false;
    while (true) {
        if (!items.empty()) expect_symbol(",");
        if (at_tuple_end(ends)) break;
        items.push_back(parse_expression(with_condition));
        if (!current().is_symbol(",")) break;
        is_tuple = true;
    }
    if (!is_tuple) {
        if (!items.empty()) return std::move(items.front());
        if (!parenthesized) fail_unexpected("an expression");
    }
    auto tuple = std::make_unique<ListExpression>(offset, true);
    tuple->items = std::move(items);
    return tuple;
}

ExpressionPtr Parser::parse_subscript(ExpressionPtr node)
{
    const auto token = take();
    if (token.text == ".") {
        const auto attribute = take();
        if (attribute.kind == TokenKind::name) return std::make_unique<AttributeExpression>(attribute.offset, std::move(node), attribute.text);
        if (attribute.kind != TokenKind::integer) fail("expected name or number", attribute.offset);
        std::int64_t index = 0;
        std::from_chars(attribute.text.data(), attribute.text.data() + attribute.text.size(), index);
        return std::make_unique<ItemExpression>(attribute.offset, std::move(node), literal(attribute.offset, Cell::integer(index)));
    }
    auto item = parse_subscript_part(std::move(node));
    expect_symbol("]");
    return item;
}

ExpressionPtr Parser::parse_subscript_part(ExpressionPtr object)
{
    const auto offset = current().offset;
    ExpressionPtr start;
    if (!current().is_symbol(":")) {
        start = parse_expression();
        if (current().is_symbol(",")) {
            auto tuple = std::make_unique<ListExpression>(offset, true);
            tuple->items.push_back(std::move(start));
            while (skip_symbol(",")) tuple->items.push_back(parse_expression());
            return std::make_unique<ItemExpression>(offset, std::move(object), std::move(tuple));
        }
        if (!current().is_symbol(":")) return std::make_unique<ItemExpression>(offset, std::move(object), std::move(start));
    }
    auto slice = std::make_unique<SliceExpression>(offset);
    slice->object = std::move(object);
    slice->start = std::move(start);
    take();
    const auto ends = [&] { return current().is_symbol("]") || current().is_symbol(":"); };
    if (!ends()) slice->stop = parse_expression();
    if (skip_symbol(":") && !ends()) slice->step = parse_expression();
    return slice;
}

ArgumentList Parser::parse_arguments()
{
    const Nesting nesting{*this};
    const auto open = current().offset;
    expect_symbol("(");
    ArgumentList arguments;
    const auto ensure = [&](bool holds) {
        if (!holds) fail("invalid syntax for function call expression", open);
    };
    bool first = true;
    while (!current().is_symbol(")")) {
        if (!first) {
            expect_symbol(",");
            if (current().is_symbol(")")) break;
        }
        first = false;
        if (skip_symbol("*")) {
            ensure(!arguments.spread && !arguments.spread_named);
            arguments.spread = parse_expression();
        } else if (skip_symbol("**")) {
            ensure(!arguments.spread_named);
            arguments.spread_named = parse_expression();
        } else if (current().kind == TokenKind::name && peek().is_symbol("=")) {
            ensure(!arguments.spread_named);
            const auto name = take().text;
            take();
            for (const auto& known : arguments.named)
                if (known.first == name) fail("keyword argument repeated: " + std::string{name}, open);
            arguments.named.emplace_back(name, parse_expression());
        } else {
            ensure(!arguments.spread && !arguments.spread_named && arguments.named.empty());
            arguments.positional.push_back(parse_expression());
        }
    }
    expect_symbol(")");
    return arguments;
}

} // namespace hurtrock::tmpl
