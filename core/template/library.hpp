#pragma once
/// The names templates can use: filters, tests and functions, built-in ones and the host's.

#include "cell.hpp"
#include "engine.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>

namespace hurtrock::tmpl {

using BuiltinFilter = Cell (*)(Runtime&, const Cell& input, const Arguments&);
using BuiltinTest = bool (*)(Runtime&, const Cell& input, const Arguments&);
using BuiltinFunction = Cell (*)(Runtime&, const Arguments&);

struct Filter {
    BuiltinFilter builtin{nullptr};
    Function host{};
    Cell apply(Runtime& runtime, const Cell& input, const Arguments& arguments) const;
};

struct Test {
    BuiltinTest builtin{nullptr};
    Predicate host{};
    bool holds(Runtime& runtime, const Cell& input, const Arguments& arguments) const;
};

/// A function without request state, or (neither member set) one the RenderEnv answers.
struct FunctionEntry {
    BuiltinFunction builtin{nullptr};
    Function host{};
};

/// Entries never move once added, so compiled programs keep pointers to them.
struct Library {
    std::map<std::string, Filter, std::less<>> filters;
    std::map<std::string, Test, std::less<>> tests;
    std::map<std::string, FunctionEntry, std::less<>> functions;
    std::set<std::string, std::less<>> variables;

    const Filter* find_filter(std::string_view name) const;
    const Test* find_test(std::string_view name) const;
    const FunctionEntry* find_function(std::string_view name) const;
};

/// Everything Jinja2 3.1 has built in, except random (a page must render the same twice).
Library builtin_library();

void add_text_filters(Library& library);
void add_text_layout_filters(Library& library);
void add_html_filters(Library& library);
void add_list_filters(Library& library);
void add_order_filters(Library& library);
void add_number_filters(Library& library);
void add_json_filter(Library& library);
void add_builtin_tests(Library& library);
void add_builtin_functions(Library& library);

} // namespace hurtrock::tmpl
