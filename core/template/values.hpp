#pragma once
/// What Python's operators and built-in functions do to template values.

#include "cell.hpp"
#include "error.hpp"

#include <compare>
#include <optional>
#include <string>

namespace hurtrock::tmpl {

/// How Python would name the type ("str", "dict", "int" ...).
std::string_view type_name(const Cell& cell) noexcept;

/// Throws Fault with Jinja2's sentence for an undefined value.
[[noreturn]] void fail_undefined(const Missing& reason);
std::string undefined_sentence(const Missing& reason);

bool truth(const Cell& cell);
bool equal(const Cell& left, const Cell& right);
/// Throws Fault when Python refuses to order the two.
int compare(const Cell& left, const Cell& right, std::string_view operator_text = "<");
bool is_mapping(const Cell& cell) noexcept;
bool is_list(const Cell& cell) noexcept;
/// Whether it can be a key: everything but lists and mappings.
bool is_hashable(const Cell& cell) noexcept;

/// Number of characters, items or entries; Fault for anything else.
std::int64_t length_of(const Cell& cell);

/// Random access to whatever Python would iterate: items, characters, keys. Borrowed; ends with the render.
class ItemView {
public:
    ItemView() = default;
    explicit ItemView(const Value::List& host) : host_{host.data()}, size_{host.size()} {}
    explicit ItemView(std::span<const Cell> cells) : cells_{cells.data()}, size_{cells.size()} {}
    std::size_t size() const noexcept { return size_; }
    Cell operator[](std::size_t at) const noexcept { return host_ ? Cell::borrow(host_[at]) : cells_[at]; }

private:
    const Value* host_{nullptr};
    const Cell* cells_{nullptr};
    std::size_t size_{0};
};
/// Throws Fault "... is not iterable".
ItemView items_of(Runtime& runtime, const Cell& cell);

/// Key and value of every entry; Fault when this is no mapping.
std::pmr::vector<Dict::Entry> entries_of(Runtime& runtime, const Cell& cell);

/// object.name as Jinja2 reads it: attribute first, entry second, undefined otherwise. Fault on an undefined object.
Cell attribute_of(Runtime& runtime, const Cell& object, std::string_view name, const Missing* missing = nullptr);
/// object[key]
Cell item_of(Runtime& runtime, const Cell& object, const Cell& key);
/// A method of text, lists and dicts ("upper", "append", "items"), bound to its object; unset when there is none.
Cell method_of(Runtime& runtime, const Cell& object, std::string_view name);
Cell slice_of(Runtime& runtime, const Cell& object, const Cell& start, const Cell& stop, const Cell& step);

bool contains(Runtime& runtime, const Cell& container, const Cell& item);

enum class Operator : std::uint8_t { add, subtract, multiply, divide, floor_divide, modulo, power };
std::string_view operator_text(Operator operation) noexcept;
Cell arithmetic(Runtime& runtime, Operator operation, const Cell& left, const Cell& right);
Cell negate(const Cell& operand);
Cell posit(const Cell& operand);

/// str(): appended without escaping.
void print(std::string& out, const Cell& cell);
/// repr(): appended.
void print_repr(std::string& out, const Cell& cell);
void print_decimal(std::string& out, double value);
/// str() as text; no copy when it is text already.
Cell text_of(Runtime& runtime, const Cell& cell);
/// str() escaped unless it is safe; always safe text.
Cell escaped_text_of(Runtime& runtime, const Cell& cell);
void append_escaped(std::string& out, std::string_view text);
/// str() escaped unless safe: what {{ }} does under autoescape.
void print_escaped(std::string& out, const Cell& cell);

/// A deep copy the host can keep. Undefined becomes null, callables are refused with a Fault.
Value to_host(const Cell& cell);

/// Markup % arguments and str % arguments, Python's rules.
std::string format_percent(Runtime& runtime, std::string_view format, const Cell& arguments, bool escape);
/// str.format(): fields by place or name, with the format specification of numbers and text.
std::string format_braces(Runtime& runtime, std::string_view format, const Arguments& arguments, bool escape);

} // namespace hurtrock::tmpl
