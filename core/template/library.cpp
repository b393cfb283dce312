#include "library.hpp"

#include "parameters.hpp"

namespace hurtrock::tmpl {

Cell Filter::apply(Runtime& runtime, const Cell& input, const Arguments& arguments) const
{
    if (builtin) return builtin(runtime, input, arguments);
    auto call = runtime.host_call(&input, arguments);
    return runtime.adopt(host(call));
}

bool Test::holds(Runtime& runtime, const Cell& input, const Arguments& arguments) const
{
    if (builtin) return builtin(runtime, input, arguments);
    auto call = runtime.host_call(&input, arguments);
    return host(call);
}

namespace {

template <class Entry>
const Entry* find_in(const std::map<std::string, Entry, std::less<>>& entries, std::string_view name)
{
    const auto found = entries.find(name);
    return found == entries.end() ? nullptr : &found->second;
}

} // namespace

const Filter* Library::find_filter(std::string_view name) const { return find_in(filters, name); }
const Test* Library::find_test(std::string_view name) const { return find_in(tests, name); }
const FunctionEntry* Library::find_function(std::string_view name) const { return find_in(functions, name); }

Library builtin_library()
{
    Library library;
    add_text_filters(library);
    add_text_layout_filters(library);
    add_html_filters(library);
    add_list_filters(library);
    add_order_filters(library);
    add_number_filters(library);
    add_json_filter(library);
    add_builtin_tests(library);
    add_builtin_functions(library);
    return library;
}

} // namespace hurtrock::tmpl
