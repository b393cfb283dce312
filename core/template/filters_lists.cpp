/// Filters that pick from, split and gather lists.
#include "library.hpp"
#include "parameters.hpp"
#include "unicode.hpp"

#include <charconv>

namespace hurtrock::tmpl {

Cell attribute_path(Runtime& runtime, const Cell& item, const Cell& path, const Cell& fallback)
{
    const auto step = [&](const Cell& from, const Cell& key) {
        const auto found = item_of(runtime, from, key);
        return found.is_undefined() && fallback.is_set() && !fallback.is_none() ? fallback : found;
    };
    if (path.is_integer()) return step(item, path);
    if (!path.is_text()) return item;
    auto rest = path.as_text();
    auto found = item;
    while (true) {
        const auto dot = rest.find('.');
        const auto part = rest.substr(0, dot);
        std::int64_t index = 0;
        const auto parsed = std::from_chars(part.data(), part.data() + part.size(), index);
        const bool number = !part.empty() && parsed.ec == std::errc{} && parsed.ptr == part.data() + part.size();
        found = step(found, number ? Cell::integer(index) : Cell::text(part));
        if (dot == std::string_view::npos) return found;
        rest.remove_prefix(dot + 1);
    }
}

namespace {

ItemView counted_items(Runtime& runtime, const Cell& input)
{
    const auto items = items_of(runtime, input);
    runtime.spend(items.size());
    return items;
}

Cell list(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    no_arguments(arguments);
    const auto items = counted_items(runtime, input);
    auto* copy = runtime.make_list();
    copy->items.reserve(items.size());
    for (std::size_t at = 0; at < items.size(); ++at) copy->items.push_back(items[at]);
    return Cell::object(copy);
}

Cell length(Runtime&, const Cell& input, const Arguments& arguments)
{
    no_arguments(arguments);
    return Cell::integer(length_of(input));
}

Cell first(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    no_arguments(arguments);
    const auto items = items_of(runtime, input);
    return items.size() > 0 ? items[0] : runtime.make_undefined({}, {}, "No first item, sequence was empty.");
}

Cell last(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    no_arguments(arguments);
    const auto items = items_of(runtime, input);
    return items.size() > 0 ? items[items.size() - 1] : runtime.make_undefined({}, {}, "No last item, sequence was empty.");
}

Cell batch(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<2> given{arguments, {"linecount", "fill_with"}, 1};
    const auto items = counted_items(runtime, input);
    const auto size = given.integer(0, 1);
    auto* rows = runtime.make_list();
    Sequence* row = nullptr;
    for (std::size_t at = 0; at < items.size(); ++at) {
        if (!row || static_cast<std::int64_t>(row->items.size()) == size) rows->items.push_back(Cell::object(row = runtime.make_list()));
        row->items.push_back(items[at]);
    }
    if (row && given.given(1)) {
        if (size > static_cast<std::int64_t>(runtime.options.budgets.iterations_max)) throw Fault{"the batch is too large", Error::Kind::budget};
        while (static_cast<std::int64_t>(row->items.size()) < size) row->items.push_back(given.cell(1));
    }
    return Cell::object(rows);
}

Cell slice(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<2> given{arguments, {"slices", "fill_with"}, 1};
    const auto items = counted_items(runtime, input);
    const auto count = given.integer(0, 1);
    if (count == 0) throw Fault{"division by zero"};
    auto* columns = runtime.make_list();
    if (count < 0) return Cell::object(columns);
    runtime.spend(static_cast<std::size_t>(count));
    const auto slices = static_cast<std::size_t>(count);
    const auto each = items.size() / slices, longer = items.size() % slices;
    std::size_t at = 0;
    for (std::size_t number = 0; number < slices; ++number) {
        auto* column = runtime.make_list();
        for (std::size_t left = each + (number < longer ? 1 : 0); left > 0; --left) column->items.push_back(items[at++]);
        if (given.given(1) && number >= longer) column->items.push_back(given.cell(1));
        columns->items.push_back(Cell::object(column));
    }
    return Cell::object(columns);
}

Cell reverse(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    no_arguments(arguments);
    const auto items = counted_items(runtime, input);
    if (input.is_text()) {
        std::string reversed;
        for (auto at = items.size(); at > 0; --at) reversed += items[at - 1].as_text();
        return runtime.text(reversed, input.is_safe());
    }
    auto* reversed = runtime.make_list();
    for (auto at = items.size(); at > 0; --at) reversed->items.push_back(items[at - 1]);
    return Cell::object(reversed);
}

const Filter& filter_named(Runtime& runtime, const Cell& name)
{
    if (name.is_text())
        if (const auto* filter = runtime.library.find_filter(name.as_text())) return *filter;
    std::string shown;
    print(shown, name);
    std::vector<std::string> names;
    for (const auto& entry : runtime.library.filters) names.push_back(entry.first);
    throw Fault{"No filter named '" + shown + "'." + suggestion_for(shown, names)};
}

const Test& test_named(Runtime& runtime, const Cell& name)
{
    if (name.is_text())
        if (const auto* test = runtime.library.find_test(name.as_text())) return *test;
    std::string shown;
    print(shown, name);
    std::vector<std::string> names;
    for (const auto& entry : runtime.library.tests) names.push_back(entry.first);
    throw Fault{"No test named '" + shown + "'." + suggestion_for(shown, names)};
}

Cell map(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const auto items = counted_items(runtime, input);
    auto* mapped = runtime.make_list();
    mapped->items.reserve(items.size());
    if (arguments.positional.empty()) {
        const Parameters<2> given{arguments, {"attribute", "default"}};
        if (!given.given(0)) throw Fault{"map requires a filter argument"};
        for (std::size_t at = 0; at < items.size(); ++at)
            mapped->items.push_back(attribute_path(runtime, items[at], given.cell(0), given.cell(1)));
        return Cell::object(mapped);
    }
    const auto& filter = filter_named(runtime, arguments.positional[0]);
    const Arguments rest{arguments.positional.subspan(1), arguments.named};
    for (std::size_t at = 0; at < items.size(); ++at) mapped->items.push_back(filter.apply(runtime, items[at], rest));
    return Cell::object(mapped);
}

template <bool Wanted, bool ByAttribute>
Cell picked(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    constexpr std::size_t skip = ByAttribute ? 1 : 0;
    if (arguments.positional.size() < skip) throw Fault{"Missing parameter for attribute name"};
    const auto* test = arguments.positional.size() > skip ? &test_named(runtime, arguments.positional[skip]) : nullptr;
    const Arguments rest{test ? arguments.positional.subspan(skip + 1) : std::span<const Cell>{}, arguments.named};
    const auto items = counted_items(runtime, input);
    auto* kept = runtime.make_list();
    for (std::size_t at = 0; at < items.size(); ++at) {
        const auto subject = ByAttribute ? attribute_path(runtime, items[at], arguments.positional[0]) : items[at];
        if ((test ? test->holds(runtime, subject, rest) : truth(subject)) == Wanted) kept->items.push_back(items[at]);
    }
    return Cell::object(kept);
}

Cell sum(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<2> given{arguments, {"attribute", "start"}};
    const auto items = counted_items(runtime, input);
    auto total = given.cell(1, Cell::integer(0));
    if (total.is_text()) throw Fault{"sum() can't sum strings [use ''.join(seq) instead]"};
    for (std::size_t at = 0; at < items.size(); ++at) {
        const auto item = given.given(0) ? attribute_path(runtime, items[at], given.cell(0)) : items[at];
        total = arithmetic(runtime, Operator::add, total, item);
    }
    return total;
}

Cell items(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    no_arguments(arguments);
    auto* pairs = runtime.make_list();
    if (input.is_undefined()) return Cell::object(pairs);
    if (!is_mapping(input)) throw Fault{"Can only get item pairs from a mapping."};
    for (const auto& [key, value] : entries_of(runtime, input)) {
        auto* pair = runtime.make_tuple();
        pair->items.assign({key, value});
        pairs->items.push_back(Cell::object(pair));
    }
    return Cell::object(pairs);
}

Cell attr(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"name"}, 1};
    const auto name = text_of(runtime, given.cell(0)).as_text();
    if (input.tag() == Tag::object)
        if (const auto found = input.as_object()->attribute(runtime, name); found.is_set()) return found;
    if (const auto method = method_of(runtime, input, name); method.is_set()) return method;
    return runtime.make_undefined(name, type_name(input));
}

} // namespace

void add_list_filters(Library& library)
{
    const std::initializer_list<std::pair<const char*, BuiltinFilter>> filters{
        {"attr", &attr}, {"batch", &batch}, {"count", &length}, {"first", &first}, {"items", &items}, {"last", &last},
        {"length", &length}, {"list", &list}, {"map", &map}, {"reject", &picked<false, false>},
        {"rejectattr", &picked<false, true>}, {"reverse", &reverse}, {"select", &picked<true, false>},
        {"selectattr", &picked<true, true>}, {"slice", &slice}, {"sum", &sum},
    };
    for (const auto& [name, code] : filters) library.filters[name].builtin = code;
}

} // namespace hurtrock::tmpl
