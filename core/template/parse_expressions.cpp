/// Expressions by precedence, loosest first.
#include "parser.hpp"

namespace hurtrock::tmpl {
namespace {

constexpr std::uint32_t nesting_max = 200;

std::optional<Comparison> comparison_of(const Token& token)
{
    if (token.is_symbol("==")) return Comparison::equal;
    if (token.is_symbol("!=")) return Comparison::unequal;
    if (token.is_symbol("<")) return Comparison::less;
    if (token.is_symbol("<=")) return Comparison::less_equal;
    if (token.is_symbol(">")) return Comparison::greater;
    if (token.is_symbol(">=")) return Comparison::greater_equal;
    if (token.is_name("in")) return Comparison::in;
    return std::nullopt;
}

} // namespace

void Parser::Nesting::deeper()
{
    ++steps_;
    if (++parser_.depth_ > nesting_max) {
        parser_.depth_ -= steps_;
        steps_ = 0;
        parser_.fail("the template is nested too deeply", parser_.current().offset);
    }
}

ExpressionPtr Parser::parse_expression(bool with_condition)
{
    const Nesting nesting{*this};
    return with_condition ? parse_condition() : parse_or();
}

ExpressionPtr Parser::parse_condition()
{
    Nesting nesting{*this};
    auto left = parse_or();
    while (current().is_name("if")) {
        nesting.deeper();
        auto choice = std::make_unique<ConditionExpression>(take().offset);
        choice->then = std::move(left);
        choice->condition = parse_or();
        if (skip_name("else")) choice->otherwise = parse_condition();
        left = std::move(choice);
    }
    return left;
}

ExpressionPtr Parser::parse_or()
{
    Nesting nesting{*this};
    auto left = parse_and();
    while (current().is_name("or")) {
        nesting.deeper();
        const auto offset = take().offset;
        left = std::make_unique<LogicExpression>(offset, false, std::move(left), parse_and());
    }
    return left;
}

ExpressionPtr Parser::parse_and()
{
    Nesting nesting{*this};
    auto left = parse_not();
    while (current().is_name("and")) {
        nesting.deeper();
        const auto offset = take().offset;
        left = std::make_unique<LogicExpression>(offset, true, std::move(left), parse_not());
    }
    return left;
}

ExpressionPtr Parser::parse_not()
{
    if (!current().is_name("not")) return parse_compare();
    const Nesting nesting{*this};
    const auto offset = take().offset;
    return std::make_unique<UnaryExpression>(offset, Sign::negation, parse_not());
}

ExpressionPtr Parser::parse_compare()
{
    const auto offset = current().offset;
    auto left = parse_sum();
    std::unique_ptr<CompareExpression> chain;
    const auto add = [&](Comparison comparison) {
        if (!chain) {
            chain = std::make_unique<CompareExpression>(offset);
            chain->first = std::move(left);
        }
        chain->rest.emplace_back(comparison, parse_sum());
    };
    while (true) {
        if (const auto comparison = comparison_of(current())) {
            take();
            add(*comparison);
        } else if (current().is_name("not") && peek().is_name("in")) {
            take();
            take();
            add(Comparison::not_in);
        } else {
            break;
        }
    }
    return chain ? std::move(chain) : std::move(left);
}

ExpressionPtr Parser::parse_sum()
{
    Nesting nesting{*this};
    auto left = parse_concat();
    while (current().is_symbol("+") || current().is_symbol("-")) {
        nesting.deeper();
        const auto token = take();
        const auto operation = token.text == "+" ? Operator::add : Operator::subtract;
        left = std::make_unique<ArithmeticExpression>(token.offset, operation, std::move(left), parse_concat());
    }
    return left;
}

ExpressionPtr Parser::parse_concat()
{
    const auto offset = current().offset;
    auto first = parse_term();
    if (!current().is_symbol("~")) return first;
    auto concat = std::make_unique<ConcatExpression>(offset);
    concat->parts.push_back(std::move(first));
    while (skip_symbol("~")) concat->parts.push_back(parse_term());
    return concat;
}

ExpressionPtr Parser::parse_term()
{
    Nesting nesting{*this};
    auto left = parse_power();
    while (true) {
        const auto& token = current();
        const auto operation = token.is_symbol("*")    ? std::optional{Operator::multiply}
                               : token.is_symbol("/")  ? std::optional{Operator::divide}
                               : token.is_symbol("//") ? std::optional{Operator::floor_divide}
                               : token.is_symbol("%")  ? std::optional{Operator::modulo}
                                                       : std::nullopt;
        if (!operation) return left;
        nesting.deeper();
        const auto offset = take().offset;
        left = std::make_unique<ArithmeticExpression>(offset, *operation, std::move(left), parse_power());
    }
}

ExpressionPtr Parser::parse_power()
{
    Nesting nesting{*this};
    auto left = parse_unary();
    while (current().is_symbol("**")) {
        nesting.deeper();
        const auto offset = take().offset;
        left = std::make_unique<ArithmeticExpression>(offset, Operator::power, std::move(left), parse_unary());
    }
    return left;
}

ExpressionPtr Parser::parse_unary(bool with_filter)
{
    const Nesting nesting{*this};
    ExpressionPtr node;
    if (current().is_symbol("-") || current().is_symbol("+")) {
        const auto token = take();
        const auto sign = token.text == "-" ? Sign::minus : Sign::plus;
        node = std::make_unique<UnaryExpression>(token.offset, sign, parse_unary(false));
    } else {
        node = parse_primary();
    }
    node = parse_postfix(std::move(node));
    return with_filter ? parse_filters(std::move(node)) : std::move(node);
}

ExpressionPtr Parser::parse_postfix(ExpressionPtr node)
{
    Nesting nesting{*this};
    while (current().is_symbol(".") || current().is_symbol("[") || current().is_symbol("(")) {
        nesting.deeper();
        node = current().is_symbol("(") ? parse_call_of(std::move(node)) : parse_subscript(std::move(node));
    }
    return node;
}

ExpressionPtr Parser::parse_filters(ExpressionPtr node)
{
    Nesting nesting{*this};
    while (true) {
        if (current().is_symbol("|")) {
            take();
            node = parse_filter(std::move(node));
        } else if (current().is_name("is")) {
            node = parse_test(std::move(node));
        } else if (current().is_symbol("(")) {
            node = parse_call_of(std::move(node));
        } else {
            return node;
        }
        nesting.deeper();
    }
}

ExpressionPtr Parser::parse_call_of(ExpressionPtr callee)
{
    auto call = std::make_unique<CallExpression>(current().offset);
    call->callee = std::move(callee);
    call->arguments = parse_arguments();
    return call;
}

std::string Parser::parse_dotted_name()
{
    std::string name{expect(TokenKind::name).text};
    while (skip_symbol(".")) name += "." + std::string{expect(TokenKind::name).text};
    return name;
}

std::unique_ptr<FilterExpression> Parser::parse_filter(ExpressionPtr input)
{
    const auto offset = current().offset;
    auto node = std::make_unique<FilterExpression>(offset);
    const auto name = parse_dotted_name();
    node->filter = library_.find_filter(name);
    if (!node->filter) {
        std::vector<std::string> names;
        for (const auto& entry : library_.filters) names.push_back(entry.first);
        fail("No filter named '" + name + "'." + suggestion_for(name, names), offset);
    }
    if (auto* variable = dynamic_cast<NameExpression*>(input.get())) variable->lenient = name == "default" || name == "d";
    node->input = std::move(input);
    if (current().is_symbol("(")) node->arguments = parse_arguments();
    return node;
}

ExpressionPtr Parser::parse_test(ExpressionPtr input)
{
    take();
    auto node = std::make_unique<TestExpression>(current().offset);
    node->negated = skip_name("not");
    const auto offset = current().offset;
    const auto name = parse_dotted_name();
    node->test = library_.find_test(name);
    if (!node->test) {
        std::vector<std::string> names;
        for (const auto& entry : library_.tests) names.push_back(entry.first);
        fail("No test named '" + name + "'." + suggestion_for(name, names), offset);
    }
    if (auto* variable = dynamic_cast<NameExpression*>(input.get())) variable->lenient = name == "defined" || name == "undefined";
    node->input = std::move(input);
    const auto& next = current();
    if (next.is_symbol("(")) {
        node->arguments = parse_arguments();
    } else if (next.kind == TokenKind::text || next.kind == TokenKind::integer || next.kind == TokenKind::decimal ||
               next.is_symbol("[") || next.is_symbol("{") ||
               (next.kind == TokenKind::name && !next.is_name("else") && !next.is_name("or") && !next.is_name("and") &&
                !next.is_name("if") && !next.is_name("in") && !next.is_name("not") && !next.is_name("recursive"))) {
        if (next.is_name("is")) fail("You cannot chain multiple tests with is", next.offset);
        node->arguments.positional.push_back(parse_postfix(parse_primary()));
    }
    return node;
}

} // namespace hurtrock::tmpl
