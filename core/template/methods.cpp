/// Methods of text, lists and dicts that templates call.
#include "objects.hpp"
#include "parameters.hpp"
#include "unicode.hpp"

#include <algorithm>
#include <map>

namespace hurtrock::tmpl {

std::vector<std::string_view> lines_of(std::string_view text, bool keep_ends);

namespace {

using Methods = std::map<std::string_view, BoundMethod::Code>;

/// The filter of the same name does the work.
template <char const* Name>
Cell as_filter(Runtime& runtime, const Cell& self, const Arguments& arguments)
{
    static const auto library = builtin_library();
    return library.find_filter(Name)->apply(runtime, self, arguments);
}
constexpr char upper_name[] = "upper", lower_name[] = "lower", capitalize_name[] = "capitalize", center_name[] = "center";

Cell title(Runtime& runtime, const Cell& self, const Arguments& arguments)
{
    no_arguments(arguments);
    std::string result;
    bool inside = false;
    const auto text = self.as_text();
    for (std::size_t at = 0; at < text.size();) {
        const auto c = unicode::next(text, at);
        unicode::append(result, inside ? unicode::to_lower(c) : unicode::to_upper(c));
        inside = unicode::is_alphabetic(c);
    }
    return runtime.text(result, self.is_safe());
}

template <bool Left, bool Right>
Cell strip(Runtime&, const Cell& self, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"chars"}};
    auto text = self.as_text();
    if (given.given(0)) {
        const auto set = given.text(0, "");
        if (Left) text.remove_prefix(std::min(text.find_first_not_of(set), text.size()));
        if (Right) text = text.substr(0, text.find_last_not_of(set) + 1);
    } else {
        if (Left) text = unicode::strip_left(text);
        if (Right) text = unicode::strip_right(text);
    }
    return Cell::text(text, self.is_safe());
}

template <bool FromRight>
Cell split(Runtime& runtime, const Cell& self, const Arguments& arguments)
{
    const Parameters<2> given{arguments, {"sep", "maxsplit"}};
    auto left = given.integer(1, -1);
    auto* parts = runtime.make_list();
    const auto add = [&](std::string_view part) { parts->items.push_back(Cell::text(part, self.is_safe())); };
    auto text = self.as_text();
    if (!given.given(0)) {
        text = FromRight ? unicode::strip_right(text) : unicode::strip_left(text);
        while (!text.empty()) {
            std::size_t end = text.size(), begin = 0;
            for (std::size_t at = 0; at < text.size();) {
                const auto before = at;
                if (!unicode::is_space(unicode::next(text, at))) continue;
                if (FromRight) {
                    begin = at;
                    continue;
                }
                end = before;
                break;
            }
            if (left-- == 0) {
                add(FromRight ? unicode::strip_right(text) : text);
                break;
            }
            add(text.substr(begin, end - begin));
            text = FromRight ? unicode::strip_right(text.substr(0, begin)) : unicode::strip_left(text.substr(end));
            if (!FromRight) continue;
        }
    } else {
        const auto separator = given.text(0, "");
        if (separator.empty()) throw Fault{"empty separator"};
        while (left-- != 0) {
            const auto at = FromRight ? text.rfind(separator) : text.find(separator);
            if (at == std::string_view::npos) break;
            add(FromRight ? text.substr(at + separator.size()) : text.substr(0, at));
            text = FromRight ? text.substr(0, at) : text.substr(at + separator.size());
        }
        add(text);
    }
    if (FromRight) std::reverse(parts->items.begin(), parts->items.end());
    return Cell::object(parts);
}

Cell splitlines(Runtime& runtime, const Cell& self, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"keepends"}};
    auto* lines = runtime.make_list();
    for (const auto line : lines_of(self.as_text(), given.boolean(0, false))) lines->items.push_back(Cell::text(line, self.is_safe()));
    return Cell::object(lines);
}

Cell replace(Runtime& runtime, const Cell& self, const Arguments& arguments)
{
    const Parameters<3> given{arguments, {"old", "new", "count"}, 2};
    given.text(0, "");
    given.text(1, "");
    auto old = given.cell(0), fresh = given.cell(1);
    if (self.is_safe()) {
        old = escaped_text_of(runtime, old);
        fresh = escaped_text_of(runtime, fresh);
    }
    return runtime.text(replaced(self.as_text(), old.as_text(), fresh.as_text(), given.integer(2, -1)), self.is_safe());
}

template <bool AtEnd>
Cell affix(Runtime& runtime, const Cell& self, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"prefix"}, 1};
    const auto text = self.as_text();
    const auto holds = [&](const Cell& part) {
        if (!part.is_text()) throw Fault{"the argument must be text or a tuple of texts"};
        const auto wanted = part.as_text();
        return wanted.size() <= text.size() && (AtEnd ? text.substr(text.size() - wanted.size()) : text.substr(0, wanted.size())) == wanted;
    };
    const auto* tuple = given.cell(0).object_as<Sequence>();
    if (!tuple || !tuple->tuple) return Cell::boolean(holds(given.cell(0)));
    return Cell::boolean(std::any_of(tuple->items.begin(), tuple->items.end(), holds));
    static_cast<void>(runtime);
}

template <bool FromRight, bool MustExist>
Cell find(Runtime&, const Cell& self, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"sub"}, 1};
    const auto text = self.as_text(), wanted = given.text(0, "");
    const auto at = FromRight ? text.rfind(wanted) : text.find(wanted);
    if (at == std::string_view::npos) {
        if (MustExist) throw Fault{"substring not found"};
        return Cell::integer(-1);
    }
    return Cell::integer(static_cast<std::int64_t>(unicode::length(text.substr(0, at))));
}

Cell count(Runtime&, const Cell& self, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"sub"}, 1};
    const auto text = self.as_text(), wanted = given.text(0, "");
    if (wanted.empty()) return Cell::integer(static_cast<std::int64_t>(unicode::length(text)) + 1);
    std::int64_t found = 0;
    for (auto at = text.find(wanted); at != std::string_view::npos; at = text.find(wanted, at + wanted.size())) ++found;
    return Cell::integer(found);
}

Cell join(Runtime& runtime, const Cell& self, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"iterable"}, 1};
    const auto items = items_of(runtime, given.cell(0));
    std::string joined;
    for (std::size_t at = 0; at < items.size(); ++at) {
        if (!items[at].is_text() && !self.is_safe())
            throw Fault{"sequence item " + std::to_string(at) + ": expected str instance, " + std::string{type_name(items[at])} + " found"};
        if (at > 0) joined += self.as_text();
        self.is_safe() ? print_escaped(joined, items[at]) : print(joined, items[at]);
    }
    return runtime.text(joined, self.is_safe());
}

Cell format(Runtime& runtime, const Cell& self, const Arguments& arguments)
{
    return runtime.text(format_braces(runtime, self.as_text(), arguments, self.is_safe()), self.is_safe());
}

template <int Align>
Cell justified(Runtime& runtime, const Cell& self, const Arguments& arguments)
{
    const Parameters<2> given{arguments, {"width", "fillchar"}, 1};
    const auto pad = given.integer(0, 0) - length_of(self);
    if (pad <= 0) return self;
    const auto fill = arithmetic(runtime, Operator::multiply, Cell::text(given.text(1, " ")), Cell::integer(pad));
    const std::string text{self.as_text()}, blanks{fill.as_text()};
    if (Align == 0) return runtime.text(text + blanks, self.is_safe());
    return runtime.text(blanks + text, self.is_safe());
}

Cell zfill(Runtime& runtime, const Cell& self, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"width"}, 1};
    const auto pad = given.integer(0, 0) - length_of(self);
    if (pad <= 0) return self;
    const std::string zeros{arithmetic(runtime, Operator::multiply, Cell::text("0"), Cell::integer(pad)).as_text()};
    const auto text = self.as_text();
    const bool sign = !text.empty() && (text[0] == '-' || text[0] == '+');
    return runtime.text(std::string{text.substr(0, sign ? 1 : 0)} + zeros + std::string{text.substr(sign ? 1 : 0)}, self.is_safe());
}

template <bool (*Accepts)(char32_t)>
Cell all(Runtime&, const Cell& self, const Arguments& arguments)
{
    no_arguments(arguments);
    const auto text = self.as_text();
    for (std::size_t at = 0; at < text.size();)
        if (!Accepts(unicode::next(text, at))) return Cell::boolean(false);
    return Cell::boolean(!text.empty());
}
bool is_alphanumeric(char32_t c) { return unicode::is_alphabetic(c) || unicode::is_digit(c); }
bool accepts_digit(char32_t c) { return unicode::is_digit(c); }
bool accepts_alphabetic(char32_t c) { return unicode::is_alphabetic(c); }
bool accepts_space(char32_t c) { return unicode::is_space(c); }

template <bool Upper>
Cell is_case(Runtime& runtime, const Cell& self, const Arguments& arguments)
{
    no_arguments(arguments);
    return Cell::boolean(runtime.library.find_test(Upper ? "upper" : "lower")->holds(runtime, self, {}));
}

const Methods& text_methods()
{
    static const Methods methods{
        {"capitalize", &as_filter<capitalize_name>}, {"center", &as_filter<center_name>}, {"count", &count},
        {"endswith", &affix<true>}, {"find", &find<false, false>}, {"format", &format}, {"index", &find<false, true>},
        {"isalnum", &all<&is_alphanumeric>}, {"isalpha", &all<&accepts_alphabetic>}, {"isdigit", &all<&accepts_digit>},
        {"islower", &is_case<false>}, {"isspace", &all<&accepts_space>}, {"isupper", &is_case<true>}, {"join", &join},
        {"ljust", &justified<0>}, {"lower", &as_filter<lower_name>}, {"lstrip", &strip<true, false>}, {"replace", &replace},
        {"rfind", &find<true, false>}, {"rjust", &justified<1>}, {"rsplit", &split<true>}, {"rstrip", &strip<false, true>},
        {"split", &split<false>}, {"splitlines", &splitlines}, {"startswith", &affix<false>}, {"strip", &strip<true, true>},
        {"title", &title}, {"upper", &as_filter<upper_name>}, {"zfill", &zfill},
    };
    return methods;
}

} // namespace

BoundMethod::Code find_list_method(std::string_view name, bool writable);
BoundMethod::Code find_dict_method(std::string_view name);

BoundMethod::Code find_method(const Cell& object, std::string_view name)
{
    if (object.is_text()) {
        const auto found = text_methods().find(name);
        return found == text_methods().end() ? nullptr : found->second;
    }
    if (is_mapping(object)) return find_dict_method(name);
    if (!is_list(object)) return nullptr;
    const auto* sequence = object.object_as<Sequence>();
    return find_list_method(name, !sequence || !sequence->tuple);
}

} // namespace hurtrock::tmpl
