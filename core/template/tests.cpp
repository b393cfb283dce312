/// The tests behind `is`.
#include "library.hpp"
#include "parameters.hpp"
#include "expressions.hpp"
#include "unicode.hpp"

namespace hurtrock::tmpl {
namespace {

template <auto Holds>
bool plain(Runtime&, const Cell& input, const Arguments& arguments)
{
    no_arguments(arguments);
    return Holds(input);
}

template <Comparison Wanted>
bool compared(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"b"}, 1};
    return holds(runtime, Wanted, input, given.cell(0));
}

template <auto Changed, auto Opposite>
bool cased(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    no_arguments(arguments);
    const auto text = text_of(runtime, input).as_text();
    bool any = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto c = unicode::next(text, at);
        if (Opposite(c) != c && Changed(c) == c) any = true;
        if (Changed(c) != c) return false;
    }
    return any;
}

template <int Wanted>
bool rest_of_two(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    no_arguments(arguments);
    const auto rest = arithmetic(runtime, Operator::modulo, input, Cell::integer(2));
    if (!rest.is_number()) throw Fault{"a number is required"};
    return rest.as_decimal() == Wanted;
}

bool divisible(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"num"}, 1};
    const auto rest = arithmetic(runtime, Operator::modulo, input, given.cell(0));
    return rest.is_number() && rest.as_decimal() == 0;
}

bool same(Runtime&, const Cell& input, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"other"}, 1};
    const auto other = given.cell(0);
    if (input.tag() != other.tag()) return false;
    if (input.tag() == Tag::object) return input.as_object() == other.as_object();
    if (input.tag() == Tag::host_list || input.tag() == Tag::host_map) return &input.as_host() == &other.as_host();
    return equal(input, other) && input.is_safe() == other.is_safe();
}

bool is_iterable(const Cell& cell)
{
    return cell.is_text() || is_list(cell) || is_mapping(cell) || cell.is_undefined();
}

bool known_filter(Runtime& runtime, const Cell& input, const Arguments&)
{
    return input.is_text() && runtime.library.find_filter(input.as_text());
}

bool known_test(Runtime& runtime, const Cell& input, const Arguments&)
{
    return input.is_text() && runtime.library.find_test(input.as_text());
}

void add(Library& library, std::initializer_list<const char*> names, BuiltinTest code)
{
    for (const auto* name : names) library.tests[name].builtin = code;
}

void add_comparisons(Library& library)
{
    add(library, {"eq", "equalto", "=="}, &compared<Comparison::equal>);
    add(library, {"ne", "!="}, &compared<Comparison::unequal>);
    add(library, {"lt", "lessthan", "<"}, &compared<Comparison::less>);
    add(library, {"le", "<="}, &compared<Comparison::less_equal>);
    add(library, {"gt", "greaterthan", ">"}, &compared<Comparison::greater>);
    add(library, {"ge", ">="}, &compared<Comparison::greater_equal>);
    add(library, {"in"}, &compared<Comparison::in>);
    add(library, {"sameas"}, &same);
    add(library, {"divisibleby"}, &divisible);
}

} // namespace

void add_builtin_tests(Library& library)
{
    add_comparisons(library);
    add(library, {"defined"}, &plain<[](const Cell& cell) { return !cell.is_undefined(); }>);
    add(library, {"undefined"}, &plain<[](const Cell& cell) { return cell.is_undefined(); }>);
    add(library, {"none"}, &plain<[](const Cell& cell) { return cell.is_none(); }>);
    add(library, {"boolean"}, &plain<[](const Cell& cell) { return cell.tag() == Tag::boolean; }>);
    add(library, {"true"}, &plain<[](const Cell& cell) { return cell.tag() == Tag::boolean && cell.as_boolean(); }>);
    add(library, {"false"}, &plain<[](const Cell& cell) { return cell.tag() == Tag::boolean && !cell.as_boolean(); }>);
    add(library, {"integer"}, &plain<[](const Cell& cell) { return cell.tag() == Tag::integer; }>);
    add(library, {"float"}, &plain<[](const Cell& cell) { return cell.tag() == Tag::decimal; }>);
    add(library, {"number"}, &plain<[](const Cell& cell) { return cell.is_number(); }>);
    add(library, {"string"}, &plain<[](const Cell& cell) { return cell.is_text(); }>);
    add(library, {"mapping"}, &plain<[](const Cell& cell) { return is_mapping(cell); }>);
    add(library, {"sequence"}, &plain<[](const Cell& cell) { return is_iterable(cell); }>);
    add(library, {"iterable"}, &plain<[](const Cell& cell) { return is_iterable(cell); }>);
    add(library, {"callable"}, &plain<[](const Cell& cell) { return cell.tag() == Tag::object && cell.as_object()->callable(); }>);
    add(library, {"escaped"}, &plain<[](const Cell& cell) { return cell.is_safe(); }>);
    add(library, {"odd"}, &rest_of_two<1>);
    add(library, {"even"}, &rest_of_two<0>);
    add(library, {"lower"}, &cased<[](char32_t c) { return unicode::to_lower(c); }, [](char32_t c) { return unicode::to_upper(c); }>);
    add(library, {"upper"}, &cased<[](char32_t c) { return unicode::to_upper(c); }, [](char32_t c) { return unicode::to_lower(c); }>);
    add(library, {"filter"}, &known_filter);
    add(library, {"test"}, &known_test);
}

} // namespace hurtrock::tmpl
