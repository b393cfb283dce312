#include "values.hpp"

#include "runtime.hpp"
#include "unicode.hpp"

#include <algorithm>

namespace hurtrock::tmpl {
namespace {

constexpr Missing nameless{"", "", "the value is undefined"};
constexpr int nesting_max = 100;

int order(std::int64_t left, std::int64_t right) noexcept { return left < right ? -1 : left > right ? 1 : 0; }

/// Lists and tuples from either world.
std::optional<ItemView> list_view(const Cell& cell)
{
    if (cell.tag() == Tag::host_list) return ItemView{cell.as_host().items()};
    if (const auto* sequence = cell.object_as<Sequence>()) return ItemView{sequence->items};
    return std::nullopt;
}

bool is_tuple(const Cell& cell)
{
    const auto* sequence = cell.object_as<Sequence>();
    return sequence && sequence->tuple;
}

bool equal_at(const Cell& left, const Cell& right, int depth);

bool equal_maps(const Cell& left, const Cell& right, int depth)
{
    const auto size = length_of(left);
    if (size != length_of(right)) return false;
    const auto same = [&](const Cell& key, const Cell& value) {
        if (right.tag() == Tag::host_map) {
            const auto* found = key.is_text() ? right.as_host().find(key.as_text()) : nullptr;
            return found && equal_at(value, Cell::borrow(*found), depth + 1);
        }
        const auto* found = right.object_as<Dict>()->find(key);
        return found && equal_at(value, *found, depth + 1);
    };
    if (left.tag() == Tag::host_map) {
        return std::all_of(left.as_host().entries().begin(), left.as_host().entries().end(),
                           [&](const auto& entry) { return same(Cell::text(entry.first), Cell::borrow(entry.second)); });
    }
    const auto& entries = left.object_as<Dict>()->entries;
    return std::all_of(entries.begin(), entries.end(), [&](const auto& entry) { return same(entry.first, entry.second); });
}

bool equal_at(const Cell& left, const Cell& right, int depth)
{
    if (depth > nesting_max) throw Fault{"values are nested too deeply to compare"};
    if (left.is_number() && right.is_number()) {
        if (left.is_integer() && right.is_integer()) return left.as_integer() == right.as_integer();
        return left.as_decimal() == right.as_decimal();
    }
    if (left.is_text() && right.is_text()) return left.as_text() == right.as_text();
    if (is_mapping(left) && is_mapping(right)) return equal_maps(left, right, depth);
    const auto lefts = list_view(left), rights = list_view(right);
    if (lefts && rights) {
        if (is_tuple(left) != is_tuple(right) || lefts->size() != rights->size()) return false;
        for (std::size_t at = 0; at < lefts->size(); ++at)
            if (!equal_at((*lefts)[at], (*rights)[at], depth + 1)) return false;
        return true;
    }
    if (left.tag() != right.tag()) return false;
    return left.tag() != Tag::object || left.as_object() == right.as_object();
}

int compare_at(const Cell& left, const Cell& right, std::string_view operator_text, int depth)
{
    if (left.is_undefined()) fail_undefined(left.as_missing());
    if (right.is_undefined()) fail_undefined(right.as_missing());
    if (left.is_number() && right.is_number()) {
        if (left.is_integer() && right.is_integer()) return order(left.as_integer(), right.as_integer());
        const double a = left.as_decimal(), b = right.as_decimal();
        return a < b ? -1 : a > b ? 1 : 0;
    }
    if (left.is_text() && right.is_text()) {
        const int result = left.as_text().compare(right.as_text());
        return order(result, 0);
    }
    const auto lefts = list_view(left), rights = list_view(right);
    if (lefts && rights && is_tuple(left) == is_tuple(right) && depth < nesting_max) {
        const auto common = std::min(lefts->size(), rights->size());
        for (std::size_t at = 0; at < common; ++at)
            if (!equal((*lefts)[at], (*rights)[at])) return compare_at((*lefts)[at], (*rights)[at], operator_text, depth + 1);
        return order(static_cast<std::int64_t>(lefts->size()), static_cast<std::int64_t>(rights->size()));
    }
    throw Fault{"'" + std::string{operator_text} + "' not supported between instances of '" + std::string{type_name(left)} +
                "' and '" + std::string{type_name(right)} + "'"};
}

} // namespace

Cell Cell::borrow(const Value& value) noexcept
{
    switch (value.kind()) {
    case Value::Kind::null: return none();
    case Value::Kind::boolean: return boolean(value.boolean());
    case Value::Kind::integer: return integer(value.integer());
    case Value::Kind::decimal: return decimal(value.decimal());
    case Value::Kind::text: return text(value.text(), value.is_safe());
    case Value::Kind::list: return Cell{Tag::host_list, {.host = &value}};
    case Value::Kind::map: return Cell{Tag::host_map, {.host = &value}};
    }
    return none();
}

Cell Object::call(Runtime&, const Arguments&)
{
    throw Fault{"'" + std::string{type_name()} + "' object is not callable"};
}

Cell Sequence::attribute(Runtime&, std::string_view name)
{
    if (group && items.size() == 2) {
        if (name == "grouper") return items[0];
        if (name == "list") return items[1];
    }
    return {};
}

Cell Space::attribute(Runtime&, std::string_view name)
{
    const auto* found = fields.find(name);
    return found ? *found : Cell{};
}

Cell* Dict::find(const Cell& key)
{
    for (auto& [name, value] : entries)
        if (equal(name, key)) return &value;
    return nullptr;
}

void Dict::set(const Cell& key, const Cell& value)
{
    if (!is_hashable(key))
        throw Fault{"unhashable type: '" + std::string{tmpl::type_name(key)} + "'"};
    if (auto* found = find(key))
        *found = value;
    else
        entries.emplace_back(key, value);
}

std::string_view type_name(const Cell& cell) noexcept
{
    switch (cell.tag()) {
    case Tag::unset:
    case Tag::undefined: return "Undefined";
    case Tag::none: return "NoneType";
    case Tag::boolean: return "bool";
    case Tag::integer: return "int";
    case Tag::decimal: return "float";
    case Tag::text: return cell.is_safe() ? "Markup" : "str";
    case Tag::host_list: return "list";
    case Tag::host_map: return "dict";
    case Tag::object: return cell.as_object()->type_name();
    }
    return "object";
}

std::string undefined_sentence(const Missing& reason)
{
    if (!reason.sentence.empty()) return std::string{reason.sentence};
    if (reason.owner.empty()) return "'" + std::string{reason.name} + "' is undefined";
    return "'" + std::string{reason.owner} + " object' has no attribute '" + std::string{reason.name} + "'";
}

void fail_undefined(const Missing& reason) { throw Fault{undefined_sentence(reason)}; }

bool truth(const Cell& cell)
{
    switch (cell.tag()) {
    case Tag::unset:
    case Tag::undefined:
    case Tag::none: return false;
    case Tag::boolean:
    case Tag::integer: return cell.as_integer() != 0;
    case Tag::decimal: return cell.as_decimal() != 0;
    case Tag::text: return !cell.as_text().empty();
    case Tag::host_list:
    case Tag::host_map: return !cell.as_host().empty();
    case Tag::object: break;
    }
    if (const auto* sequence = cell.object_as<Sequence>()) return !sequence->items.empty();
    if (const auto* dict = cell.object_as<Dict>()) return !dict->entries.empty();
    return true;
}

bool equal(const Cell& left, const Cell& right) { return equal_at(left, right, 0); }

int compare(const Cell& left, const Cell& right, std::string_view operator_text)
{
    return compare_at(left, right, operator_text, 0);
}

bool is_mapping(const Cell& cell) noexcept
{
    return cell.tag() == Tag::host_map || cell.object_as<Dict>() != nullptr;
}

bool is_list(const Cell& cell) noexcept
{
    return cell.tag() == Tag::host_list || cell.object_as<Sequence>() != nullptr;
}

bool is_hashable(const Cell& cell) noexcept { return !is_mapping(cell) && (!is_list(cell) || is_tuple(cell)); }

std::int64_t length_of(const Cell& cell)
{
    if (cell.is_undefined()) return 0;
    if (cell.is_text()) return static_cast<std::int64_t>(unicode::length(cell.as_text()));
    if (cell.tag() == Tag::host_list || cell.tag() == Tag::host_map) return static_cast<std::int64_t>(cell.as_host().size());
    if (const auto* sequence = cell.object_as<Sequence>()) return static_cast<std::int64_t>(sequence->items.size());
    if (const auto* dict = cell.object_as<Dict>()) return static_cast<std::int64_t>(dict->entries.size());
    throw Fault{"object of type '" + std::string{type_name(cell)} + "' has no len()"};
}

ItemView items_of(Runtime& runtime, const Cell& cell)
{
    if (cell.tag() == Tag::host_list) return ItemView{cell.as_host().items()};
    if (const auto* sequence = cell.object_as<Sequence>()) return ItemView{sequence->items};
    if (cell.is_undefined()) return {};
    auto* items = runtime.make_list();
    if (cell.is_text()) {
        const auto text = cell.as_text();
        for (std::size_t at = 0; at < text.size();) {
            const auto begin = at;
            unicode::next(text, at);
            items->items.push_back(Cell::text(text.substr(begin, at - begin)));
        }
    } else if (cell.tag() == Tag::host_map) {
        items->items.reserve(cell.as_host().size());
        for (const auto& [key, value] : cell.as_host().entries()) items->items.push_back(Cell::text(key));
    } else if (const auto* dict = cell.object_as<Dict>()) {
        for (const auto& [key, value] : dict->entries) items->items.push_back(key);
    } else {
        throw Fault{"'" + std::string{type_name(cell)} + "' object is not iterable"};
    }
    return ItemView{items->items};
}

std::pmr::vector<Dict::Entry> entries_of(Runtime& runtime, const Cell& cell)
{
    std::pmr::vector<Dict::Entry> entries{runtime.arena.resource()};
    if (cell.tag() == Tag::host_map) {
        entries.reserve(cell.as_host().size());
        for (const auto& [key, value] : cell.as_host().entries()) entries.emplace_back(Cell::text(key), Cell::borrow(value));
    } else if (const auto* dict = cell.object_as<Dict>()) {
        entries.assign(dict->entries.begin(), dict->entries.end());
    } else {
        if (cell.is_undefined()) fail_undefined(cell.as_missing());
        throw Fault{"'" + std::string{type_name(cell)} + "' object is not a mapping"};
    }
    return entries;
}

bool contains(Runtime& runtime, const Cell& container, const Cell& item)
{
    if (container.is_text()) {
        if (!item.is_text()) {
            if (item.is_undefined()) throw Fault{"'in <string>' requires string as left operand, not Undefined"};
            throw Fault{"'in <string>' requires string as left operand, not " + std::string{type_name(item)}};
        }
        return container.as_text().find(item.as_text()) != std::string_view::npos;
    }
    if (container.tag() == Tag::host_map) return item.is_text() && container.as_host().has(item.as_text());
    if (auto* dict = container.object_as<Dict>()) return dict->find(item) != nullptr;
    if (!is_list(container) && !container.is_undefined())
        throw Fault{"argument of type '" + std::string{type_name(container)} + "' is not iterable"};
    const auto items = items_of(runtime, container);
    for (std::size_t at = 0; at < items.size(); ++at)
        if (equal(items[at], item)) return true;
    return false;
}

Value to_host(const Cell& cell)
{
    switch (cell.tag()) {
    case Tag::unset:
    case Tag::undefined:
    case Tag::none: return {};
    case Tag::boolean: return cell.as_boolean();
    case Tag::integer: return cell.as_integer();
    case Tag::decimal: return cell.as_decimal();
    case Tag::text: return cell.is_safe() ? Value::safe(std::string{cell.as_text()}) : Value{cell.as_text()};
    case Tag::host_list:
    case Tag::host_map: return cell.as_host();
    case Tag::object: break;
    }
    thread_local int depth = 0;
    struct Level {
        Level() { ++depth; }
        ~Level() { --depth; }
    } level;
    if (depth > nesting_max) throw Fault{"a value is nested too deeply"};
    if (const auto* sequence = cell.object_as<Sequence>()) {
        Value::List items;
        items.reserve(sequence->items.size());
        for (const auto& item : sequence->items) items.push_back(to_host(item));
        return items;
    }
    const auto* dict = cell.object_as<Dict>();
    if (const auto* space = cell.object_as<Space>()) dict = &space->fields;
    if (!dict) throw Fault{"a '" + std::string{type_name(cell)} + "' cannot leave the template"};
    auto map = Value::map();
    for (const auto& [key, value] : dict->entries) {
        std::string name;
        print(name, key);
        map.set(name, to_host(value));
    }
    return map;
}

} // namespace hurtrock::tmpl
