/// Filters on text: case, search and replace, joining, formatting.
#include "library.hpp"
#include "parameters.hpp"
#include "unicode.hpp"

namespace hurtrock::tmpl {

std::string replaced(std::string_view text, std::string_view old, std::string_view fresh, std::int64_t count)
{
    std::string result;
    if (old.empty()) {
        for (std::size_t at = 0; count != 0; --count) {
            result += fresh;
            if (at >= text.size()) return result;
            const auto begin = at;
            unicode::next(text, at);
            result += text.substr(begin, at - begin);
            if (count == 1) return result + std::string{text.substr(at)};
        }
        return std::string{text};
    }
    std::size_t begin = 0;
    for (; count != 0; --count) {
        const auto found = text.find(old, begin);
        if (found == std::string_view::npos) break;
        result += text.substr(begin, found - begin);
        result += fresh;
        begin = found + old.size();
    }
    result += text.substr(begin);
    return result;
}

Cell ignore_case(Runtime& runtime, const Cell& cell)
{
    return cell.is_text() ? runtime.text(unicode::lower(cell.as_text()), cell.is_safe()) : cell;
}

namespace {

template <std::string (*Change)(std::string_view)>
Cell changed(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    no_arguments(arguments);
    const auto text = soft_text(runtime, input);
    return runtime.text(Change(text.as_text()), text.is_safe());
}

std::string capitalized(std::string_view text)
{
    if (text.empty()) return {};
    std::size_t at = 0;
    std::string result;
    unicode::append(result, unicode::to_upper(unicode::next(text, at)));
    return result + unicode::lower(text.substr(at));
}

/// A word begins at the start and after space, hyphen or an opening bracket.
std::string titled(std::string_view text)
{
    std::string result;
    bool begins = true;
    for (std::size_t at = 0; at < text.size();) {
        const auto c = unicode::next(text, at);
        unicode::append(result, begins ? unicode::to_upper(c) : unicode::to_lower(c));
        begins = unicode::is_space(c) || c == U'-' || c == U'(' || c == U'{' || c == U'[' || c == U'<';
    }
    return result;
}

/// Joins its words anew, as in Jinja2: what was safe is not any more.
Cell title(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    no_arguments(arguments);
    return runtime.text(titled(text_of(runtime, input).as_text()));
}

Cell trim(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"chars"}};
    const auto text = soft_text(runtime, input);
    if (!given.given(0)) return Cell::text(unicode::strip(text.as_text()), text.is_safe());
    const auto set = given.text(0, "");
    const auto begin = text.as_text().find_first_not_of(set);
    if (begin == std::string_view::npos) return Cell::text({}, text.is_safe());
    return Cell::text(text.as_text().substr(begin, text.as_text().find_last_not_of(set) - begin + 1), text.is_safe());
}

Cell replace(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<3> given{arguments, {"old", "new", "count"}, 2};
    const auto count = given.given(2) ? given.integer(2, -1) : -1;
    auto text = text_of(runtime, input);
    auto old = text_of(runtime, given.cell(0)), fresh = text_of(runtime, given.cell(1));
    if (!runtime.autoescape) return runtime.text(replaced(text.as_text(), old.as_text(), fresh.as_text(), count));
    if (old.is_safe() || (fresh.is_safe() && !text.is_safe())) text = escaped_text_of(runtime, text);
    if (text.is_safe()) {
        old = escaped_text_of(runtime, old);
        fresh = escaped_text_of(runtime, fresh);
    }
    return runtime.text(replaced(text.as_text(), old.as_text(), fresh.as_text(), count), text.is_safe());
}

Cell join(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<2> given{arguments, {"d", "attribute"}};
    const auto separator = given.cell(0, Cell::text(""));
    const auto view = items_of(runtime, input);
    runtime.spend(view.size());
    std::pmr::vector<Cell> items{runtime.arena.resource()};
    items.reserve(view.size());
    bool safe = separator.is_safe();
    for (std::size_t at = 0; at < view.size(); ++at) {
        items.push_back(given.given(1) ? attribute_path(runtime, view[at], given.cell(1)) : view[at]);
        safe = safe || items.back().is_safe();
    }
    safe = safe && runtime.autoescape;
    std::string joined;
    for (std::size_t at = 0; at < items.size(); ++at) {
        if (at > 0) safe ? print_escaped(joined, separator) : print(joined, separator);
        safe ? print_escaped(joined, items[at]) : print(joined, items[at]);
    }
    return runtime.text(joined, safe);
}

Cell format(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    if (!arguments.positional.empty() && !arguments.named.empty())
        throw Fault{"can't handle positional and keyword arguments at the same time"};
    const auto text = soft_text(runtime, input);
    Cell values;
    if (arguments.named.empty()) {
        auto* tuple = runtime.make_tuple();
        tuple->items.assign(arguments.positional.begin(), arguments.positional.end());
        values = Cell::object(tuple);
    } else {
        auto* dict = runtime.make_dict();
        for (const auto& [name, value] : arguments.named) dict->set(Cell::text(name), value);
        values = Cell::object(dict);
    }
    return runtime.text(format_percent(runtime, text.as_text(), values, text.is_safe()), text.is_safe());
}

Cell string(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    no_arguments(arguments);
    return text_of(runtime, input);
}

Cell wordcount(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    no_arguments(arguments);
    const auto text = text_of(runtime, input).as_text();
    std::int64_t words = 0;
    bool inside = false;
    for (std::size_t at = 0; at < text.size();) {
        const bool word = unicode::is_word(unicode::next(text, at));
        words += word && !inside ? 1 : 0;
        inside = word;
    }
    return Cell::integer(words);
}

Cell with_default(Runtime&, const Cell& input, const Arguments& arguments)
{
    const Parameters<2> given{arguments, {"default_value", "boolean"}};
    const bool replace_it = input.is_undefined() || (given.boolean(1, false) && !truth(input));
    return replace_it ? given.cell(0, Cell::text("")) : input;
}

} // namespace

void add_text_filters(Library& library)
{
    const std::initializer_list<std::pair<const char*, BuiltinFilter>> filters{
        {"capitalize", &changed<&capitalized>}, {"d", &with_default}, {"default", &with_default}, {"format", &format},
        {"join", &join}, {"lower", &changed<&unicode::lower>}, {"replace", &replace}, {"string", &string},
        {"title", &title}, {"trim", &trim}, {"upper", &changed<&unicode::upper>}, {"wordcount", &wordcount},
    };
    for (const auto& [name, code] : filters) library.filters[name].builtin = code;
}

} // namespace hurtrock::tmpl
